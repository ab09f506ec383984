"""Money is exact, and stays in one currency."""

from decimal import Decimal
from typing import Any

import pytest

from chalicelib.carts.money import Money, parse_amount, parse_currency


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("19.90", "19.90"),
        (" 19.90 ", "19.90"),
        (19.9, "19.9"),
        (1990, "1990"),
        ("-5", "-5"),
        ("0.00", "0.00"),
        ("1e3", "1E+3"),
        ("123456789012345678", "123456789012345678"),
        (0.1 + 0.2, "0.30000000000000004"),
    ],
)
def test_an_amount_is_read_to_the_last_digit(written: Any, amount: str) -> None:
    assert str(parse_amount(written)) == amount


@pytest.mark.parametrize(
    "written",
    [
        "",
        "free",
        "19,90",
        "€5",
        "NaN",
        "sNaN",
        "Infinity",
        "-inf",
        float("nan"),
        "1e18",
        "1e999999999",
        "1e-18",
        "1234567890123456789",
        10**4000,
        "0." + "1" * 40,
        "1" * 1_000_000,
    ],
)
def test_what_is_no_believable_amount(written: Any) -> None:
    with pytest.raises(ValueError, match="not a decimal amount"):
        parse_amount(written)


@pytest.mark.parametrize(("written", "code"), [("EUR", "EUR"), (" jpy\n", "JPY"), ("xts", "XTS")])
def test_a_currency(written: str, code: str) -> None:
    assert parse_currency(written) == code


@pytest.mark.parametrize("written", ["", "€", "EU", "EURO", "E1R", "ЕУР"])
def test_what_is_no_currency(written: str) -> None:
    with pytest.raises(ValueError, match="not an ISO 4217 currency code"):
        parse_currency(written)


def test_amounts_of_one_currency_add_up() -> None:
    assert Money(Decimal("0.10"), "EUR") + Money(Decimal("0.20"), "EUR") == Money(
        Decimal("0.30"), "EUR"
    )
    assert Money(Decimal("10.90"), "EUR") * 3 == Money(Decimal("32.70"), "EUR")


def test_amounts_of_two_currencies_do_not() -> None:
    with pytest.raises(ValueError, match="cannot add JPY to EUR"):
        Money(Decimal(1), "EUR") + Money(Decimal(1), "JPY")
