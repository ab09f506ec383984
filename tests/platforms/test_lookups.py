"""Looking up what was only announced: stored once, tried again, or gone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.carts.basket import Basket, Line
from chalicelib.carts.model import Status
from chalicelib.errands.model import Lookup
from chalicelib.errors import PlatformDown, PlatformRefused, Unavailable, UnknownShop
from chalicelib.intake.events import (
    CartChanged,
    ChangeAnnounced,
    Event,
    Ignored,
    OrderCancelled,
    OrderPlaced,
    Resource,
)
from chalicelib.intake.taking import Whose
from chalicelib.platforms.lookups import LookupService
from chalicelib.platforms.service import ShopApis
from chalicelib.shoppers.contact import Contact
from chalicelib.shops.model import Platform, ShopSecrets
from tests.fakes.edges import MemorySecrets
from tests.fakes.platform import NoCaller
from tests.fakes.table import MemoryTable
from tests.fakes.world import API, SECRETS, World, shop

ANN = Contact(email="ann@example.com", accepts_email=True)
CART, ORDER = (Resource.CART, "c-1"), (Resource.ORDER, "252")


def changed(world: World, **changes: Any) -> CartChanged:
    """What the platform tells of the cart now."""
    values: dict[str, Any] = {
        "tokens": ("c-1",),
        "occurred_at": world.clock.now,
        "basket": Basket(lines=(Line(title="Assam", quantity=1),), currency="EUR"),
        "contact": ANN,
    }
    return CartChanged(**(values | changes))


def placed(world: World) -> OrderPlaced:
    """What the platform tells of its order now."""
    return OrderPlaced(order="252", tokens=("c-1",), occurred_at=world.clock.now, contact=ANN)


def announce(world: World, resource: Resource, ref: str, known: Any = None) -> None:
    """Have the platform announce a change of it."""
    registered = world.shops.get("tea")
    whose = Whose(registered=registered, identity_key=SECRETS.identity_key, api_url=API)
    at = world.clock.now
    event = ChangeAnnounced(resource=resource, ref=ref, occurred_at=at, known=known)
    world.taking.take(whose, event)


def lookups(world: World) -> LookupService:
    return LookupService(world.shops, world.secrets, world.apis, world.taking)


def work(world: World) -> list[str]:
    """Do all looks that are queued."""
    looks = [errand for errand in world.errands.taken() if isinstance(errand, Lookup)]
    return [lookups(world).run(look) for look in looks]


def documents(world: World) -> dict[Any, bytes]:
    assert isinstance(world.table, MemoryTable)
    return {key: item.document for key, item in world.table.items.items()}


def test_a_cart_that_was_announced_is_followed_once_it_was_looked_at() -> None:
    world = World()
    announce(world, *CART)
    world.api.held[CART] = changed(world)
    assert work(world) == ["timer set"]
    cart = world.cart("c-1")
    assert (cart.contact, cart.api_url) == (ANN, API)
    world.let_pass(hours=1)
    assert [mail.to for mail in world.mailer.sent] == ["ann@example.com"]


def test_a_look_that_is_delivered_twice_changes_nothing_more() -> None:
    world = World()
    announce(world, *CART)
    world.api.held[CART] = changed(world)
    (look,) = world.errands.taken()
    assert isinstance(look, Lookup)
    assert lookups(world).run(look) == "timer set"
    before, timers = documents(world), dict(world.timers.pending)
    world.clock.forward(minutes=3)
    assert lookups(world).run(look) == "unchanged"
    assert (documents(world), world.timers.pending) == (before, timers)


def test_a_late_look_tells_what_is_so_now_and_not_what_was_announced() -> None:
    world = World()
    announce(world, *CART)
    world.clock.forward(hours=2)
    world.api.held[CART] = changed(world, basket=Basket(currency="EUR"))
    assert work(world) == ["stored"]
    assert world.cart("c-1").basket.is_empty
    assert world.timers.pending == {}


def test_a_platform_that_is_down_is_asked_again_by_the_queue() -> None:
    world = World()
    announce(world, *CART)
    world.api.held[CART] = changed(world)
    world.api.failure = PlatformDown("shop.example: answered 503")
    (look,) = world.errands.taken()
    assert isinstance(look, Lookup)
    before = documents(world)
    with pytest.raises(PlatformDown):
        lookups(world).run(look)
    assert documents(world) == before
    assert lookups(world).run(look) == "timer set"


def test_a_refusal_is_for_the_operator_to_see() -> None:
    world = World()
    world.api.failure = PlatformRefused("a right is missing", 403)
    announce(world, *CART)
    with pytest.raises(PlatformRefused, match="a right is missing"):
        work(world)


def test_what_is_gone_is_no_error_and_changes_nothing() -> None:
    world = World()
    before = documents(world)
    announce(world, *CART)
    announce(world, *ORDER)
    assert work(world) == ["gone", "gone"]
    assert documents(world) == before


def test_a_cart_that_became_an_order_meanwhile_is_ended_by_its_look() -> None:
    world = World()
    announce(world, *CART)
    world.api.held[CART] = placed(world)
    assert work(world) == ["stored"]
    assert world.cart("c-1").status is Status.ORDERED


def test_an_order_that_turns_out_to_be_none_leaves_its_cart_alone() -> None:
    world = World()
    world.api.held[CART] = changed(world)
    announce(world, *CART)
    announce(world, *ORDER)
    world.api.held[ORDER] = Ignored(why="never paid for")
    assert work(world) == ["timer set", "ignored"]
    world.let_pass(hours=1)
    assert len(world.mailer.sent) == 1


def test_a_look_that_comes_before_its_carts_orders_look_ends_the_same() -> None:
    for order_first in (True, False):
        world = World()
        world.api.held |= {CART: changed(world), ORDER: placed(world)}
        announce(world, *CART)
        announce(world, *ORDER)
        looks = world.errands.taken()
        for look in reversed(looks) if order_first else looks:
            assert isinstance(look, Lookup)
            lookups(world).run(look)
        assert world.cart("c-1").status is Status.ORDERED
        world.let_pass(days=5)
        assert world.mailer.sent == []


def test_who_bought_is_learnt_by_the_look_and_stops_the_shoppers_other_carts() -> None:
    world = World()
    other: Event = changed(world, tokens=("c-2",))
    world.api.held |= {(Resource.CART, "c-2"): other, CART: changed(world)}
    announce(world, Resource.CART, "c-2")
    announce(world, *CART)
    work(world)
    world.clock.forward(minutes=30)
    known = OrderPlaced(
        order="252", tokens=("c-1",), occurred_at=world.clock.now, contact=Contact()
    )
    announce(world, *ORDER, known=known)
    world.api.held[ORDER] = placed(world)
    work(world)
    world.let_pass(days=5)
    assert world.mailer.sent == []


def test_an_order_that_was_taken_back_by_the_time_of_its_look() -> None:
    world = World()
    world.api.held[CART] = changed(world)
    announce(world, *CART)
    work(world)
    known = placed(world)
    announce(world, *ORDER, known=known)
    world.api.held[ORDER] = OrderCancelled(
        order="252", tokens=("c-1",), occurred_at=world.clock.now, contact=ANN
    )
    assert work(world) == ["stored"]
    what = [entry.what for entry in world.cart("c-1").timeline]
    assert what[-2:] == ["ordered", "order cancelled"]


def test_a_purchase_counts_though_the_worker_dies_before_its_look() -> None:
    world = World()
    world.api.held[CART] = changed(world)
    announce(world, *CART)
    work(world)
    announce(world, *ORDER, known=placed(world))
    world.errands.taken()  # and lost with the worker
    world.let_pass(days=5)
    assert world.mailer.sent == []


def test_what_was_found_but_could_not_be_stored_is_looked_up_again() -> None:
    world = World()
    announce(world, *CART)
    world.api.held[CART] = changed(world)
    (look,) = world.errands.taken()
    assert isinstance(look, Lookup)
    world.timers.failure = Unavailable("Scheduler is down")
    with pytest.raises(Unavailable):
        lookups(world).run(look)
    world.timers.failure = None
    assert lookups(world).run(look) == "timer set"


def without_secrets(world: World) -> None:
    keys = SECRETS.link_key, SECRETS.identity_key
    known = ShopSecrets(webhook=("hush",), link_key=keys[0], identity_key=keys[1])
    world.secrets.stored["tea"] = known


def left(world: World) -> None:
    world.shops.register(shop(removed_at=world.clock.now))


def without_api(world: World) -> None:
    world.apis = ShopApis(NoCaller(), world.secrets, {Platform.GENERIC: lambda *_: world.api})


@pytest.mark.parametrize("happened", [without_secrets, left, without_api])
def test_a_shop_that_cannot_be_asked_is_not(happened: Callable[[World], None]) -> None:
    world = World()
    announce(world, *CART)
    happened(world)
    world.secrets = MemorySecrets(**world.secrets.stored)
    world.apis._secrets = world.secrets
    world.api.failure = AssertionError("the platform was asked")
    assert work(world) == ["no way to ask"]


def test_a_shop_that_nobody_registered_is_a_dead_letter_in_the_end() -> None:
    world = World()
    look = Lookup(
        shop="cups",
        resource=Resource.CART,
        ref="c-1",
        announced_at=world.clock.now - timedelta(days=1),
        api_url=API,
    )
    with pytest.raises(UnknownShop):
        lookups(world).run(look)
