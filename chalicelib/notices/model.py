"""One notice about one order, and how it moves from asked for to told. Pure.

A notice is transactional: it needs no consent to marketing and never carries an offer. Whoever
bought is told once, or not at all.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from chalicelib.carts.basket import Basket
from chalicelib.carts.model import Claim
from chalicelib.carts.money import Money
from chalicelib.intake.events import OrderPlaced, OrderShipped, Parcel
from chalicelib.shoppers.contact import Contact
from chalicelib.shops.model import Notice
from chalicelib.shops.policy import Channel
from chalicelib.storage.keys import cart_id

# Far longer than the function may live (60 s): whoever holds an expired claim is dead.
LEASE = timedelta(minutes=15)
EPISODE = 0  # of a cart it begins at 1: so SES's news tells notices from reminders
PLACED_STEP = 1
SHIPMENTS_TOLD_APART = 1_000_000


class OrderNotice(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that a buyer is told of one order. ``id`` names the order opaquely.

    ``status``: asked, sent, refused, dropped, unconfirmed, or forgotten with its buyer.
    ``step`` tells the notices of one order apart: the first is that it was placed.
    """

    shop: str
    id: str
    step: int
    kind: Notice
    happened_at: datetime
    asked_at: datetime
    contact: Contact
    shoppers: tuple[str, ...] = ()
    number: str | None = None
    basket: Basket | None = None
    total: Money | None = None
    parcels: tuple[Parcel, ...] = ()
    status: str = "asked"
    why: str = ""
    claim: Claim | None = None
    version: int = 0


def notice_of(
    shop: str, event: OrderPlaced | OrderShipped, shoppers: tuple[str, ...], now: datetime
) -> OrderNotice | None:
    """Return the notice that an event asks for; None when it does not name its order."""
    if event.order is None:
        return None
    bare = OrderNotice(
        shop=shop,
        id=cart_id(shop, f"order\n{event.order}"),
        step=PLACED_STEP,
        kind=Notice.PLACED,
        happened_at=min(event.occurred_at, now),
        asked_at=now,
        contact=event.contact,
        shoppers=shoppers,
        number=event.number,
    )
    if isinstance(event, OrderPlaced):
        return replace(bare, basket=event.basket, total=event.total)
    step = _shipment_step(event.parcels)
    return replace(bare, kind=Notice.SHIPPED, step=step, parcels=event.parcels)


def _shipment_step(parcels: tuple[Parcel, ...]) -> int:
    """Return a step of the shipment's own: another one as soon as it has one parcel more."""
    named = sorted(f"{each.carrier}\n{each.number}\n{each.url}" for each in parcels)
    digest = hashlib.sha256("\n\n".join(named).encode()).digest()
    return PLACED_STEP + 1 + int.from_bytes(digest[:8]) % SHIPMENTS_TOLD_APART


def claimed(notice: OrderNotice, owner: str, now: datetime) -> OrderNotice:
    """Return the notice while ``owner`` sends it."""
    claim = Claim(
        owner=owner,
        channel=Channel.EMAIL,
        episode=EPISODE,
        step=notice.step,
        claimed_at=now,
        lease_until=now + LEASE,
    )
    return replace(notice, claim=claim)


def told(notice: OrderNotice, status: str, why: str) -> OrderNotice:
    """Return the notice at its end."""
    return replace(notice, status=status, why=why, claim=None)


def released(notice: OrderNotice) -> OrderNotice:
    """Return the notice with its claim given back: it did not leave."""
    return replace(notice, claim=None)
