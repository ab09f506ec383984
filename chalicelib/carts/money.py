"""Money: a decimal amount in one currency. Never a float, never added across currencies."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import msgspec

# Larger than any cart, smaller than what a crafted number needs to exhaust memory.
AMOUNT_MAX_DIGITS = 18
AMOUNT_MAX_LETTERS = 40
CURRENCY_LETTERS = 3  # ISO 4217


class Money(msgspec.Struct, frozen=True):
    """An amount and its ISO 4217 currency, for example ``Money(Decimal("19.90"), "EUR")``."""

    amount: Decimal
    currency: str

    def __add__(self, other: Money) -> Money:
        """Add two amounts of one currency; ``ValueError`` across currencies."""
        if self.currency != other.currency:
            raise ValueError(f"cannot add {other.currency} to {self.currency}")
        return Money(self.amount + other.amount, self.currency)

    def __mul__(self, quantity: int) -> Money:
        """Multiply a unit price by a whole quantity."""
        return Money(self.amount * quantity, self.currency)


def parse_amount(text: str | float | Decimal) -> Decimal:
    """Read a platform's amount ("19.90", 1990, 19.9) exactly; ``ValueError`` if it is not one.

    Refuses what is not a finite decimal of a believable size: ``NaN``, ``Infinity``, ``1e999``.
    """
    written = str(text).strip()
    if len(written) > AMOUNT_MAX_LETTERS:
        raise ValueError("not a decimal amount")
    try:
        amount = Decimal(written)
    except InvalidOperation:
        raise ValueError("not a decimal amount") from None
    if not amount.is_finite() or abs(amount.adjusted()) >= AMOUNT_MAX_DIGITS:
        raise ValueError("not a decimal amount")
    return amount


def parse_currency(text: str) -> str:
    """Return an upper-case ISO 4217 code; ``ValueError`` if ``text`` cannot be one."""
    code = text.strip().upper()
    if len(code) != CURRENCY_LETTERS or not (code.isascii() and code.isalpha()):
        raise ValueError("not an ISO 4217 currency code")
    return code
