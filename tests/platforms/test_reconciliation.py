"""A look at the platform finds what no webhook told, and keeps webhooks coming."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.carts.basket import Basket, Line
from chalicelib.carts.model import Status
from chalicelib.errands.model import Reconcile
from chalicelib.errands.rounds import Round
from chalicelib.errors import PlatformDown, PlatformRefused, Unavailable
from chalicelib.intake.events import CartChanged, OrderPlaced
from chalicelib.platforms.port import Subscription
from chalicelib.platforms.reconciliation import ReconcileService
from chalicelib.shoppers.contact import Contact
from tests.fakes.edges import NOON
from tests.fakes.world import API, World, checkout, order, shop

ANN = Contact(email="ann@example.com", accepts_email=True)
HOOKS = f"{API}/webhooks/tea"


def connected() -> tuple[World, ReconcileService]:
    """A shop whose platform can be asked, with its one webhook in place."""
    world = World(shop(api_url=API))
    world.api.subscribed.append(Subscription(id="1", topic="orders/create", url=HOOKS))
    return world, ReconcileService(
        shops=world.shops,
        secrets=world.secrets,
        apis=world.apis,
        taking=world.taking,
        table=world.table,
        clock=world.clock,
    )


def placed(world: World, token: str = "c-1") -> OrderPlaced:
    return OrderPlaced(order="5001", tokens=(token,), occurred_at=world.clock.now, contact=ANN)


def left(world: World) -> CartChanged:
    lines = (Line(title="Assam", quantity=2),)
    return CartChanged(
        tokens=("c-2",), occurred_at=world.clock.now, basket=Basket(lines=lines), contact=ANN
    )


def test_an_order_that_no_webhook_told_stops_its_cart() -> None:
    world, looks = connected()
    world.post("checkouts/create", checkout(world.clock))
    world.clock.forward(minutes=10)
    world.api.orders.append(placed(world))
    assert looks.run("tea") == "missed 1"
    assert world.cart("c-1").status is Status.ORDERED
    assert world.let_pass(days=10) == ["stale"]
    assert world.mailer.sent == []


def test_a_cart_that_no_webhook_told_gets_its_reminders() -> None:
    world, looks = connected()
    world.api.carts.append(left(world))
    assert looks.run("tea") == "missed 1"
    assert world.let_pass(days=10) == ["sent", "sent", "sent"]


def test_orders_are_read_before_carts() -> None:
    world, looks = connected()
    world.api.carts.append(left(world))
    world.api.orders.append(placed(world, "c-2"))
    looks.run("tea")
    assert world.let_pass(days=10) == []
    assert world.mailer.sent == []


def test_what_webhooks_told_is_nothing_new() -> None:
    world, looks = connected()
    world.post("checkouts/create", checkout(world.clock))
    world.post("orders/create", order(world.clock))
    world.api.orders.append(placed(world))
    assert looks.run("tea") == "missed 0"


def test_each_look_begins_a_little_before_the_last_one() -> None:
    world, looks = connected()
    looks.run("tea")
    world.clock.forward(minutes=30)
    looks.run("tea")
    assert world.api.asked_since == [NOON - timedelta(days=2), NOON - timedelta(minutes=15)]


@pytest.mark.parametrize(
    ("failure", "problem"),
    [
        (PlatformDown("teashop.example: answered 503"), "teashop.example: answered 503"),
        (PlatformRefused("the token was revoked", 401), "the token was revoked"),
    ],
)
def test_after_a_look_that_saw_nothing_the_next_begins_where_it_did(
    failure: Exception, problem: str
) -> None:
    world, looks = connected()
    looks.run("tea")
    world.clock.forward(hours=6)
    world.api.failure = failure
    assert looks.run("tea") == "not read"
    look = looks.last_look("tea")
    assert look is not None
    assert (look.problem, look.seen_until, look.looked_at) == (problem, NOON, world.clock.now)
    world.clock.forward(minutes=30)
    assert looks.run("tea") == "missed 0"
    assert world.api.asked_since[-1] == NOON - timedelta(minutes=15)


def test_a_failure_of_our_own_is_tried_again() -> None:
    world, looks = connected()
    world.timers.failure = Unavailable("no answer")
    world.api.carts.append(left(world))
    with pytest.raises(Unavailable):
        looks.run("tea")
    assert looks.last_look("tea") is None


def test_a_webhook_that_the_platform_gave_up_is_asked_for_again() -> None:
    world, looks = connected()
    world.api.topics = ("orders/create", "checkouts/update", "orders/paid")
    world.api.subscribed += [
        Subscription(id="2", topic="checkouts/update", url=HOOKS, works=False),
        Subscription(id="3", topic="orders/paid", url="https://elsewhere.example/webhooks/tea"),
    ]
    looks.run("tea")
    look = looks.last_look("tea")
    assert look is not None
    assert look.renewed == ("checkouts/update", "orders/paid")
    assert [(each.topic, each.url) for each in world.api.subscribed[3:]] == [
        ("checkouts/update", HOOKS),
        ("orders/paid", HOOKS),
    ]


def test_a_shop_that_took_our_access_away_is_not_asked() -> None:
    world, looks = connected()
    world.shops.register(replace(world.shop, removed_at=NOON))
    assert looks.run("tea") == "no way to ask"


def test_every_shop_is_asked_for() -> None:
    world, _ = connected()
    for name in ("coffee", "zebra-9", "a"):
        world.shops.register(replace(world.shop, id=name))
    assert Round(world.shops, world.errands).go() == 4
    names = ("a", "coffee", "tea", "zebra-9")
    assert world.errands.taken() == [Reconcile(shop=name) for name in names]
