"""Reading orders at Shopify: the same events as its webhooks bring."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.carts.basket import Basket, Line
from chalicelib.carts.money import Money
from chalicelib.errors import PlatformRefused
from chalicelib.intake.events import (
    OrderCancelled,
    OrderPlaced,
    OrderShipped,
    Parcel,
    Resource,
)
from chalicelib.shoppers.contact import Contact
from infra.local.shopify_goods import bought, customer, money, order
from tests.intake.bodies import decoded
from tests.platforms.shopify_stage import AT, NOON, Stage

EARLIER = NOON - timedelta(hours=1)


def ordered(number: int = 5001, **changes: Any) -> dict[str, Any]:
    changes = {"email": "ann@example.com", "cart": "c-1"} | changes
    return order(number, AT, **changes)


def test_an_order_with_everything(shopify: Stage) -> None:
    shopify.there.orders = [
        ordered(
            customer=customer(12, "account@example.com"),
            shippingAddress={"firstName": "Ann", "phone": "+44 20", "countryCodeV2": "GB"},
            totalPriceSet={
                "shopMoney": {"amount": "31.80", "currencyCode": "EUR"},
                "presentmentMoney": {"amount": "27.10", "currencyCode": "GBP"},
            },
        )
    ]
    assert list(shopify.api.orders_since(EARLIER)) == [
        OrderPlaced(
            order="5001",
            tokens=("c-1", "checkout-c-1"),
            occurred_at=NOON,
            contact=Contact(
                email="ann@example.com",
                phone="+44 20",
                customer="12",
                name="Ann",
                locale="en",
                country="GB",
            ),
            total=Money(Decimal("31.80"), "EUR"),
            number="#5001",
            basket=Basket(
                lines=(Line(title="Assam", quantity=2, line_price=Decimal("21.80")),),
                currency="EUR",
                total=Decimal("31.80"),
            ),
        )
    ]


def test_it_is_what_the_webhook_told(shopify: Stage) -> None:
    shopify.there.orders = [ordered()]
    (read,) = shopify.api.orders_since(EARLIER)
    told = decoded(
        "orders/create",
        b'{"id": 5001, "name": "#5001", "cart_token": "c-1", "checkout_token": "checkout-c-1",'
        b'"email": "ann@example.com", "customer_locale": "en", "currency": "EUR", "test": false,'
        b'"total_price": "21.80", "created_at": "2026-11-20T12:00:00Z", "line_items":'
        b'[{"title": "Assam", "quantity": 2, "price": "10.90", "total_discount": "0.00"}]}',
    )
    assert read == told


def test_an_order_that_was_taken_back_is_told_of_twice(shopify: Stage) -> None:
    later = "2026-11-20T13:00:00Z"
    shopify.there.orders = [ordered(cancelledAt=later, updatedAt=later)]
    placed, cancelled = shopify.api.orders_since(EARLIER)
    assert isinstance(placed, OrderPlaced)
    assert cancelled == OrderCancelled(
        order="5001",
        tokens=("c-1", "checkout-c-1"),
        occurred_at=NOON + timedelta(hours=1),
        contact=placed.contact,
    )


def test_an_order_on_its_way(shopify: Stage) -> None:
    pigeon = {"company": "Pigeon Post", "number": "PP1", "url": "https://pigeon.example/PP1"}
    without = {"company": None, "number": "PP2", "url": "http://pigeon.example/PP2"}
    shopify.there.orders = [
        ordered(
            fulfillments=[
                {"status": "CANCELLED", "createdAt": AT, "trackingInfo": [pigeon]},
                {"status": "SUCCESS", "createdAt": AT, "trackingInfo": [pigeon, without]},
            ]
        )
    ]
    shipped = list(shopify.api.orders_since(EARLIER))[-1]
    assert isinstance(shipped, OrderShipped)
    assert shipped.parcels == (
        Parcel(carrier="Pigeon Post", number="PP1", url="https://pigeon.example/PP1"),
        Parcel(carrier="Pigeon Post", number="PP2"),
    )
    assert (shipped.occurred_at, shipped.number) == (NOON, "#5001")


def test_gift_cards_do_not_travel_and_tests_are_no_orders(shopify: Stage) -> None:
    done = [{"status": "SUCCESS", "createdAt": AT, "trackingInfo": []}]
    shopify.there.orders = [
        ordered(lineItems=[bought("Gift card", 1, "20.00", ships=False)], fulfillments=done),
        ordered(5002, test=True),
    ]
    events = list(shopify.api.orders_since(EARLIER))
    assert [type(event) for event in events] == [OrderPlaced]


def test_only_what_changed_since_then(shopify: Stage) -> None:
    old = "2026-11-20T10:59:59Z"
    shopify.there.orders = [ordered(1, updatedAt=old), ordered(2), ordered(3, createdAt=old)]
    read = [event for event in shopify.api.orders_since(EARLIER) if isinstance(event, OrderPlaced)]
    assert [event.order for event in read] == ["2", "3"]


def test_hundreds_of_orders_of_the_same_second(shopify: Stage) -> None:
    shopify.there.orders = [ordered(n) for n in range(1000, 1237)]
    read = [event for event in shopify.api.orders_since(EARLIER) if isinstance(event, OrderPlaced)]
    assert [event.order for event in read] == [str(n) for n in range(1000, 1237)]


def test_more_lines_than_are_read_are_no_basket_and_still_an_order(shopify: Stage) -> None:
    shopify.there.orders = [ordered(lineItems=[bought(f"Tea {n}", 1, "1.00") for n in range(21)])]
    (event,) = shopify.api.orders_since(EARLIER)
    assert isinstance(event, OrderPlaced)
    assert (event.basket, event.total) == (None, Money(Decimal("21.80"), "EUR"))


def test_an_unreadable_amount_costs_no_order(shopify: Stage) -> None:
    shopify.there.orders = [ordered(totalPriceSet=money("much"))]
    (event,) = shopify.api.orders_since(EARLIER)
    assert isinstance(event, OrderPlaced)
    assert (event.basket, event.total) == (None, None)


@pytest.mark.parametrize("kept_back", [{"email", "phone", "firstName"}, {"shippingAddress"}])
def test_an_app_that_may_not_see_people_still_ends_carts_by_their_tokens(
    shopify: Stage, kept_back: set[str]
) -> None:
    shopify.stand_in.fields.kept_back = kept_back
    shopify.there.orders = [
        ordered(
            customer=customer(12, "ann@example.com"),
            shippingAddress={"firstName": "Ann", "phone": None, "countryCodeV2": "GB"},
        )
    ]
    (event,) = shopify.api.orders_since(EARLIER)
    assert isinstance(event, OrderPlaced)
    assert event.tokens == ("c-1", "checkout-c-1")
    assert (event.contact.email is None) == ("email" in kept_back)


def test_without_the_right_to_orders_there_is_a_reason(shopify: Stage) -> None:
    shopify.there.scopes = {"read_customers"}
    with pytest.raises(PlatformRefused, match="`read_orders` access scope") as refused:
        list(shopify.api.orders_since(EARLIER))
    assert refused.value.code == "ACCESS_DENIED"
    with pytest.raises(PlatformRefused):
        shopify.api.fetched(Resource.ORDER, "5001")


def test_one_order_by_its_number_or_id(shopify: Stage) -> None:
    shopify.there.orders = [ordered()]
    for ref in ("5001", "gid://shopify/Order/5001"):
        event = shopify.api.fetched(Resource.ORDER, ref)
        assert isinstance(event, OrderPlaced)
        assert event.order == "5001"
    assert shopify.api.fetched(Resource.ORDER, "404") is None
    shopify.there.orders[0]["cancelledAt"] = AT
    assert isinstance(shopify.api.fetched(Resource.ORDER, "5001"), OrderCancelled)
