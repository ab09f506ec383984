"""All that a decision about a cart may look at. Pure."""

from __future__ import annotations

from datetime import UTC

import msgspec

from chalicelib.carts.model import Cart, Claim
from chalicelib.delivery.health import Board
from chalicelib.recovery.sequence import Sequence
from chalicelib.recovery.unknown import Provider
from chalicelib.shoppers.model import Shopper
from chalicelib.shoppers.where import Source, Where
from chalicelib.shops.model import Shop

NOWHERE = Where(country=None, source=Source.NOTHING, zones=(UTC,))


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """All that a decision may look at. ``rivals`` are the shopper's other carts in this shop.

    ``where`` is where the shopper is, ``number`` their number in E.164 if it is a valid one;
    ``home`` is our own region, ``board`` how the regions do.
    """

    shop: Shop
    sequence: Sequence
    cart: Cart
    shopper: Shopper
    rivals: tuple[Cart, ...] = ()
    provider: Provider = Provider.SILENT
    given_back: Claim | None = None
    """A claim that was just found not to have been sent: its message is still in the table."""
    where: Where = NOWHERE
    number: str | None = None
    number_country: str | None = None
    home: str = ""
    board: Board = {}
