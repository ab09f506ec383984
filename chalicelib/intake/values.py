"""Reading the values in a body: lenient where the meaning is clear, else naming the path. Pure.

Platforms, their plug-ins and relays write one and the same value in several ways: a number as a
string, a whole number with ``.0``, a title that happens to be a number without quotes.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from urllib.parse import urlsplit

from chalicelib.carts.money import parse_amount, parse_currency
from chalicelib.errors import MalformedBody

Amount = str | int | float | None
"""An amount as platforms write it: "19.90", 19.9, 1990, or nothing."""

Id = int | str | float | None
"""An id as platforms write it; ints may be beyond 2^53, floats are whole numbers below it."""

Count = int | str | float | None
"""A quantity as platforms write it: 2, "2", 2.0, or nothing."""

Text = str | int | float | None
"""Words; where they are digits only, some senders write them as a number."""

TOKEN_MAX_LETTERS = 512  # far over any platform's; a longer one is an attack or a mistake
FLOAT_EXACT_BELOW = 2**53  # above, a float has already lost the id it stood for
COUNT_MAX = 1_000_000  # pieces of one line; more is a mistake that would only distort the total
URL_MAX_LETTERS = 2000  # what every browser and mail client takes


def amount(value: Amount, path: str) -> Decimal | None:
    """Read an amount, None for none; ``MalformedBody`` at ``path`` for what is not one."""
    written = words(value)
    if not written:
        return None
    try:
        return parse_amount(written)
    except ValueError as error:
        raise MalformedBody(path, str(error)) from None


def count(value: Count, path: str, default: int = 1) -> int:
    """Read a quantity, ``default`` for none; ``MalformedBody`` at ``path`` for what is not one."""
    read = amount(value, path)
    if read is None:
        return default
    if read != read.to_integral_value() or abs(read) > COUNT_MAX:
        raise MalformedBody(path, f"not a whole number of at most {COUNT_MAX} pieces")
    return int(read)


def currency(value: str | None, path: str) -> str | None:
    """Read a currency, None for none; ``MalformedBody`` at ``path`` for what is not one."""
    if not value:
        return None
    try:
        return parse_currency(value)
    except ValueError as error:
        raise MalformedBody(path, str(error)) from None


def moment(value: str | None, path: str) -> datetime | None:
    """Read an ISO 8601 time as aware UTC, None for none; one without a zone is taken as UTC."""
    if not value:
        return None
    try:
        parsed = datetime.fromisoformat(value.strip())
        aware = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, OverflowError):
        raise MalformedBody(path, "not an ISO 8601 time") from None


def token(value: Id, path: str) -> str | None:
    """Read a cart's token or an order's id: opaque, any shape, but of a believable length."""
    if isinstance(value, float):
        if not value.is_integer() or abs(value) >= FLOAT_EXACT_BELOW:
            raise MalformedBody(path, "not a whole number that is still exact")
        value = int(value)
    known = (words(value) or "").strip()
    if len(known) > TOKEN_MAX_LETTERS:
        raise MalformedBody(path, "longer than any platform's token")
    return known or None


def words(value: Text) -> str | None:
    """Read words, None for none."""
    return None if value is None else str(value)


def legible_words(value: object) -> str | None:
    """Read words where anything may stand; None for what is none, or empty."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value).strip() or None


def legible_moment(value: object) -> datetime | None:
    """Read a time where anything may stand; None for what is none."""
    try:
        return moment(value, "$") if isinstance(value, str) else None
    except MalformedBody:
        return None


def is_yes(value: object) -> bool:
    """Read a tick: true, "true", 1; everything else is none."""
    return value is True or str(value).strip().lower() in {"true", "1"}


def url(value: str | None) -> str | None:
    """Read a URL, None for none, and for one so long that something cuts it on its way."""
    return value if value and len(value) <= URL_MAX_LETTERS else None


def secure_url(value: str | None) -> str | None:
    """Return a plain https address, None for everything else: a message may link to it."""
    address = url(value)
    if address is None or not address.isascii() or not address.isprintable() or " " in address:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme == "https" and parts.hostname and not parts.username else None
