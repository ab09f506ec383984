"""Shopify's carts/create and carts/update: a basket, and no word of the shopper."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.carts.basket import Basket, Line
from chalicelib.errors import MalformedBody
from chalicelib.intake.events import CartChanged
from tests.intake.bodies import RECEIVED_AT, changed, decoded, document, sample

JPY = "carts_update__two-currencies"


def basket(event: object) -> Basket:
    assert isinstance(event, CartChanged)
    assert event.basket is not None
    return event.basket


def test_a_new_cart() -> None:
    assert sample("carts_create") == CartChanged(
        tokens=("c1-7f3a9be2d04c",),
        occurred_at=datetime(2026, 11, 20, 11, 58, 3, 214_000, tzinfo=UTC),
        basket=Basket(
            lines=(
                Line(
                    title="Assam Second Flush - 100 g",
                    quantity=2,
                    line_price=Decimal("21.80"),
                    variant_ref="40158822",
                ),
            ),
            currency="EUR",
            total=Decimal("21.80"),
        ),
    )


def test_a_cart_in_another_currency_counts_in_what_its_shopper_saw() -> None:
    assert sample(JPY) == CartChanged(
        tokens=("c1-51d2",),
        occurred_at=datetime(2026, 11, 20, 3, 0, tzinfo=UTC),
        basket=Basket(
            lines=(
                Line(title="Teapot", quantity=1, line_price=Decimal(6900), variant_ref="1"),
                Line(title="Cup", quantity=3, line_price=Decimal(4140), variant_ref="2"),
            ),
            currency="JPY",
            total=Decimal(11040),
        ),
    )


def presentment(*sides: Any) -> Basket:
    """The two-currency cart, with these presentment amounts instead of its own."""
    lines = document(JPY)["line_items"]
    for line, side in zip(lines, sides, strict=True):
        line["line_price_set"]["presentment_money"] = side
    return basket(changed(JPY, line_items=lines))


@pytest.mark.parametrize(
    "sides",
    [
        [{"amount": "6900", "currency_code": "JPY"}, None],
        [{"amount": "6900", "currency_code": "JPY"}, {"amount": "24", "currency_code": "USD"}],
        [{"amount": "6900", "currency_code": "JPY"}, {"currency_code": "JPY"}],
        [{"amount": "6900"}, {"amount": "4140"}],
    ],
)
def test_currencies_are_never_added_up(sides: list[Any]) -> None:
    fallen_back = presentment(*sides)
    assert (fallen_back.currency, fallen_back.total) == ("EUR", Decimal("64.00"))


def test_a_currency_that_is_none_is_told_with_its_line() -> None:
    with pytest.raises(MalformedBody) as refused:
        presentment(
            {"amount": "1", "currency_code": "JPY"}, {"amount": "1", "currency_code": "yen!"}
        )
    assert refused.value.path == "$.line_items[1].line_price_set.presentment_money.currency_code"


def test_a_storefront_token_is_read_without_what_is_wrapped_around_it() -> None:
    assert sample("carts_update__graphql-token") == CartChanged(
        tokens=("Z2NwLXVzLWV4YW1wbGU6MDE",),
        occurred_at=datetime(2026, 11, 20, 11, 59, tzinfo=UTC),
        basket=Basket(currency="EUR"),
    )


def test_lines_that_are_not_told_are_not_an_empty_cart() -> None:
    event = changed("carts_create", line_items=None)
    assert isinstance(event, CartChanged)
    assert event.basket is None


def test_without_any_time_it_happened_when_it_came() -> None:
    event = changed("carts_create", updated_at=None, created_at="")
    assert isinstance(event, CartChanged)
    assert event.occurred_at == RECEIVED_AT


@pytest.mark.parametrize("nameless", [{}, {"token": None}, {"token": "", "id": " "}])
def test_a_cart_without_any_name_is_malformed(nameless: dict[str, Any]) -> None:
    with pytest.raises(MalformedBody) as refused:
        decoded("carts/update", json.dumps({"line_items": []} | nameless).encode())
    assert refused.value.path == "$.token"


def test_three_hundred_lines_are_all_counted_and_the_first_hundred_kept() -> None:
    lines = [
        {"title": f"Tea {n} " + "x" * 10_000, "quantity": 1, "line_price": "1.50", "variant_id": n}
        for n in range(300)
    ]
    full = basket(changed("carts_create", line_items=lines))
    assert (len(full.lines), full.lines_left_out, full.total) == (100, 200, Decimal("450.00"))
    assert full.lines[99].title == ("Tea 99 " + "x" * 10_000)[:200]
