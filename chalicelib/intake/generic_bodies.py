"""The event schema for shops of their own, documented in ``docs/generic-webhooks.md``. Pure."""

from __future__ import annotations

import msgspec

from chalicelib.intake.values import Amount, Count, Id, Text


class Item(msgspec.Struct):
    """One line; ``price`` is for one piece."""

    title: str | int | float
    quantity: Count = None
    price: Amount = None
    variant: Text = None
    image_url: str | None = None
    id: Id = None


class Person(msgspec.Struct):
    """The shopper, as far as the shop knows."""

    email: str | None = None
    phone: Text = None
    id: Id = None
    name: str | None = None
    locale: str | None = None
    country: str | None = None
    accepts_email: bool | None = None
    accepts_sms: bool | None = None


class Content(msgspec.Struct):
    """``data`` of every event."""

    cart: Id = None
    order: Id = None
    test: bool = False
    shopper: Person | None = None
    items: list[Item] | None = None
    currency: str | None = None
    total: Amount = None
    url: str | None = None


class Envelope(msgspec.Struct):
    """The body: Standard Webhooks' ``type``, ``timestamp``, ``data``."""

    type: str
    timestamp: str
    data: Content


class Kind(msgspec.Struct):
    """As much of the body as tells which events it is worth reading."""

    type: str
