"""The last look at a shop's platform: how far it saw, and what it found. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from chalicelib.storage import keys
from chalicelib.storage.port import Item, Put, Write

# Platforms index late and clocks differ: what changed in these minutes is looked at again.
OVERLAP = timedelta(minutes=15)
# A shop that was just connected: who ordered in these days must not be asked about a cart.
FIRST_LOOK = timedelta(days=2)
# After a long silence older changes are of no use: their carts are not written about any more.
LOOKS_BACK_AT_MOST = timedelta(days=7)


class Look(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What one look came to. ``missed`` counts what no webhook had told.

    ``seen_until`` is how far looks have seen so far; ``problem`` is why this one saw nothing.
    """

    looked_at: datetime
    seen_until: datetime | None = None
    missed: int = 0
    renewed: tuple[str, ...] = ()
    """Topics whose webhooks the platform had stopped sending, and sends again."""
    problem: str | None = None


def since(last: Look | None, now: datetime) -> datetime:
    """Return from when on changes are to be read."""
    if last is None or last.seen_until is None:
        return now - FIRST_LOOK
    return max(last.seen_until - OVERLAP, now - LOOKS_BACK_AT_MOST)


def look_of(item: Item | None) -> Look | None:
    """Read the last look; None when there was none."""
    return msgspec.json.decode(item.document, type=Look) if item else None


def keeping(shop: str, look: Look) -> Write:
    """Say how to remember a look."""
    key = keys.shop_look(shop)
    return Put(key=key, document=msgspec.json.encode(look), if_version=None)
