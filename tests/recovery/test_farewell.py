"""A shop that took our access away is mailed for no more, from the moment that this is stored."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.errands.model import Farewell
from chalicelib.errors import PlatformDown, PlatformRefused
from chalicelib.shops.model import Shop
from chalicelib.shops.repository import Shops
from chalicelib.shops.service import ShopService
from tests.fakes.world import World, checkout, order
from tests.privacy.scenes import noticing


class Racing(Shops):
    """Shops at whose change something else happens first, once."""

    before: Callable[[], object] | None = None

    def change(self, name: str, how: Callable[[Shop], Shop]) -> bool:
        def later(known: Shop) -> Shop:
            if self.before:
                happen, self.before = self.before, None
                happen()
            return how(known)

        return super().change(name, later)


def abandoned() -> World:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    return world


def leaves(world: World) -> str:
    """Another function takes the farewell in; this one does not see it."""
    elsewhere = ShopService(Shops(world.table, world.clock), world.pauses.append)
    return elsewhere.leave("tea", world.clock.now)


def test_nothing_is_sent_and_the_timeline_says_why() -> None:
    world = abandoned()
    world.clock.forward(minutes=30)
    assert leaves(world) == "removed"
    assert world.let_pass(days=5) == ["ended"]
    assert world.subjects == []
    assert world.cart("c-1").timeline[-1].why == (
        "the shop took our access away at 2026-11-20 12:30:00Z"
    )


def test_a_function_that_looked_at_the_shop_a_second_ago_sends_nothing_either() -> None:
    world = abandoned()
    world.clock.forward(minutes=59, seconds=59)
    remembered = world.shops.get("tea").shop
    leaves(world)
    assert world.shops.get("tea").shop == remembered
    assert world.let_pass(seconds=1) == ["ended"]
    assert world.subjects == []


def test_being_told_twice_changes_nothing() -> None:
    world = abandoned()
    first = world.clock.now
    leaves(world)
    world.clock.forward(hours=1)
    assert leaves(world) == "known"
    assert world.shops.get("tea", fresh=True).shop.removed_at == first


def test_webhooks_of_a_shop_that_left_are_still_taken_in() -> None:
    world = abandoned()
    leaves(world)
    world.clock.forward(minutes=5)
    assert world.post("checkouts/update", checkout(world.clock)).result == "stored"
    assert world.apis.of(world.shops.get("tea", fresh=True).shop) is None


def test_a_late_farewell_does_not_undo_connecting_again() -> None:
    world = abandoned()
    farewell = Farewell(shop="tea", removed_at=world.clock.now)
    world.api.failure = PlatformRefused("the token is worth nothing", 401)
    assert world.runner.run(farewell) == "removed"
    world.clock.forward(hours=1)
    world.api.failure = PlatformRefused("the token is worth nothing", 401)
    world.shops.register(replace(world.shop, started_at=world.clock.now))
    assert world.runner.run(farewell) == "known"
    assert world.shops.get("tea", fresh=True).shop.removed_at is None


def test_a_farewell_is_not_believed_while_the_platform_still_lets_us_in() -> None:
    world = abandoned()
    farewell = Farewell(shop="tea", removed_at=world.clock.now)
    assert world.runner.run(farewell) == "still lets us in"
    world.api.failure = PlatformDown("teashop.example: answered 503")
    with pytest.raises(PlatformDown):
        world.runner.run(farewell)
    assert world.shops.get("tea", fresh=True).shop.removed_at is None


def test_a_farewell_beside_a_change_by_the_operator_loses_neither() -> None:
    world = abandoned()
    racing = Racing(world.table, world.clock)
    racing.before = lambda: world.shops.register(replace(world.shop, name="Tea for Two"))
    assert ShopService(racing, world.pauses.append).leave("tea", world.clock.now) == "removed"
    found = world.shops.get("tea", fresh=True).shop
    assert (found.name, found.removed_at) == ("Tea for Two", world.clock.now)


def test_a_farewell_to_nobody_is_none() -> None:
    world = World()
    assert world.runner.run(Farewell(shop="coffee", removed_at=world.clock.now)) == "no such shop"


def test_what_a_merchant_changed_a_second_ago_counts_when_a_message_is_claimed() -> None:
    """The policy is read anew for every message, as the shop itself is."""
    world = abandoned()
    world.clock.forward(minutes=59, seconds=59)
    world.shops.get("tea")
    elsewhere = World(table=world.table)
    elsewhere.shops.register(replace(world.shop, started_at=world.clock.now + timedelta(days=1)))
    assert world.let_pass(seconds=1) == ["ended"]
    assert world.cart("c-1").timeline[-1].why == "left before rebasket was switched on"


def test_a_notice_of_an_order_is_not_sent_either() -> None:
    world = World(noticing())
    world.post("orders/create", order(world.clock))
    world.shops.get("tea")
    leaves(world)
    assert world.errands_done() == ["dropped"]
    assert world.subjects == []
