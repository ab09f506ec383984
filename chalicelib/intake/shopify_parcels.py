"""What of a Shopify order is on its way, and how to follow it. Pure."""

from __future__ import annotations

from datetime import datetime
from itertools import zip_longest

from chalicelib.intake.body import legible
from chalicelib.intake.events import Parcel
from chalicelib.intake.shopify_order_bodies import FulfillmentBody, OrderBody, OrderLineBody
from chalicelib.intake.values import legible_moment, legible_words, secure_url

# https://shopify.dev/docs/api/admin-graphql/latest/enums/FulfillmentStatus
UNDONE = frozenset({"cancelled", "error", "failure"})
PARCELS_KEPT = 20  # more is a wholesaler's order, whose buyer does not follow each
CARRIER_KEPT_LETTERS = 60
NUMBER_MAX_LETTERS = 100


def parcels(body: OrderBody) -> tuple[Parcel, ...]:
    """Return the order's parcels, each once, without those whose sending failed."""
    found = (parcel for each in _shipments(body) for parcel in _parcels(each))
    return tuple(dict.fromkeys(found))[:PARCELS_KEPT]


def shipped_at(body: OrderBody) -> datetime | None:
    """Return when the last of it was sent, if it tells."""
    times = (legible_moment(each.created_at) for each in _shipments(body))
    return max((time for time in times if time), default=None)


def handed_over(body: OrderBody) -> bool:
    """Tell if nothing travels: gift cards and downloads, or a till where the buyer stood."""
    lines = legible(body.line_items, list[OrderLineBody]) or []
    if lines and all(line.requires_shipping is False for line in lines):
        return True
    return body.source_name == "pos" and not parcels(body)


def _shipments(body: OrderBody) -> list[FulfillmentBody]:
    told = legible(body.fulfillments, list[FulfillmentBody]) or []
    return [each for each in told if str(each.status).lower() not in UNDONE]


def _parcels(each: FulfillmentBody) -> list[Parcel]:
    numbers = _several(each.tracking_numbers, each.tracking_number)
    urls = _several(each.tracking_urls, each.tracking_url)
    carrier = (legible_words(each.tracking_company) or "")[:CARRIER_KEPT_LETTERS] or None
    pairs = [(_number(n), secure_url(u)) for n, u in zip_longest(numbers, urls)]
    return [
        Parcel(carrier=carrier, number=number, url=url) for number, url in pairs if number or url
    ]


def _several(many: object, one: object) -> list[str]:
    """Read a list, or the single value that older versions have beside it."""
    listed = many if isinstance(many, list) and many else [one]
    return [text for text in map(legible_words, listed) if text]


def _number(text: str | None) -> str | None:
    return text if text and len(text) <= NUMBER_MAX_LETTERS else None
