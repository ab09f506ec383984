"""Reading values that must not cost a whole body: what cannot be read is not known. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from chalicelib.carts.money import Money
from chalicelib.errors import MalformedBody
from chalicelib.intake import values


def text(value: object) -> str | None:
    """Read words where anything may stand; None for none, for what is none, and for a tick."""
    known = _told(value)
    return None if known is None else str(known) or None


def _told(value: object) -> str | int | float | None:
    is_told = isinstance(value, str | int | float) and not isinstance(value, bool)
    return value if is_told else None  # type: ignore[return-value]


def amount(value: object) -> Decimal | None:
    """Read an amount, None for none and for what is not one."""
    try:
        return values.amount(text(value), "$")
    except MalformedBody:
        return None


def currency(value: object) -> str | None:
    """Read a currency, None for none and for what is not one."""
    try:
        return values.currency(text(value), "$")
    except MalformedBody:
        return None


def moment(value: object) -> datetime | None:
    """Read a time as aware UTC, None for none and for what is not one (``0000-00-00``)."""
    try:
        return values.moment(text(value), "$")
    except MalformedBody:
        return None


def ref(value: object) -> str | None:
    """Read the id of something; None for none, for 0, and for what is not one."""
    try:
        known = values.token(_told(value), "$")
    except MalformedBody:
        return None
    return None if known == "0" else known


def money(value: object, code: object, default: str) -> Money | None:
    """Read an amount with its currency, ``default`` where none is told; None for unreadable ones.

    A currency that is told but unreadable is not the default one: wrong money is worse than none.
    """
    read, told = amount(value), text(code)
    known = currency(told) if told else default
    return None if read is None or known is None else Money(read, known)


def first[T](found: Iterable[T | None]) -> T | None:
    """Return the first of these that is known."""
    return next((each for each in found if each is not None), None)
