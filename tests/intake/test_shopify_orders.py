"""Shopify's orders: purchases and their cancellation; test orders and drafts are neither."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.carts.basket import Basket, Line
from chalicelib.carts.money import Money
from chalicelib.errors import BadSignature, MalformedBody
from chalicelib.intake.events import Ignored, OrderCancelled, OrderPlaced
from chalicelib.shoppers.contact import Contact
from tests.intake.bodies import RECEIVED_AT, changed, decoded, raw, sample

BOTH = ("c1-7f3a9be2d04c", "8c6f1b0a55d94e1c")


def test_an_order_is_a_purchase_in_the_shops_currency_paid_or_not() -> None:
    assert sample("orders_create") == OrderPlaced(
        order="820982911946154508",
        tokens=BOTH,
        occurred_at=datetime(2026, 11, 20, 12, 3, tzinfo=UTC),
        contact=Contact(
            email="ann.archer@example.com",
            customer="603851970716743426",
            name="Ann",
            locale="en-GB",
        ),
        total=Money(Decimal("32.40"), "EUR"),
        number="#1042",
        basket=Basket(
            lines=(Line(title="Assam Second Flush", quantity=2, line_price=Decimal("21.80")),),
            currency="EUR",
            total=Decimal("32.40"),
        ),
    )


def test_an_order_without_any_cart_is_linked_by_its_buyer_alone() -> None:
    assert sample("orders_paid__guest") == OrderPlaced(
        order="5005",
        tokens=(),
        occurred_at=datetime(2026, 11, 20, 11, 0, tzinfo=UTC),
        contact=Contact(email="till@example.com"),
        total=Money(Decimal("12.00"), "EUR"),
    )


def test_a_cancelled_order() -> None:
    assert sample("orders_cancelled") == OrderCancelled(
        order="820982911946154508",
        tokens=BOTH,
        occurred_at=datetime(2026, 11, 20, 12, 30, tzinfo=UTC),
        contact=Contact(email="ann.archer@example.com"),
    )


def test_a_cancellation_without_its_time_happened_when_it_came() -> None:
    event = changed("orders_cancelled", cancelled_at=None)
    assert isinstance(event, OrderCancelled)
    assert event.occurred_at == RECEIVED_AT


@pytest.mark.parametrize(
    "topic", ["orders/create", "orders/paid", "orders/cancelled", "orders/fulfilled"]
)
def test_a_test_order_is_no_purchase(topic: str) -> None:
    assert decoded(topic, raw("orders_create__test")) == Ignored(why="a test order")


def test_a_change_of_an_order_tells_of_a_cancellation_or_of_nothing_new() -> None:
    cancelled = sample("orders_updated__cancelled")
    assert cancelled == OrderCancelled(
        order="820982911946154508",
        tokens=BOTH,
        occurred_at=datetime(2026, 11, 20, 12, 30, tzinfo=UTC),
        contact=Contact(email="ann.archer@example.com"),
    )
    assert changed("orders_updated__cancelled", cancelled_at=None) == Ignored(
        why="a change of an order that is no cancellation"
    )


def test_who_bought_did_so_even_if_the_merchant_deletes_the_order() -> None:
    assert sample("orders_delete") == Ignored(why="a deleted order was a purchase all the same")


@pytest.mark.parametrize("topic", ["draft_orders/create", "draft_orders/update"])
def test_a_draft_is_no_purchase(topic: str) -> None:
    assert decoded(topic, raw("orders_create")) == Ignored(why=f"topic {topic} is not used")


def test_a_test_notification_is_of_no_use() -> None:
    event = decoded("orders/create", raw("orders_create"), **{"x-shopify-test": "TRUE"})
    assert event == Ignored(why="a test notification")


@pytest.mark.parametrize(
    "unreadable", [{"total_price": "free"}, {"total_price": "NaN"}, {"currency": "credits"}]
)
def test_an_unreadable_total_does_not_turn_a_buyer_back_into_an_abandoner(
    unreadable: dict[str, Any],
) -> None:
    event = changed("orders_create", **unreadable)
    assert isinstance(event, OrderPlaced)
    assert (event.tokens, event.total) == (BOTH, None)


@pytest.mark.parametrize("order", [None, "", "  "])
def test_an_order_without_an_id_is_malformed(order: str | None) -> None:
    with pytest.raises(MalformedBody) as refused:
        changed("orders_create", id=order)
    assert refused.value.path == "$.id"


def test_a_topic_is_read_in_any_case_and_needed() -> None:
    assert isinstance(decoded(" Orders/CREATE ", raw("orders_create")), OrderPlaced)
    with pytest.raises(MalformedBody) as refused:
        decoded("", raw("orders_create"))
    assert refused.value.path == "X-Shopify-Topic"


@pytest.mark.parametrize("domain", ["", "other.example", "teashop.example.evil.example"])
def test_another_shops_webhook_is_not_ours_though_one_secret_signs_both(domain: str) -> None:
    with pytest.raises(BadSignature, match="X-Shopify-Shop-Domain"):
        decoded("orders/create", raw("orders_create"), **{"x-shopify-shop-domain": domain})
