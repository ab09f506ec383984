"""Reading bodies: typed, bounded, with errors that name the path. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated

import msgspec

from chalicelib.carts.money import parse_amount, parse_currency
from chalicelib.errors import MalformedBody

Amount = str | int | float | None
"""An amount as platforms write it: "19.90", 19.9, 1990, or nothing."""

Id = int | str | None
"""An id as platforms write it; ints may be beyond 2^53."""

Quantity = Annotated[int, msgspec.Meta(ge=-1_000_000, le=1_000_000)]
"""Pieces of one line; more than a million is a mistake that would only distort the total."""

TOKEN_MAX_LETTERS = 512  # far over any platform's; a longer one is an attack or a mistake


def read[T](body: bytes, shape: type[T]) -> T:
    """Decode a JSON body into ``shape``; ``MalformedBody`` with the path for anything else."""
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.ValidationError as error:
        problem, _, path = str(error).rpartition(" - at `")
        raise MalformedBody(path.rstrip("`") or "$", problem or str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError) as error:
        raise MalformedBody("$", f"not JSON: {error}") from None
    except RecursionError:
        raise MalformedBody("$", "nested too deeply") from None


def amount(value: Amount, path: str) -> Decimal | None:
    """Read an amount, None for none; ``MalformedBody`` at ``path`` for what is not one."""
    if value is None or value == "":
        return None
    try:
        return parse_amount(value)
    except ValueError as error:
        raise MalformedBody(path, str(error)) from None


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
        parsed = datetime.fromisoformat(value)
        aware = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, OverflowError):
        raise MalformedBody(path, "not an ISO 8601 time") from None


def token(value: Id, path: str) -> str | None:
    """Read a cart's token or an order's id: opaque, any shape, but of a believable length."""
    text = str(value).strip() if value is not None else ""
    if len(text) > TOKEN_MAX_LETTERS:
        raise MalformedBody(path, "longer than any platform's token")
    return text or None
