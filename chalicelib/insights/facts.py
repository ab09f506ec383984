"""Facts: the lines of a timeline that are worth counting, and the cells they are counted in. Pure.

A line is counted by the very write that makes it true, so that counters equal the timelines
whatever fails in between. Each fact adds to exactly one cell; any slice is a sum over cells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from chalicelib.storage.keys import Key, counter
from chalicelib.storage.port import Count

# What a shopper merely touches is not counted: it would cost every webhook a transaction.
COUNTED = re.compile(
    r"notice \w+ \w+|ordered|order cancelled|reopened|ended|clicked|unsubscribed|step \d+ .+"
)
# Two transactions cannot add to one cell at the same moment; more cells make that rare.
SHARDS = 16


def cell(what: str, country: str | None) -> str | None:
    """Return the cell that a line of a timeline is counted in; None if it is not."""
    return f"{what}|{country or '-'}" if COUNTED.fullmatch(what) else None


def counting(
    shop: str, cart: str, whats: Iterable[str], country: str | None, at: datetime
) -> list[Count]:
    """Say how to count new lines of a cart's timeline, on the day when they were written."""
    cells = Counter(c for c in (cell(what, country) for what in whats) if c is not None)
    return [Count(key=_key(shop, cart, name, at), amount=n) for name, n in cells.items()]


def _key(shop: str, cart: str, name: str, at: datetime) -> Key:
    return counter(shop, f"{at:%Y-%m-%d}", f"{name}#{sum(cart.encode()) % SHARDS:02d}")
