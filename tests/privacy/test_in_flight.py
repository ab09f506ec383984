"""An erasure beside what is under way at the same moment: nothing comes back to life."""

from collections.abc import Callable, Sequence

import pytest

from chalicelib.errors import Unavailable
from chalicelib.messages.mail import Mail
from chalicelib.messages.news import News, Told
from chalicelib.shoppers.contact import Contact
from chalicelib.shops.policy import Channel
from chalicelib.storage.keys import Key, cart_id
from chalicelib.storage.port import Write
from tests.fakes.edges import MemoryMailer
from tests.fakes.table import MemoryTable
from tests.fakes.world import World
from tests.privacy.scenes import ANN, erase, touched, traces, without_words


class Interrupted(MemoryTable):
    """A table before whose next write of a kind something else happens, once."""

    def __init__(self) -> None:
        super().__init__()
        self.before: tuple[str, Callable[[], object]] | None = None

    def write(self, writes: Sequence[Write]) -> None:
        if self.before and any(w.key.sk.startswith(self.before[0]) for w in writes):
            happen, self.before = self.before[1], None
            happen()
        super().write(writes)


class ErasingMailer(MemoryMailer):
    """A provider that takes its time: meanwhile the shopper is erased."""

    def __init__(self, happen: Callable[[], object]) -> None:
        super().__init__()
        self._happen = happen

    def send(self, mail: Mail) -> str:
        self._happen()
        return super().send(mail)


def interrupted() -> tuple[World, Interrupted]:
    table = Interrupted()
    world = World(table=table)
    touched(world, "ann", "c", ANN)
    return world, table


def alive(world: World) -> dict[Key, str]:
    """What is left of ann but the words that her carts were erased, and counters."""
    left = without_words(world)
    return {k: t for k, t in left.items() if any(trace in t for trace in traces("ann", ANN))}


def test_a_step_that_is_being_sent_records_nothing() -> None:
    world, _ = interrupted()
    mailer = ErasingMailer(lambda: world.runner.run(erase(world, ANN)))
    world.use(world.clock, world.timers, mailer)
    world.clock.forward(hours=1)
    (due,) = world.timers.fired(world.clock.now)
    assert world.steps.run(due) == "stale"
    assert len(mailer.sent) == 1
    assert alive(world) == {}


def test_a_claim_that_comes_a_moment_too_late_is_lost() -> None:
    world, table = interrupted()
    world.clock.forward(hours=1)
    (due,) = world.timers.fired(world.clock.now)
    table.before = "MESSAGE#", lambda: world.runner.run(erase(world, ANN))
    assert world.steps.run(due, receives=2) == "stale"
    assert world.mailer.sent == []
    assert alive(world) == {}


@pytest.mark.parametrize("told", [Told.SENT, Told.DELIVERED, Told.BOUNCED_SOFTLY])
def test_news_of_a_mail_does_not_outlive_its_cart(told: Told) -> None:
    world, table = interrupted()
    world.let_pass(hours=1)
    tags = world.mailer.sent[0].tags
    event = News(
        channel=Channel.EMAIL,
        told=told,
        shop="tea",
        cart=tags["cart"],
        shopper=tags["shopper"],
        episode=1,
        step=1,
        at=world.clock.now,
    )
    table.before = "HEARD#", lambda: world.runner.run(erase(world, ANN))
    assert world.feedback.take(event) == "forgotten"
    assert world.feedback.take(event) == "forgotten"
    assert alive(world) == {}


def test_a_complaint_that_comes_after_all_is_heeded_under_an_opaque_name() -> None:
    world, _ = interrupted()
    world.let_pass(hours=1)
    tags = world.mailer.sent[0].tags
    world.runner.run(erase(world, ANN))
    event = News(
        channel=Channel.EMAIL,
        told=Told.COMPLAINED,
        shop="tea",
        cart=tags["cart"],
        shopper=tags["shopper"],
        episode=1,
        step=1,
        at=world.clock.now,
    )
    world.feedback.take(event)
    refused = world.shoppers.shopper("tea", (tags["shopper"],)).refused(Channel.EMAIL)
    assert refused is not None
    assert refused.why == "marked as spam"


def test_a_webhook_that_changes_the_cart_meanwhile_is_erased_with_it() -> None:
    world, table = interrupted()
    world.clock.forward(minutes=5)
    asked = erase(world, ANN)
    table.before = "STATE", lambda: touched(world, "ann", "c", ANN, token="one-more-token")
    assert world.runner.run(asked).endswith(": carts 1, contact points 3, timers 1")
    assert alive(world) == {}
    assert table.items[Key(f"CART#tea#{cart_id('tea', 'one-more-token')}", "STATE")].document == (
        b"erased 2026-11-20T12:05:00+00:00"
    )


def test_a_cart_that_is_filed_meanwhile_is_erased_too() -> None:
    table = Interrupted()
    world = World(table=table)
    address = Contact(email=ANN.email)
    touched(world, "ann", "c", address)
    world.clock.forward(minutes=5)
    asked = erase(world, address)
    table.before = "PROFILE", lambda: touched(world, "ann", "another", address)
    assert world.runner.run(asked).endswith(": carts 2, contact points 1, timers 2")
    assert alive(world) == {}


def test_a_timer_that_cannot_be_taken_back_leaves_the_cart_to_the_next_attempt() -> None:
    world, _ = interrupted()
    world.timers.failure = Unavailable("throttled")
    with pytest.raises(Unavailable):
        world.runner.run(erase(world, ANN))
    assert world.cart("ann-c").timer is not None
    world.timers.failure = None
    world.runner.run(erase(world, ANN))
    assert alive(world) == {}
    assert world.timers.pending == {}
