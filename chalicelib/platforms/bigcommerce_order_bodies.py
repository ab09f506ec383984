"""What BigCommerce's API tells of orders, as far as we read it, and how it writes. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import msgspec

from chalicelib.errors import MalformedBody
from chalicelib.intake.values import Count, Id, moment, words


class OrderBody(msgspec.Struct):
    """An order."""

    id: Id = None
    status_id: Count = None
    cart_id: Any = None
    customer_id: Any = None
    date_created: Any = None
    date_modified: Any = None
    total_inc_tax: Any = None
    default_currency_code: Any = None
    currency_code: Any = None
    billing_address: Any = None
    customer_locale: Any = None
    is_email_opt_in: Any = None


class ProductBody(msgspec.Struct):
    """A line of an order."""

    name: Any = None
    quantity: Any = None
    total_inc_tax: Any = None


def text_of(value: object) -> str | None:
    """Read words where anything may stand; None for none."""
    return words(value) if isinstance(value, str | int | float) and value != "" else None


def time_of(value: object) -> datetime | None:
    """Read a time as version 2 writes it (RFC 2822), or in ISO 8601; None for neither."""
    if not isinstance(value, str):
        return None
    try:
        at = parsedate_to_datetime(value)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    try:
        return moment(value, "$")
    except MalformedBody:
        return None
