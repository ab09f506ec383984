"""A reminder as its templates see it: text made safe to set, prices written out.

Templates get nothing else, so a merchant's own template cannot get it wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from chalicelib.carts.money import Money
from chalicelib.messages.languages import WORDS_LANGUAGE, direction
from chalicelib.messages.model import LineShown, NoticeShown, OfferShown, ParcelShown, Reminder
from chalicelib.messages.plain_text import (
    greeting_name,
    mail_address,
    one_line,
    own_link,
    web_address,
)
from chalicelib.messages.pricing import day, percentage, price

TITLE_LIMIT = 80  # characters: about four lines on a phone
VARIANT_LIMIT = 60
NUMBER_LIMIT = 60  # of orders and parcels, and carriers' names
SHOP_NAME_LIMIT = 60
ADDRESS_LIMIT = 200
UNTITLED = "Item"


class ParcelSet(msgspec.Struct, frozen=True, kw_only=True):
    """One parcel; ``url`` is where to follow it, or None."""

    carrier: str | None
    number: str | None
    url: str | None


class OfferSet(msgspec.Struct, frozen=True, kw_only=True):
    """An offer, written out: ``worth`` is "10%" or an amount, ``minimum`` an amount or None."""

    code: str
    worth: str
    last_day: str
    minimum: str | None


class LineSet(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the cart, ready to be set. ``initial`` stands in where there is no picture."""

    title: str
    initial: str
    quantity: int
    variant: str | None
    price: str | None
    image_url: str | None


def as_set(reminder: Reminder) -> Mapping[str, object]:
    """Return what the templates of ``email/`` may name.

    ``lang``, ``dir``, ``template``, ``shop_name``, ``shopper_name`` (or ``None``), ``lines`` (of
    ``LineSet``), ``lines_left_out``, ``total`` (written out, or ``None``), ``cart_url``,
    ``unsubscribe_url``, ``preferences_url``, ``postal_address``, ``support_address`` and ``offer``
    (an ``OfferSet``), each of these four or ``None``.
    """
    return {
        "lang": WORDS_LANGUAGE,
        "dir": direction(reminder.locale),
        "template": reminder.template,
        "shop_name": one_line(reminder.shop_name, SHOP_NAME_LIMIT) or "our shop",
        "shopper_name": greeting_name(reminder.shopper_name),
        "lines": lines_set(reminder.lines, reminder.locale),
        "lines_left_out": reminder.lines_left_out,
        "total": price_set(reminder.total, reminder.locale),
        "cart_url": own_link(reminder.cart_url),
        "unsubscribe_url": own_link(reminder.unsubscribe_url),
        "preferences_url": own_link(reminder.preferences_url or "") or None,
        "postal_address": one_line(reminder.postal_address or "", ADDRESS_LIMIT) or None,
        "support_address": mail_address(reminder.support_address),
        "offer": _offer(reminder.offer, reminder.locale) if reminder.offer else None,
    }


def notice_as_set(notice: NoticeShown) -> Mapping[str, object]:
    """Return what the templates of notices about orders may name.

    As :func:`as_set`, without what is a reminder's, and ``number``, ``shop_url`` and ``parcels``
    (of ``ParcelSet``).
    """
    return {
        "lang": WORDS_LANGUAGE,
        "dir": direction(notice.locale),
        "template": notice.template,
        "shop_name": one_line(notice.shop_name, SHOP_NAME_LIMIT) or "our shop",
        "shop_url": web_address(notice.shop_url, "https"),
        "shopper_name": greeting_name(notice.shopper_name),
        "number": one_line(notice.number or "", NUMBER_LIMIT) or None,
        "lines": lines_set(notice.lines, notice.locale),
        "lines_left_out": notice.lines_left_out,
        "total": price_set(notice.total, notice.locale),
        "parcels": [_parcel(parcel) for parcel in notice.parcels],
        "postal_address": one_line(notice.postal_address or "", ADDRESS_LIMIT) or None,
        "support_address": mail_address(notice.support_address),
        "offer": None,
    }


def _parcel(parcel: ParcelShown) -> ParcelSet:
    return ParcelSet(
        carrier=one_line(parcel.carrier or "", NUMBER_LIMIT) or None,
        number=one_line(parcel.number or "", NUMBER_LIMIT) or None,
        url=web_address(parcel.url, "https"),
    )


def _offer(offer: OfferShown, locale: str) -> OfferSet:
    worth = percentage(offer.percent, locale) if offer.percent else price_set(offer.amount, locale)
    return OfferSet(
        code=offer.code,
        worth=worth or "",
        last_day=day(offer.last_day, WORDS_LANGUAGE),
        minimum=price_set(offer.minimum_spend, locale),
    )


def lines_set(lines: Iterable[LineShown], locale: str) -> list[LineSet]:
    """Return lines of a cart, ready to be set."""
    return [_line(line, locale) for line in lines]


def _line(line: LineShown, locale: str) -> LineSet:
    title = one_line(line.title, TITLE_LIMIT) or UNTITLED
    return LineSet(
        title=title,
        initial=next((c for c in title if c.isalnum()), "·").upper()[:1],
        quantity=line.quantity,
        variant=one_line(line.variant or "", VARIANT_LIMIT) or None,
        price=price_set(line.line_price, locale),
        # Mail clients warn of, or block, pictures that come unencrypted.
        image_url=web_address(line.image_url, "https"),
    )


def price_set(money: Money | None, locale: str) -> str | None:
    """Return an amount written out, None for none."""
    return price(money, locale) if money else None
