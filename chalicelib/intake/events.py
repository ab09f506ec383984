"""What a webhook can mean, whatever platform it came from. Pure.

Decoders turn bodies into one of these; nothing behind intake knows a platform's names.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from chalicelib.carts.basket import Basket
from chalicelib.carts.money import Money
from chalicelib.channels.model import Purpose
from chalicelib.shoppers.contact import Contact
from chalicelib.shops.policy import Channel


class CartChanged(msgspec.Struct, frozen=True, kw_only=True):
    """A cart or its checkout was touched by its shopper.

    ``tokens`` are all the names the platform has for this cart, the one that stays first.
    ``basket`` or ``contact`` is None when this kind of event says nothing of it.
    """

    tokens: tuple[str, ...]
    occurred_at: datetime
    basket: Basket | None = None
    contact: Contact | None = None
    restore_url: str | None = None


class CartDeleted(msgspec.Struct, frozen=True, kw_only=True):
    """The platform threw the cart away. No purchase, and no word of the shopper's."""

    tokens: tuple[str, ...]
    occurred_at: datetime | None = None


class OrderPlaced(msgspec.Struct, frozen=True, kw_only=True):
    """A purchase. ``tokens`` may be empty: then only the contact links it to carts.

    ``number`` is what the shopper knows the order by ("#1001"); it and ``basket`` are for the
    notice that confirms the order, and may be unknown.
    """

    order: str | None
    tokens: tuple[str, ...]
    occurred_at: datetime
    contact: Contact
    total: Money | None = None
    number: str | None = None
    basket: Basket | None = None


class OrderCancelled(msgspec.Struct, frozen=True, kw_only=True):
    """An order was taken back after all. It never restarts a sequence."""

    order: str | None
    tokens: tuple[str, ...]
    occurred_at: datetime
    contact: Contact


Folded = CartChanged | CartDeleted | OrderPlaced | OrderCancelled
"""What is folded into carts."""


class Parcel(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One shipment of an order, as far as the shop tells. ``url`` is where to follow it."""

    carrier: str | None = None
    number: str | None = None
    url: str | None = None


class OrderShipped(msgspec.Struct, frozen=True, kw_only=True):
    """Parcels of an order are on their way. The order was placed earlier, whether told or not."""

    order: str
    tokens: tuple[str, ...]
    occurred_at: datetime
    contact: Contact
    number: str | None = None
    parcels: tuple[Parcel, ...] = ()


class ConsentState(StrEnum):
    """What a shopper says to marketing on a channel. Only ``GIVEN`` is a yes.

    ``PENDING`` waits for the second step of a double opt-in; ``NONE`` was never asked.
    """

    GIVEN = "given"
    PENDING = "pending"
    REFUSED = "refused"
    NONE = "none"


class ConsentChanged(msgspec.Struct, frozen=True, kw_only=True):
    """A shopper agreed to marketing on one channel, or took that back, at ``occurred_at``.

    ``source`` is who tells it ("shopify webhook"), ``proof`` the telling's own name; ``confirmed``
    is the platform's word on a double opt-in, None where it has none.
    """

    contact: Contact
    channel: Channel
    state: ConsentState
    occurred_at: datetime
    purpose: Purpose = Purpose.MARKETING
    source: str = ""
    proof: str = ""
    confirmed: bool | None = None


class ErasureAsked(msgspec.Struct, frozen=True, kw_only=True):
    """A shopper is to be forgotten. ``orders`` are those the shop names."""

    contact: Contact
    orders: tuple[str, ...] = ()


class ExportAsked(msgspec.Struct, frozen=True, kw_only=True):
    """A shopper wants to know what is stored; ``request`` is the shop's own name for that."""

    contact: Contact
    orders: tuple[str, ...] = ()
    request: str | None = None


class ShopErasureAsked(msgspec.Struct, frozen=True, kw_only=True):
    """The whole shop is to be forgotten, some time after it left."""


class AppRemoved(msgspec.Struct, frozen=True, kw_only=True):
    """The shop took our access away: nothing may be sent, and its tokens are worth nothing."""

    occurred_at: datetime


class Resource(StrEnum):
    """What a platform may tell us to look at. A ``SHIPMENT`` is asked for by its order."""

    CART = "cart"
    ORDER = "order"
    SHIPMENT = "shipment"


class ChangeAnnounced(msgspec.Struct, frozen=True, kw_only=True):
    """Something changed, and only its id is told: ask the platform for it, after the answer.

    ``known`` is what is certain without asking, and is stored before the answer. Announcements of
    the same ``fingerprint`` are of the same change.
    """

    resource: Resource
    ref: str
    occurred_at: datetime
    known: Folded | None = None
    fingerprint: str | None = None


class Ignored(msgspec.Struct, frozen=True, kw_only=True):
    """Verified, understood, and of no use; ``why`` is told to the sender."""

    why: str


Event = (
    Folded
    | OrderShipped
    | ConsentChanged
    | ErasureAsked
    | ExportAsked
    | ShopErasureAsked
    | AppRemoved
    | ChangeAnnounced
    | Ignored
)
