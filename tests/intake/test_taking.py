"""What becomes of announcements: what is certain is stored, the rest is queued to be asked for."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.carts.model import Status
from chalicelib.errands.model import Erase, EraseShop, Export, Farewell, Lookup
from chalicelib.errors import Unavailable
from chalicelib.intake.events import (
    AppRemoved,
    CartDeleted,
    ChangeAnnounced,
    ErasureAsked,
    ExportAsked,
    Ignored,
    OrderPlaced,
    Resource,
    ShopErasureAsked,
)
from chalicelib.intake.lately import REMEMBERED
from chalicelib.intake.taking import Whose
from chalicelib.shoppers.contact import Contact
from chalicelib.shoppers.identity import shopper_ids
from tests.fakes.edges import NOON
from tests.fakes.world import API, SECRETS, World, checkout

ANN = Contact(email="ann@example.com", phone="+49 30 1234567")
CART = timedelta(seconds=10)
ORDER = timedelta(seconds=2)


def whose(world: World, shop: str = "tea") -> Whose:
    registered = world.shops.get(shop)
    return Whose(registered=registered, identity_key=SECRETS.identity_key, api_url=API)


def announced(ref: str = "c-1", **changes: Any) -> ChangeAnnounced:
    values: dict[str, Any] = {"resource": Resource.CART, "ref": ref, "occurred_at": NOON}
    return ChangeAnnounced(**(values | changes))


def converted(world: World) -> ChangeAnnounced:
    known = OrderPlaced(
        order="252", tokens=("c-1",), occurred_at=world.clock.now, contact=Contact()
    )
    return announced("252", resource=Resource.ORDER, known=known)


def take(world: World, *events: ChangeAnnounced) -> list[str]:
    return [world.taking.take(whose(world), event) for event in events]


def refs(world: World) -> list[str]:
    return [errand.ref for errand in world.errands.queued if isinstance(errand, Lookup)]


def test_a_question_names_the_shop_what_to_ask_for_and_our_own_address() -> None:
    world = World()
    assert take(world, announced()) == ["queued"]
    (queued,) = world.errands.queued
    assert queued == Lookup(
        shop="tea", resource=Resource.CART, ref="c-1", announced_at=NOON, api_url=API
    )


def test_a_cart_is_looked_at_a_little_later_and_an_order_at_once_nearly() -> None:
    world = World()
    take(world, announced(), announced("252", resource=Resource.ORDER))
    assert world.errands.delays == [CART, ORDER]


def test_what_is_certain_is_stored_before_anybody_is_asked() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    assert take(world, converted(world)) == ["queued"]
    assert world.cart("c-1").status is Status.ORDERED
    assert world.let_pass(days=5) == ["stale"]
    assert world.mailer.sent == []


def test_a_crash_between_what_is_certain_and_the_question_loses_neither() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    event = converted(world)
    world.errands.failure = Unavailable("SQS: ClientError")
    with pytest.raises(Unavailable):
        take(world, event)
    assert world.cart("c-1").status is Status.ORDERED
    assert refs(world) == []

    world.errands.failure = None
    assert take(world, event) == ["queued"]
    assert refs(world) == ["252"]
    assert [entry.what for entry in world.cart("c-1").timeline] == [
        "cart seen",
        "timer set",
        "ordered",
    ]


def test_what_could_not_be_stored_is_not_asked_for_either() -> None:
    world = World()
    known = announced(
        "252", known=OrderPlaced(order="252", tokens=("c-1",), occurred_at=NOON, contact=ANN)
    )

    def broken(*_: object) -> None:
        raise Unavailable("DynamoDB: ClientError")

    world.table.write = broken  # type: ignore[assignment,method-assign]
    with pytest.raises(Unavailable):
        take(world, known)
    assert refs(world) == []


def test_a_cart_that_is_edited_ten_times_is_asked_for_once() -> None:
    world = World()
    results = []
    for n in range(10):
        results += take(world, announced(fingerprint=str(n)))
        world.clock.forward(seconds=0.8)
    assert results == ["queued"] + ["queued already"] * 9
    assert refs(world) == ["c-1"]


def test_a_change_that_the_waiting_look_may_miss_is_asked_for_again() -> None:
    world = World()
    take(world, announced())
    world.clock.forward(seconds=8.9)
    assert take(world, announced()) == ["queued already"]
    world.clock.forward(seconds=0.1)
    assert take(world, announced()) == ["queued"]
    assert refs(world) == ["c-1", "c-1"]


def test_orders_are_not_kept_waiting_for_more_to_come() -> None:
    world = World()
    order = announced("252", resource=Resource.ORDER)
    take(world, order)
    world.clock.forward(seconds=0.9)
    assert take(world, order) == ["queued already"]
    world.clock.forward(seconds=0.1)
    assert take(world, order) == ["queued"]


def test_what_was_told_twice_is_asked_for_once() -> None:
    world = World()
    once = announced(fingerprint="store/cart/updated:abc:1")
    assert take(world, once) == ["queued"]
    world.clock.forward(minutes=4, seconds=59)
    assert take(world, once) == ["queued already"]
    world.clock.forward(seconds=1)
    assert take(world, once) == ["queued"]


def test_what_was_told_twice_but_not_queued_is_asked_for() -> None:
    world = World()
    once = announced(fingerprint="store/cart/updated:abc:1")
    world.errands.failure = Unavailable("SQS: ClientError")
    with pytest.raises(Unavailable):
        take(world, once)
    world.errands.failure = None
    assert take(world, once) == ["queued"]


def test_a_purchase_counts_even_while_a_look_at_its_order_waits() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    created = announced("252", resource=Resource.ORDER, fingerprint="store/order/created:1:1")
    assert take(world, created, converted(world)) == ["queued", "queued already"]
    assert world.cart("c-1").status is Status.ORDERED


def test_carts_orders_and_shops_do_not_stand_in_for_each_other() -> None:
    world = World()
    other = world.shop.__class__(
        **{name: getattr(world.shop, name) for name in world.shop.__struct_fields__} | {"id": "cup"}
    )
    world.shops.register(other)
    once = announced(fingerprint="same")
    assert take(world, once, announced("c-2"), announced(resource=Resource.ORDER)) == ["queued"] * 3
    assert world.taking.take(whose(world, "cup"), once) == "queued"


def test_memory_is_bounded_and_forgetting_only_asks_again() -> None:
    world = World()
    take(world, *(announced(f"c-{n}") for n in range(REMEMBERED + 1)))
    assert take(world, announced(f"c-{REMEMBERED}")) == ["queued already"]
    assert take(world, announced("c-0")) == ["queued"]


def test_requests_of_people_and_shops_are_queued_under_opaque_names() -> None:
    world = World()
    ids = shopper_ids(SECRETS.identity_key, ANN)
    for event in (
        ErasureAsked(contact=ANN, orders=("1",)),
        ExportAsked(contact=ANN, request="77"),
        ShopErasureAsked(),
        AppRemoved(occurred_at=NOON),
    ):
        assert world.taking.take(whose(world), event) == "queued"
    assert world.errands.queued == [
        Erase(shop="tea", shoppers=ids, asked_at=NOON),
        Export(shop="tea", shoppers=ids, asked_at=NOON, request="77"),
        EraseShop(shop="tea", asked_at=NOON),
        Farewell(shop="tea", removed_at=NOON),
    ]
    assert set(world.errands.delays) == {timedelta(0)}


def test_what_folds_into_a_cart_is_folded_and_asks_for_nothing() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    assert world.taking.take(whose(world), CartDeleted(tokens=("c-1",))) == "stored"
    assert world.cart("c-1").status is Status.ENDED
    assert world.errands.queued == []


def test_what_is_of_no_use_is_said_to_be() -> None:
    world = World()
    assert world.taking.take(whose(world), Ignored(why="a ping")) == "ignored"
    assert world.errands.queued == []
