"""Shopify's checkouts/create, /update and /delete: basket, shopper and the way back."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.carts.basket import Basket, Line
from chalicelib.errors import MalformedBody
from chalicelib.intake.events import CartChanged, CartDeleted, Ignored, OrderPlaced
from chalicelib.shoppers.contact import Contact
from tests.intake.bodies import changed, decoded, sample


def contact(**changes: Any) -> Contact:
    event = changed("checkouts_create", **changes)
    assert isinstance(event, CartChanged)
    assert event.contact is not None
    return event.contact


def test_a_checkout_with_everything() -> None:
    assert sample("checkouts_create") == CartChanged(
        tokens=("c1-7f3a9be2d04c", "8c6f1b0a55d94e1c"),
        occurred_at=datetime(2026, 11, 20, 11, 59, 30, tzinfo=UTC),
        basket=Basket(
            lines=(
                Line(
                    title="Assam, second flush",
                    quantity=2,
                    variant="100 g",
                    line_price=Decimal("18.80"),
                    variant_ref="40158822",
                ),
                Line(title="Strainer", quantity=1, line_price=Decimal("5.00"), variant_ref="2"),
            ),
            currency="GBP",
            total=Decimal("27.80"),
        ),
        contact=Contact(
            email="Ann.Archer@example.com",
            phone="+44 20 7946 0000",
            customer="603851970716743426",
            name="Ann",
            locale="en-GB",
            country="GB",
            accepts_email=True,
            accepts_sms=False,
        ),
    )


def test_a_checkout_in_chinese_and_yen() -> None:
    assert sample("checkouts_update__jpy") == CartChanged(
        tokens=("c1-99aa", "b1946ac92492d234"),
        occurred_at=datetime(2026, 11, 20, 11, 30, tzinfo=UTC),
        basket=Basket(
            lines=(
                Line(
                    title="西湖龍井 🍵 明前",
                    quantity=1,
                    variant="50克",
                    line_price=Decimal(5400),
                    variant_ref="77",
                ),
            ),
            currency="JPY",
            total=Decimal(5400),
        ),
        contact=Contact(
            email="li.lei@example.com",
            phone="+81 3-1234-5678",
            customer="17",
            name="雷",
            locale="zh-CN",
            country="JP",
            accepts_email=False,
        ),
    )


def test_a_checkout_of_somebody_who_has_not_said_who() -> None:
    assert sample("checkouts_update__nobody-yet") == CartChanged(
        tokens=("0cc175b9c0f1b6a8",),
        occurred_at=datetime(2026, 11, 20, 11, 59, tzinfo=UTC),
        basket=Basket(
            lines=(
                Line(title="Strainer", quantity=1, line_price=Decimal("5.00"), variant_ref="2"),
            ),
            currency="EUR",
            total=Decimal("5.00"),
        ),
        contact=Contact(),
    )


def test_a_completed_checkout_is_a_purchase() -> None:
    assert sample("checkouts_update__completed") == OrderPlaced(
        order=None,
        tokens=("c1-7f3a9be2d04c", "8c6f1b0a55d94e1c"),
        occurred_at=datetime(2026, 11, 20, 11, 3, tzinfo=UTC),
        contact=Contact(email="ann.archer@example.com"),
    )


def test_a_deleted_checkout_is_neither_a_purchase_nor_a_no() -> None:
    deleted = sample("checkouts_delete")
    assert isinstance(deleted, CartDeleted)
    assert deleted.tokens == ("c1-7f3a9be2d04c",)


def test_a_deleted_checkout_without_its_cart_is_of_no_use() -> None:
    event = decoded("checkouts/delete", b'{"id": 981820079255243537}')
    assert event == Ignored(why="a deleted checkout without a token of its cart")


def test_the_checkouts_own_word_comes_before_the_accounts_and_that_before_addresses() -> None:
    assert contact(email=None).email == "account@example.com"
    assert contact(email="not an address").email == "account@example.com"
    assert contact(phone=442079460999).phone == "442079460999"
    assert contact(sms_marketing_phone="+44 7").phone == "+44 7"
    assert contact(customer=None).name == "Annette"


@pytest.mark.parametrize("ticked", [None, False])
def test_a_tick_that_was_not_set_is_no_tick(ticked: bool | None) -> None:
    assert contact(buyer_accepts_marketing=ticked).accepts_email is ticked


@pytest.mark.parametrize("ticked", ["true", "yes", 1])
def test_a_tick_is_never_guessed(ticked: Any) -> None:
    with pytest.raises(MalformedBody) as refused:
        contact(buyer_accepts_marketing=ticked)
    assert refused.value.path == "$.buyer_accepts_marketing"


def test_lines_that_are_not_told_are_not_an_empty_basket() -> None:
    event = changed("checkouts_create", line_items=None)
    assert isinstance(event, CartChanged)
    assert event.basket is None


def test_the_url_that_opens_the_shoppers_checkout_is_not_even_read() -> None:
    event = changed("checkouts_create", abandoned_checkout_url="https://x.example/recover?key=k")
    assert isinstance(event, CartChanged)
    assert event.restore_url is None
