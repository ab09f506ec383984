"""What a step's message is made from, what it becomes, and who makes and carries it. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

import msgspec

from chalicelib.carts.model import Cart
from chalicelib.channels.model import Carrier, Outgoing
from chalicelib.offers.model import Coupon
from chalicelib.shops.model import Shop
from chalicelib.shops.policy import Channel
from chalicelib.storage.port import Write


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One step's message to be written, for one region.

    ``number`` is the shopper's in E.164, ``number_country`` where that is, None if unknown.
    """

    shop: Shop
    cart: Cart
    step: int
    template: str
    region: str
    now: datetime
    number: str | None = None
    number_country: str | None = None
    coupon: Coupon | None = None


class Composed(msgspec.Struct, frozen=True, kw_only=True):
    """A message in words; ``writes`` must be stored with its claim, or its links lead nowhere."""

    outgoing: Outgoing
    writes: tuple[Write, ...] = ()


class Composer(Protocol):
    """Writes messages of one channel; ``SetupError`` for what only the merchant can mend.

    Raises ``SendRefused`` for what this channel cannot say about this step.
    """

    def compose(self, asked: Asked) -> Composed:
        """Write one; everything that can go wrong without sending goes wrong here."""


class Carriers(Protocol):
    """Finds who carries a channel's messages in a region."""

    def of(self, channel: Channel, region: str) -> Carrier[Any]:
        """Return it; ``SetupError`` when nobody does."""
