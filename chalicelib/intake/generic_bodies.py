"""The event schema for shops of their own, documented in ``docs/generic-webhooks.md``. Pure."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from chalicelib.intake.values import URL_MAX_LETTERS, Amount, Count, Id, Text

REACHED_MAX = 5  # apps, and browsers, of one shopper: each is a contact point
# Apple's have 64 hex digits and may grow to 200, Google's some 160 letters without a bound.
Token = Annotated[str, Meta(pattern=r"^[A-Za-z0-9:_.\-]{16,512}\Z")]
Endpoint = Annotated[str, Meta(max_length=URL_MAX_LETTERS, pattern=r"^https://[!-~]+\Z")]
# 65 bytes that begin with 4, and 16 bytes (RFC 8291, 3.1 and 3.2), in base64url.
PublicKey = Annotated[str, Meta(pattern=r"^B[A-P][A-Za-z0-9_\-]{85}=?\Z")]
AuthSecret = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_\-]{22}={0,2}\Z")]


class Item(msgspec.Struct):
    """One line; ``price`` is for one piece."""

    title: str | int | float
    quantity: Count = None
    price: Amount = None
    variant: Text = None
    image_url: str | None = None
    id: Id = None


class App(msgspec.Struct):
    """An app of the shopper's that may be notified: Apple's or Google's service, and its token."""

    service: Literal["APNS", "APNS_SANDBOX", "GCM"]
    token: Token


class BrowserKeys(msgspec.Struct):
    """What a browser encrypts by, as ``PushSubscription.toJSON()`` writes it: base64url."""

    p256dh: PublicKey
    auth: AuthSecret


class Subscription(msgspec.Struct):
    """A browser that may be notified, as ``PushSubscription.toJSON()`` writes it."""

    endpoint: Endpoint
    keys: BrowserKeys


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
    accepts_whatsapp: bool | None = None
    time_zone: str | None = None
    devices: Annotated[list[App], Meta(max_length=REACHED_MAX)] | None = None
    browsers: Annotated[list[Subscription], Meta(max_length=REACHED_MAX)] | None = None


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
