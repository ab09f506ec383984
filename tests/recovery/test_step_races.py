"""What can come between looking, claiming, sending and recording."""

from collections.abc import Callable, Sequence

import pytest

from chalicelib.carts.model import Status
from chalicelib.errors import OutcomeUnknown, Unavailable
from chalicelib.messages.mail import Mail
from chalicelib.recovery.timers import Due
from chalicelib.storage.port import Write
from tests.fakes.edges import MemoryMailer
from tests.fakes.table import MemoryTable
from tests.fakes.world import World, checkout, order


class TroubledTable(MemoryTable):
    """A table whose next writes go wrong in ways that the test says."""

    def __init__(self) -> None:
        super().__init__()
        self.before_write: list[Callable[[], None]] = []
        self.after_write: list[Exception] = []

    def write(self, writes: Sequence[Write]) -> None:
        if self.before_write:
            self.before_write.pop(0)()
        super().write(writes)
        if self.after_write:
            raise self.after_write.pop(0)


class MeanwhileMailer(MemoryMailer):
    """Something happens while the mail is on its way."""

    meanwhile: Callable[[], object] | None = None

    def send(self, mail: Mail) -> str:
        sent = super().send(mail)
        if self.meanwhile:
            happen, self.meanwhile = self.meanwhile, None
            happen()
        return sent


def due_world() -> tuple[World, TroubledTable, Due]:
    """A world at the moment when the first step of a cart is due."""
    table = TroubledTable()
    world = World(table=table)
    world.post("checkouts/create", checkout(world.clock))
    world.clock.forward(hours=1)
    (due,) = world.timers.fired(world.clock.now)
    return world, table, due


def test_an_order_between_look_and_claim_wins() -> None:
    world, table, due = due_world()
    table.before_write.append(lambda: void(world.post("orders/create", order(world.clock))))
    assert world.steps.run(due) == "stale"
    assert world.mailer.sent == []


def test_an_order_by_address_alone_between_look_and_claim_wins() -> None:
    world, table, due = due_world()
    by_address = order(world.clock, token=None)
    table.before_write.append(lambda: void(world.post("orders/create", by_address)))
    assert world.steps.run(due) == "ended"
    assert world.mailer.sent == []


def test_an_unsubscription_between_look_and_claim_wins() -> None:
    world, table, due = due_world()
    cart = world.cart("c-1")
    table.before_write.append(lambda: world.refuse_email(cart.shoppers))
    assert world.steps.run(due) == "ended"
    assert world.mailer.sent == []


def test_a_claim_whose_answer_was_lost_is_known_as_ours_and_sent() -> None:
    world, table, due = due_world()
    table.after_write.append(Unavailable("timed out after it worked"))
    assert world.steps.run(due) == "sent"
    assert world.subjects == ["ann@example.com: reminder-1"]


def test_a_claim_that_somebody_else_took_meanwhile_is_not_ours() -> None:
    world, table, due = due_world()

    def another_worker() -> None:
        world.mailer.failure = OutcomeUnknown("the other's answer was lost")
        with pytest.raises(OutcomeUnknown):
            world.steps.run(due)

    table.before_write.append(another_worker)
    assert world.steps.run(due) == "held"
    assert world.mailer.sent == []


def test_a_claim_that_really_failed_sends_nothing_and_is_tried_again() -> None:
    world, table, due = due_world()
    table.before_write.append(lambda: fail(Unavailable("no answer")))
    with pytest.raises(Unavailable):
        world.steps.run(due)
    assert world.mailer.sent == []
    assert world.steps.run(due) == "sent"


def test_a_click_while_the_mail_is_sent_loses_neither_click_nor_outcome() -> None:
    world, _, due = due_world()
    mailer = MeanwhileMailer()
    world.carriers.mailer = mailer
    cart = world.cart("c-1")
    mailer.meanwhile = lambda: world.carts.note("tea", cart.id, "clicked", "step 1")

    assert world.steps.run(due) == "sent"
    whats = [entry.what for entry in world.cart("c-1").timeline]
    assert whats[-3:] == ["clicked", "step 1 sent", "timer set"]


def test_an_order_while_the_mail_is_sent_ends_the_cart_and_the_timer_set_meanwhile_is_stale() -> (
    None
):
    world, _, due = due_world()
    mailer = MeanwhileMailer()
    world.carriers.mailer = mailer
    mailer.meanwhile = lambda: world.post("orders/create", order(world.clock))

    assert world.steps.run(due) == "sent"
    cart = world.cart("c-1")
    assert (cart.status, cart.timer, cart.claim) == (Status.ORDERED, None, None)
    assert [(t.step, t.outcome) for t in cart.taken] == [(1, "sent")]
    assert world.let_pass(days=5) == ["stale"]


def void(_: object) -> None:
    """Drop a result."""


def fail(error: Exception) -> None:
    raise error
