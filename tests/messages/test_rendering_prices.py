"""Prices as the shopper's country writes them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from chalicelib.carts.money import Money
from chalicelib.messages.pricing import price

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "written"),
    [
        ("12800", "JPY", "en", "¥12,800"),
        ("12800", "JPY", "ja-JP", "￥12,800"),
        ("12800", "JPY", "zh-Hans-CN", "JP¥12,800"),
        ("12345.67", "EUR", "de-DE", f"12.345,67{NBSP}€"),
        ("12345.67", "EUR", "en-IE", "€12,345.67"),
        ("12345.67", "EUR", "fr", f"12\u202f345,67{NBSP}€"),
        ("12.5", "KWD", "en", f"KWD{NBSP}12.500"),
        ("12.5", "KWD", "ar-KW", f"\u200f12.500{NBSP}د.ك.\u200f"),
        ("1234.5", "BRL", "pt_BR", f"R${NBSP}1.234,50"),
        ("100000", "INR", "en-IN", "₹1,00,000.00"),
        ("9.99", "USD", "en-CA", "US$9.99"),
        ("0", "USD", "en", "$0.00"),
    ],
)
def test_prices_follow_currency_and_locale(
    amount: str, currency: str, locale: str, written: str
) -> None:
    assert price(Money(Decimal(amount), currency), locale) == written


@pytest.mark.parametrize(
    "locale", ["", "xx", "xx-YY", "../../etc", "\0", "en-US-u-ca-buddhist", "e" * 5000]
)
def test_an_unknown_locale_is_written_as_english(locale: str) -> None:
    assert price(Money(Decimal("1234.5"), "USD"), locale) == "$1,234.50"


def test_an_unknown_region_keeps_its_language() -> None:
    assert price(Money(Decimal("1234.5"), "EUR"), "de-XX") == f"1.234,50{NBSP}€"


def test_an_unknown_currency_shows_its_code() -> None:
    assert price(Money(Decimal(5), "XYZ"), "en") == f"XYZ{NBSP}5.00"
    assert price(Money(Decimal(5), "XYZ"), "de") == f"5,00{NBSP}XYZ"
