"""What there is to do besides sending steps. Pure. Opaque names only, nothing of a shopper's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

import msgspec

from chalicelib.intake.events import Resource


class Lookup(msgspec.Struct, frozen=True, kw_only=True, tag="lookup"):
    """Ask the platform for something that it only announced."""

    shop: str
    resource: Resource
    ref: str
    announced_at: datetime
    api_url: str


class Reconcile(msgspec.Struct, frozen=True, kw_only=True, tag="reconcile"):
    """Read what changed at the shop since the last look: webhooks get lost."""

    shop: str


class Erase(msgspec.Struct, frozen=True, kw_only=True, tag="erase", omit_defaults=True):
    """Forget a shopper. ``shoppers`` are the opaque names of the contact points.

    ``after`` is how far an earlier part of this errand came in looking through the table, and
    ``removed`` what was removed until then, by kind.
    """

    shop: str
    shoppers: tuple[str, ...]
    asked_at: datetime
    after: str | None = None
    removed: dict[str, int] = {}


class Export(msgspec.Struct, frozen=True, kw_only=True, tag="export"):
    """Note that a shopper asked what is stored, for the merchant to answer."""

    shop: str
    shoppers: tuple[str, ...]
    asked_at: datetime
    request: str | None = None


class EraseShop(msgspec.Struct, frozen=True, kw_only=True, tag="erase_shop", omit_defaults=True):
    """Forget a whole shop. ``after`` is how far an earlier part of this errand came.

    ``removed`` is what was removed until then, by kind. The table is looked through twice:
    ``last`` says that this is the second time.
    """

    shop: str
    asked_at: datetime
    after: str | None = None
    removed: dict[str, int] = {}
    last: bool = False


class Farewell(msgspec.Struct, frozen=True, kw_only=True, tag="farewell"):
    """The shop took our access away: send nothing any more."""

    shop: str
    removed_at: datetime


class TellBuyer(msgspec.Struct, frozen=True, kw_only=True, tag="notice"):
    """Send a notice about an order."""

    shop: str
    notice: str
    step: int


Errand = Lookup | Reconcile | Erase | Export | EraseShop | Farewell | TellBuyer


class Errands(Protocol):
    """The queue of errands. Raises ``Unavailable`` when it cannot take all."""

    def put(self, errands: Sequence[Errand], delay: timedelta = timedelta(0)) -> None:
        """Queue these, at least once each, in no particular order, none of them before ``delay``.

        ``delay`` is in whole seconds, at most 15 minutes.
        """
