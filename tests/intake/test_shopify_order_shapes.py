"""Orders of every shape: what was bought, by whom, in which money; and what cannot be read."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.carts.basket import Basket, Line
from chalicelib.carts.money import Money
from chalicelib.intake.events import OrderPlaced
from chalicelib.shoppers.contact import Contact
from tests.intake.bodies import changed, sample


def placed(of: str = "orders_create", /, **changes: Any) -> OrderPlaced:
    event = changed(of, **changes)
    assert isinstance(event, OrderPlaced)
    return event


def test_an_order_of_a_company_is_its_buyers() -> None:
    assert sample("orders_create__b2b") == OrderPlaced(
        order="6000000000000000001",
        tokens=("hWNteaShopB2BcartToken1", "b2b-checkout"),
        occurred_at=datetime(2026, 11, 20, 11, 4, tzinfo=UTC),
        contact=Contact(
            email="einkauf@cafe-nord.example",
            phone="+49 40 5550100",
            customer="7001",
            name="Empfang",
            locale="de-DE",
            country="DE",
        ),
        total=Money(Decimal("1176.00"), "EUR"),
        number="B2B-2041/26",
        basket=Basket(
            lines=(
                Line(
                    title="Assam, loose, 25 kg",
                    variant="Sack",
                    quantity=4,
                    line_price=Decimal("1176.00"),
                    variant_ref="40158822",
                ),
                Line(title="Sample", quantity=1, line_price=Decimal("0.00")),
            ),
            currency="EUR",
            total=Decimal("1176.00"),
        ),
    )


def test_what_was_paid_in_yen_is_told_in_the_shops_euros_throughout() -> None:
    event = placed("orders_create__two-currencies")
    assert event.total == Money(Decimal("61.50"), "EUR")
    assert event.basket == Basket(
        lines=(
            Line(
                title="煎茶 🍵",
                variant="50 g",
                quantity=3,
                line_price=Decimal("55.50"),
                variant_ref="77",
            ),
        ),
        currency="EUR",
        total=Decimal("61.50"),
    )


def test_a_redacted_customers_order_still_ends_its_cart() -> None:
    event = placed("orders_create__redacted-customer")
    assert (event.tokens, event.contact) == (("c1-redacted",), Contact())


def test_a_subscriptions_renewal_is_a_purchase_without_a_cart() -> None:
    event = placed("orders_create__subscription")
    assert (event.order, event.tokens) == ("6004", ())
    assert event.contact == Contact(
        email="ann.archer@example.com", customer="603851970716743426", name="Ann"
    )


@pytest.mark.parametrize(
    "lines",
    [
        None,
        [],
        {},
        "none",
        [None],
        [{"title": "Tea", "price": "free"}],
        [{"title": "Tea", "quantity": 1.5}],
        [{"title": ["Tea"]}],
        [{"title": "Tea", "price": "1", "total_discount": {}}],
    ],
)
def test_a_basket_that_cannot_be_read_costs_nothing_but_the_basket(lines: Any) -> None:
    event = placed(line_items=lines)
    assert event.basket is None
    assert (event.order, event.number) == ("820982911946154508", "#1042")
    assert event.total == Money(Decimal("32.40"), "EUR")


@pytest.mark.parametrize(
    "unreadable",
    [
        {"customer": 17},
        {"customer": {"id": 1.5, "email": ["a@example.com"], "first_name": {}}},
        {"shipping_address": "", "billing_address": [[]]},
        {"email": True, "phone": {}, "customer_locale": 5},
        {"cart_token": {"id": 1}, "checkout_token": "8c6f1b0a55d94e1c"},
        {"cart_token": "x" * 513},
        {"name": {"#": 1}},
        {"fulfillments": 7},
        {"created_at": 1_700_000_000},
        {"source_name": []},
    ],
)
def test_nothing_but_its_id_can_have_a_purchase_refused(unreadable: dict[str, Any]) -> None:
    event = placed(**unreadable)
    assert event.order == "820982911946154508"
    assert event.tokens[-1] == "8c6f1b0a55d94e1c"


@pytest.mark.parametrize(
    ("name", "number"),
    [("#1001", "#1001"), (" EN1001 ", "EN1001"), ("", None), (None, None), ("x" * 41, None)],
)
def test_the_number_that_the_buyer_knows(name: str | None, number: str | None) -> None:
    assert placed(name=name).number == number
