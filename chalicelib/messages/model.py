"""A reminder as data, before and after it is put into words. Pure."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import msgspec

from chalicelib.carts.money import Money


class LineShown(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the cart as the shopper sees it. All text is raw and shopper-written."""

    title: str
    quantity: int
    variant: str | None = None
    line_price: Money | None = None
    image_url: str | None = None


class OfferShown(msgspec.Struct, frozen=True, kw_only=True):
    """What a reminder offers. ``percent`` or ``amount`` is taken off; one of them is given.

    ``last_day`` is a moment of the last day on which the code works.
    """

    code: str
    last_day: datetime
    percent: Decimal | None = None
    amount: Money | None = None
    minimum_spend: Money | None = None


class Reminder(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a reminder's templates may use, and nothing else.

    ``template`` names the step's template (``reminder-1``); ``locale`` is BCP 47 as the platform
    gave it and may name a locale we do not know. ``lines`` are those to show, ``lines_left_out``
    counts the others.
    """

    template: str
    locale: str
    shop_name: str
    lines: tuple[LineShown, ...]
    cart_url: str
    unsubscribe_url: str
    preferences_url: str | None = None
    shopper_name: str | None = None
    lines_left_out: int = 0
    total: Money | None = None
    postal_address: str | None = None
    support_address: str | None = None
    offer: OfferShown | None = None


class ParcelShown(msgspec.Struct, frozen=True, kw_only=True):
    """One parcel of an order. All text is raw."""

    carrier: str | None = None
    number: str | None = None
    url: str | None = None


class NoticeShown(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the templates of a notice about an order may use, and nothing else."""

    template: str
    locale: str
    shop_name: str
    shop_url: str
    shopper_name: str | None = None
    number: str | None = None
    lines: tuple[LineShown, ...] = ()
    lines_left_out: int = 0
    total: Money | None = None
    parcels: tuple[ParcelShown, ...] = ()
    postal_address: str | None = None
    support_address: str | None = None


class Rendered(msgspec.Struct, frozen=True, kw_only=True):
    """A reminder in words: ready for a mail, but knowing nothing of addresses or providers."""

    subject: str
    html: str
    text: str
