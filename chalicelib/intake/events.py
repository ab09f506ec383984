"""What a webhook can mean, whatever platform it came from. Pure.

Decoders turn bodies into one of these; nothing behind intake knows a platform's names.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from chalicelib.carts.basket import Basket
from chalicelib.carts.money import Money
from chalicelib.shoppers.contact import Contact


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
    """A purchase. ``tokens`` may be empty: then only the contact links it to carts."""

    order: str | None
    tokens: tuple[str, ...]
    occurred_at: datetime
    contact: Contact
    total: Money | None = None


class OrderCancelled(msgspec.Struct, frozen=True, kw_only=True):
    """An order was taken back after all. It never restarts a sequence."""

    order: str | None
    tokens: tuple[str, ...]
    occurred_at: datetime
    contact: Contact


class Ignored(msgspec.Struct, frozen=True, kw_only=True):
    """Verified, understood, and of no use; ``why`` is told to the sender."""

    why: str


Event = CartChanged | CartDeleted | OrderPlaced | OrderCancelled | Ignored
