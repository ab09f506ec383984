"""A BigCommerce store from connecting to its purchase, over everything but AWS."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.carts.model import Status
from chalicelib.errands.model import Lookup
from chalicelib.links.ways import Onward
from chalicelib.offers.model import Kind, Offer
from chalicelib.platforms.lookups import LookupService
from chalicelib.platforms.makers import MAKERS
from chalicelib.platforms.service import ShopApis
from chalicelib.recovery.sequence import Sequence, Step
from tests.fakes.edges import MemoryMailer, MemoryTimers
from tests.fakes.world import API, PRESSED, World
from tests.platforms.bigcommerce_stage import CART, SHOP, Stage, answer

HOOK = f"{API}/webhooks/tea"
OFFER = Offer(kind=Kind.PERCENT, value=Decimal(10))
SEQUENCE = Sequence(
    name="with offer",
    steps=(
        Step(delay_seconds=3600, template="reminder-1", offer=OFFER),
        Step(delay_seconds=86_400, template="reminder-2"),
    ),
)


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage() as started:
        yield started


@pytest.fixture
def world(stage: Stage) -> World:
    """The shop, connected: its platform is the one that is stood in for."""
    made = World(SHOP, SEQUENCE)
    made.apis = ShopApis(stage.caller, made.secrets, MAKERS)
    made.use(stage.clock, MemoryTimers(), MemoryMailer())
    for topic in stage.api.wanted_topics():
        stage.api.subscribe(topic, HOOK, "hush")
    return made


def happens(world: World, stage: Stage, scope: str, **data: Any) -> list[str]:
    """Have the store tell its webhooks of an event; say what became of each."""
    sent = stage.store.tell(scope, {"type": "cart", "id": CART} | data, world.clock.now.timestamp())
    assert {delivery.url for delivery in sent} <= {HOOK}
    received = [world.intake.receive("tea", each.headers, each.body, API) for each in sent]
    return [receipt.result for receipt in received]


def work(world: World) -> list[str]:
    lookups = LookupService(world.shops, world.secrets, world.apis, world.taking)
    looks = [errand for errand in world.errands.taken() if isinstance(errand, Lookup)]
    return [lookups.run(look) for look in looks]


def abandon(world: World, stage: Stage) -> None:
    stage.put_cart("guest-emoji", "guest")
    cart = stage.store.carts.carts[CART]
    cart["updated_time"] = world.clock.now.isoformat()
    cart["line_items"]["physical_items"][0]["options"] = []
    stage.store.subscribers = [{"email": "Ann.Archer@example.com", "consents": ["abandoned_cart"]}]
    assert happens(world, stage, "store/cart/updated") == ["queued"]
    assert happens(world, stage, "store/cart/couponApplied", couponId=1) == ["queued already"]
    assert work(world) == ["timer set"]


def token(world: World) -> str:
    return world.mailer.sent[-1].content.text.rpartition("/")[2]


def test_a_cart_is_left_reminded_of_clicked_back_to_and_bought(world: World, stage: Stage) -> None:
    abandon(world, stage)
    world.let_pass(hours=1)
    (mail,) = world.mailer.sent
    assert mail.to == "Ann.Archer@example.com"
    (coupon,) = stage.store.coupons.coupons

    way = world.links.click(token(world), PRESSED)
    (made,) = stage.store.carts.made
    assert isinstance(way, Onward)
    assert way.url.startswith(f"https://teashop.example/cart.php?action=load&id={made}&")
    assert stage.store.carts.coupons == {made: coupon["code"]}

    world.clock.forward(minutes=20)
    stage.put_order("paid", date_created=as_v2(world.clock.now))
    assert happens(world, stage, "store/cart/converted", orderId=252) == ["queued"]
    assert world.cart(CART).status is Status.ORDERED
    assert work(world) == ["unchanged"]
    world.let_pass(days=5)
    assert len(world.mailer.sent) == 1


def test_the_cart_made_for_a_click_is_bought_by_the_same_shopper(
    world: World, stage: Stage
) -> None:
    abandon(world, stage)
    world.let_pass(hours=1)
    world.links.click(token(world), PRESSED)
    (made,) = stage.store.carts.made
    assert happens(world, stage, "store/cart/updated", id=made) == ["queued"]
    assert work(world) == ["stored"]

    world.clock.forward(minutes=20)
    stage.put_order("paid", cart_id=made, date_created=as_v2(world.clock.now))
    happens(world, stage, "store/cart/converted", id=made, orderId=252)
    assert work(world) == ["stored"]
    world.let_pass(days=5)
    assert len(world.mailer.sent) == 1


def test_an_order_whose_conversion_was_never_told_is_found_by_the_cart(
    world: World, stage: Stage
) -> None:
    abandon(world, stage)
    stage.put_order("paid", date_created=as_v2(world.clock.now))
    assert happens(world, stage, "store/cart/abandoned", token="t") == ["queued already"]
    world.clock.forward(minutes=61)
    assert happens(world, stage, "store/cart/abandoned", token="t") == ["queued"]
    assert work(world) == ["stored"]
    assert world.cart(CART).status is Status.ORDERED


def test_an_order_that_was_never_paid_for_does_not_stop_the_reminders(
    world: World, stage: Stage
) -> None:
    abandon(world, stage)
    stage.store.orders.orders[253] = answer("order__incomplete")
    assert happens(world, stage, "store/order/created", type="order", id=253) == ["queued"]
    assert work(world) == ["ignored"]
    world.let_pass(days=5)
    assert len(world.mailer.sent) == 2


def test_an_emptied_cart_is_not_reminded_of(world: World, stage: Stage) -> None:
    abandon(world, stage)
    del stage.store.carts.carts[CART]
    world.clock.forward(minutes=5)
    assert happens(world, stage, "store/cart/updated") == ["queued"]
    assert happens(world, stage, "store/cart/deleted") == ["stored"]
    assert work(world) == ["gone"]
    world.let_pass(days=5)
    assert world.mailer.sent == []


def as_v2(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S +0000")
