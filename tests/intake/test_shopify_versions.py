"""Checkouts of the versions 2023-07 to 2026-04, and of shoppers whom samples forget."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from chalicelib.carts.basket import LINES_KEPT, Basket, Line
from chalicelib.intake.events import CartChanged
from chalicelib.shoppers.contact import Contact
from tests.intake.bodies import document, sample


def cart(name: str) -> CartChanged:
    event = sample(name)
    assert isinstance(event, CartChanged)
    return event


def test_the_newest_version_without_an_id_and_without_a_url() -> None:
    assert "id" not in document("checkouts_create__2026-04")
    assert sample("checkouts_create__2026-04") == CartChanged(
        tokens=("c1-2026", "2026aaaabbbbccccddddeeeeffff0000"),
        occurred_at=datetime(2026, 11, 20, 11, 0, tzinfo=UTC),
        basket=Basket(
            lines=(Line(title="Assam", quantity=1, line_price=Decimal("10.90"), variant_ref="11"),),
            currency="GBP",
            total=Decimal("10.90"),
        ),
        contact=Contact(
            email="ann@example.com",
            phone="+447700900100",
            customer="12",
            name="Ann",
            locale="en-GB",
            accepts_email=False,
            accepts_sms=True,
        ),
    )


def test_the_oldest_version_tells_of_the_accounts_consent() -> None:
    oldest = cart("checkouts_create__2023-07")
    assert oldest.tokens == ("0f1e2d3c4b5a69788796a5b4c3d2e1f0", "5aa5c33c")
    assert oldest.contact == Contact(
        email="ann@example.com", customer="12", name="Ann", locale="en", accepts_email=True
    )


def test_the_versions_between_tell_it_by_channel() -> None:
    contact = cart("checkouts_update__2024-07").contact
    assert contact is not None
    assert (contact.accepts_email, contact.accepts_sms) == (False, True)


def test_emoji_arabic_and_properties_of_any_depth() -> None:
    assert sample("checkouts_update__emoji") == CartChanged(
        tokens=("Z2NwLWV1cm9wZS13ZXN0MTpURUFTSE9QLTE", "9d1f0b7c2aa54e02"),
        occurred_at=datetime(2026, 11, 20, 11, 58, tzinfo=UTC),
        basket=Basket(
            lines=(
                Line(
                    title="شاي بالنعناع 🍃🫖",
                    variant="👨‍👩‍👧‍👦 XL",
                    quantity=2,
                    line_price=Decimal("128.00"),
                    variant_ref="9007199254741001",
                ),
            ),
            currency="AED",
            total=Decimal("128.00"),
        ),
        contact=Contact(
            email="noor@example.com",
            phone="+971 4 555 0100",
            name="نور 🌷",
            locale="ar",
            country="AE",
            accepts_email=True,
            accepts_sms=False,
        ),
    )


def test_hundreds_of_lines_are_counted_where_they_are_not_kept() -> None:
    basket = cart("checkouts_update__hundreds-of-lines").basket
    assert basket is not None
    assert (len(basket.lines), basket.lines_left_out) == (LINES_KEPT, 241 - LINES_KEPT)
    assert (basket.lines[0].title, basket.lines[-1].title) == ("Tea no. 0", "Tea no. 99")
    assert (basket.total, basket.currency) == (Decimal("3012.50"), "EUR")


@pytest.mark.parametrize("name", ["checkouts_create__2026-04", "checkouts_create__2023-07"])
def test_no_version_has_the_address_that_opens_the_checkout_kept(name: str) -> None:
    assert cart(name).restore_url is None
