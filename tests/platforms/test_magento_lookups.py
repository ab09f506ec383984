"""Magento's carts and orders as its API tells them, to the same events as webhooks."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from chalicelib.carts.basket import Basket, Line
from chalicelib.carts.money import Money
from chalicelib.errors import PlatformDown
from chalicelib.intake.events import (
    CartChanged,
    CartDeleted,
    Ignored,
    OrderCancelled,
    OrderPlaced,
    OrderShipped,
    Parcel,
    Resource,
)
from chalicelib.shoppers.contact import Contact
from infra.local.stand_in import Trouble
from tests.fakes.edges import NOON
from tests.fakes.world import HOST
from tests.platforms.magento_server import Magento, cart, magento, order, told, totals

ANN = Contact(email="ann@example.com", customer="88", name="Ann", country="GB")
BUYER = Contact(
    email="ann@example.com",
    customer="88",
    name="Ann",
    country="GB",
    phone="+44 20 7946 0000",
)
TEA = Line(title="Assam", quantity=2, line_price=Decimal("21.8"), variant_ref="TEA")
CHANGED = CartChanged(
    tokens=("quote-4711",),
    occurred_at=NOON,
    basket=Basket(lines=(TEA,), currency="GBP", total=Decimal("26.7")),
    contact=ANN,
)
PLACED = OrderPlaced(
    order="000000012",
    tokens=("quote-4711", "order-000000012"),
    occurred_at=NOON,
    contact=BUYER,
    total=Money(Decimal("26.7"), "GBP"),
    number="#000000012",
    basket=Basket(lines=(TEA,), currency="GBP", total=Decimal("26.7")),
)


@pytest.fixture
def shop() -> Iterator[Magento]:
    with magento() as started:
        started.held.totals[4711] = totals(4711)
        yield started


def test_a_cart_with_what_its_shopper_would_pay(shop: Magento) -> None:
    shop.held.carts.append(cart(4711))
    assert shop.api().fetched(Resource.CART, "4711") == CHANGED
    assert shop.asked() == ["GET /carts/4711", "GET /carts/4711/totals"]
    assert shop.server.asked[0][1].headers["authorization"].startswith("Bearer ")


def test_a_cart_of_nobody_costs_one_question(shop: Magento) -> None:
    nobody = {"customer": {"email": None}, "billing_address": {"email": None}}
    shop.held.carts.append(cart(4711, **nobody))
    event = shop.api().fetched(Resource.CART, "4711")
    assert isinstance(event, CartChanged)
    assert event.contact == Contact()
    assert event.basket is not None
    assert shop.asked() == ["GET /carts/4711"]


def test_a_guests_address_may_stand_with_the_billing_address(shop: Magento) -> None:
    guest = {"customer": {"email": None}, "billing_address": {"email": "ben@example.com"}}
    shop.held.carts.append(cart(4711, **guest))
    event = shop.api().fetched(Resource.CART, "4711")
    assert isinstance(event, CartChanged)
    assert event.contact == Contact(email="ben@example.com")


def test_or_with_the_address_that_it_is_sent_to(shop: Magento) -> None:
    there = {"email": "ben@example.com", "telephone": "+1 555 010 9999", "country_id": "US"}
    assigned = {"shipping_assignments": [{"shipping": {"address": there}, "items": []}]}
    guest = {"customer": {"email": None}, "billing_address": None}
    shop.held.carts.append(cart(4711, extension_attributes=assigned, **guest))
    shop.held.orders.append(
        order(12, customer_email=None, billing_address=None, extension_attributes=assigned)
    )
    event = shop.api().fetched(Resource.CART, "4711")
    assert isinstance(event, CartChanged)
    assert event.contact == Contact(email="ben@example.com", phone="+1 555 010 9999", country="US")
    placed = shop.api().fetched(Resource.ORDER, "12")
    assert isinstance(placed, OrderPlaced)
    assert placed.contact.email == "ben@example.com"


def test_a_cart_that_is_not_active_is_over_from_now_on(shop: Magento) -> None:
    shop.held.carts.append(cart(4711, is_active=False, reserved_order_id="000000012"))
    assert shop.api().fetched(Resource.CART, "4711") == CartDeleted(
        tokens=("quote-4711", "order-000000012"), occurred_at=None
    )


def test_what_is_gone_is_gone(shop: Magento) -> None:
    assert shop.api().fetched(Resource.CART, "4711") is None
    assert shop.api().fetched(Resource.ORDER, "12") is None
    assert shop.api().fetched(Resource.ORDER, "shipped-12") is None


def test_a_ref_leads_nowhere_else(shop: Magento) -> None:
    assert shop.api().fetched(Resource.CART, "../../../evil?x=/") is None
    (host, asked) = shop.server.asked[0]
    assert (host, asked.path) == (HOST, "/rest/V1/carts/..%2F..%2F..%2Fevil%3Fx%3D%2F")


def test_an_order(shop: Magento) -> None:
    shop.held.orders.append(order(12))
    assert shop.api().fetched(Resource.ORDER, "12") == PLACED


def test_what_of_an_order_was_sent(shop: Magento) -> None:
    shop.held.orders.append(order(12, state="complete"))
    tracks = [
        {"title": "DHL", "carrier_code": "dhl", "track_number": "JD014600003"},
        {"title": "DHL", "carrier_code": "dhl", "track_number": "JD014600003"},
        {"title": None, "carrier_code": "ups", "track_number": "1Z999"},
        {"title": "by hand", "track_number": None},
    ]
    shop.held.shipments += [
        {"order_id": 12, "created_at": told(60), "tracks": tracks},
        {"order_id": 12, "created_at": told(30), "tracks": []},
        {"order_id": 13, "created_at": told(90), "tracks": tracks},
    ]
    assert shop.api().fetched(Resource.ORDER, "shipped-12") == OrderShipped(
        order="000000012",
        tokens=("quote-4711", "order-000000012"),
        occurred_at=NOON + timedelta(hours=1),
        contact=BUYER,
        number="#000000012",
        parcels=(
            Parcel(carrier="DHL", number="JD014600003"),
            Parcel(carrier="ups", number="1Z999"),
        ),
    )


def test_a_complete_order_without_shipments_is_just_a_purchase(shop: Magento) -> None:
    shop.held.orders.append(order(12, state="complete"))
    assert shop.api().fetched(Resource.ORDER, "shipped-12") == PLACED


def test_every_order_changed_since_then_by_pages_in_which_nothing_is_missed(
    shop: Magento,
) -> None:
    shop.held.orders += [order(n) for n in range(1, 121)]
    shop.held.orders[3] |= {"updated_at": told(-1)}
    events = list(shop.api().orders_since(NOON))
    numbers = [int(e.order or 0) for e in events if isinstance(e, OrderPlaced)]
    assert numbers == [n for n in range(1, 121) if n != 4]
    assert shop.asked() == ["GET /orders"] * 3


def test_an_order_saved_between_two_pages_moves_no_other_out_of_sight(shop: Magento) -> None:
    shop.held.orders += [order(n) for n in range(1, 81)]
    found = shop.api().orders_since(NOON)
    first = [next(found) for _ in range(50)]
    shop.held.orders[5] |= {"updated_at": told(10)}
    del shop.held.orders[0]
    assert len({e.order for e in (*first, *found) if isinstance(e, OrderPlaced)}) == 80


def test_states_of_orders_are_told_as_webhooks_tell_them(shop: Magento) -> None:
    unpaid = {"payment": {"method": "paypal_express"}, "total_paid": None}
    shop.held.orders += [
        order(1, state="pending_payment", **unpaid),
        order(2, state="canceled"),
        order(3, state="complete"),
        order(4, increment_id=None, entity_id=4),
    ]
    kinds = [type(event) for event in shop.api().orders_since(NOON)]
    assert kinds == [Ignored, OrderCancelled, OrderPlaced, OrderPlaced]
    cancelled = list(shop.api().orders_since(NOON))[1]
    assert isinstance(cancelled, OrderCancelled)
    assert cancelled.occurred_at == NOON + timedelta(minutes=5)


def test_an_order_that_cannot_be_read_does_not_hide_the_others(shop: Magento) -> None:
    shop.held.orders += [order(1, increment_id="9" * 600), order(2)]
    kinds = [type(event) for event in shop.api().orders_since(NOON)]
    assert kinds == [Ignored, OrderPlaced]


def test_active_carts_of_people_changed_since_then(shop: Magento) -> None:
    shop.held.carts += [
        cart(4711),
        cart(4712, is_active=False),
        cart(4713, customer={"email": None}),
        cart(4714, updated_at=told(-1)),
        cart(4715, items=[{"name": "Tea", "price": "much"}]),
        cart(4716, items=[], items_count=0),
    ]
    events = list(shop.api().carts_since(NOON))
    assert events[0] == CHANGED
    assert isinstance(events[1], Ignored)
    assert "items[0].price" in events[1].why
    assert isinstance(events[2], CartChanged)
    assert events[2].basket == Basket(currency="GBP")
    assert len(events) == 3


@pytest.mark.parametrize(
    "trouble", [Trouble.THROTTLED, Trouble.BROKEN, Trouble.RESET, Trouble.TRUNCATED]
)
def test_a_shop_that_stumbles_is_asked_again(shop: Magento, trouble: Trouble) -> None:
    shop.held.carts.append(cart(4711))
    shop.server.trouble(HOST, trouble)
    assert shop.api().fetched(Resource.CART, "4711") == CHANGED


@pytest.mark.parametrize(
    ("trouble", "times"), [(Trouble.BROKEN, 3), (Trouble.THROTTLED, 3), (Trouble.MALFORMED, 1)]
)
def test_a_shop_that_stays_down_is_down(shop: Magento, trouble: Trouble, times: int) -> None:
    shop.held.carts.append(cart(4711))
    shop.server.trouble(HOST, *[trouble] * times)
    with pytest.raises(PlatformDown):
        shop.api().fetched(Resource.CART, "4711")


@pytest.mark.parametrize(
    "odd",
    [
        {"updated_at": None, "created_at": None},
        {"items": "none"},
        {"items": [{"name": "Tea", "qty": "x"}]},
        {"updated_at": "noon"},
    ],
)
def test_what_is_not_as_documented_is_the_platforms_fault(
    shop: Magento, odd: dict[str, object]
) -> None:
    shop.held.carts.append(cart(4711, **odd))
    with pytest.raises(PlatformDown):
        shop.api().fetched(Resource.CART, "4711")


def test_times_are_asked_for_in_utc(shop: Magento) -> None:
    since = datetime(2026, 11, 20, 23, 30, tzinfo=UTC).astimezone()
    list(shop.api().orders_since(since))
    query = shop.server.asked[0][1].query
    assert query["searchCriteria[filter_groups][0][filters][0][value]"] == "2026-11-20 23:30:00"
