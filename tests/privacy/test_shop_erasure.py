"""Forgetting a whole shop, in parts, beside functions that still remember it."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.errands.model import EraseShop, Lookup
from chalicelib.errors import SetupError, UnknownShop
from chalicelib.intake.events import Resource
from chalicelib.messages.news import News, Told
from chalicelib.privacy.model import Certificate, Further
from chalicelib.shops.policy import Channel
from chalicelib.storage.keys import CERTIFICATES
from tests.fakes.world import World, checkout
from tests.privacy.scenes import ANN, BEN, erase_shop, ids, raw, touched


def lived_in() -> World:
    world = World()
    touched(world, "ann", "c", ANN)
    touched(world, "ben", "c", BEN)
    world.let_pass(hours=1)
    return world


def container(world: World) -> World:
    """Another container of the same functions, which looked at the shop a moment ago."""
    other = World(table=world.table)
    other.secrets, other.errands = world.secrets, world.errands
    other.use(world.clock, world.timers, world.mailer)
    other.shops.find("tea")
    return other


def test_what_comes_from_a_function_that_remembers_the_shop_is_forgotten_too() -> None:
    world = lived_in()
    other = container(world)
    first = world.privacy.part(erase_shop(world))
    assert isinstance(first, Further)
    assert isinstance(first.errand, EraseShop)
    assert (first.errand.last, first.errand.after) == (True, None)
    assert first.delay == timedelta(minutes=3)
    world.clock.forward(seconds=59)
    assert other.post("checkouts/create", checkout(world.clock, "late")).result == "timer set"
    assert raw(world)
    world.clock.forward(seconds=61)
    with pytest.raises(UnknownShop):
        other.post("checkouts/create", checkout(world.clock, "later"))
    second = world.privacy.part(first.errand)
    assert isinstance(second, Certificate)
    assert {key.pk for key in raw(world)} == {f"{CERTIFICATES}#tea"}
    assert world.timers.pending == {}


def test_secrets_are_deleted_at_last_so_that_its_webhooks_are_proven_until_then() -> None:
    world = lived_in()
    first = world.privacy.part(erase_shop(world))
    assert isinstance(first, Further)
    assert "tea" in world.secrets.stored
    world.privacy.part(first.errand)
    with pytest.raises(SetupError):
        world.secrets.find("tea")


def test_a_due_step_of_a_shop_that_is_being_forgotten_does_nothing() -> None:
    world = lived_in()
    sent = len(world.mailer.sent)
    dues = [due for due, _ in world.timers.pending.values()]
    world.shops.forget("tea")
    world.clock.forward(days=1)
    assert {world.steps.run(due, receives=2) for due in dues} == {"no such shop"}
    assert len(world.mailer.sent) == sent


def test_an_old_errand_does_not_touch_a_shop_that_was_connected_again() -> None:
    world = lived_in()
    errand = erase_shop(world)
    world.clock.forward(hours=1)
    world.shops.register(replace(world.shop, started_at=world.clock.now))
    before = raw(world)
    assert world.runner.run(errand) == "connected again since"
    assert raw(world) == before
    assert "tea" in world.secrets.stored


def test_being_told_twice_forgets_once_and_certifies_each() -> None:
    world = lived_in()
    world.errands.put([erase_shop(world)])
    world.errands_done()
    world.clock.forward(hours=1)
    world.errands.put([erase_shop(world)])
    assert world.errands_done()[-1].endswith(": nothing was stored")
    first, second = world.records.certificates("tea")
    assert first.counted["items"] > 10
    assert second.counted == {}


def test_the_same_errand_delivered_twice_is_certified_once() -> None:
    world = lived_in()
    errand = erase_shop(world)
    world.errands.put([errand, errand])
    world.errands_done()
    (certificate,) = world.records.certificates("tea")
    assert certificate.asked_at == errand.asked_at


def test_other_errands_of_a_forgotten_shop_come_to_nothing() -> None:
    world = lived_in()
    world.errands.put([erase_shop(world)])
    world.errands_done()
    lookup = Lookup(
        shop="tea",
        resource=Resource.CART,
        ref="1",
        announced_at=world.clock.now,
        api_url="https://api.example/live",
    )
    world.clock.forward(minutes=2)
    assert world.runner.run(lookup) == "no such shop"


def test_a_late_complaint_about_a_forgotten_shop_is_not_stored() -> None:
    world = lived_in()
    tags = world.mailer.sent[0].tags
    world.errands.put([erase_shop(world)])
    world.errands_done()
    world.clock.forward(days=1)
    event = News(
        channel=Channel.EMAIL,
        told=Told.COMPLAINED,
        shop="tea",
        cart=tags["cart"],
        shopper=ids(ANN)[0],
        episode=1,
        step=1,
        at=world.clock.now,
    )
    assert world.feedback.take(event) == "forgotten"
    assert {key.pk for key in raw(world)} == {f"{CERTIFICATES}#tea"}
