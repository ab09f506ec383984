"""What the counters say, and what they should: the timelines, added up."""

from __future__ import annotations

import re
from collections import Counter

from tests.fakes.table import MemoryTable
from tests.simulation.claims import carts
from tests.simulation.promised import COUNTED


def told_lines(table: MemoryTable) -> Counter[str] | None:
    """Add up the timelines; None when one of them forgot lines and cannot be compared."""
    lines: Counter[str] = Counter()
    for cart in carts(table):
        if cart.earlier_entries:
            return None
        told = (entry for entry in cart.timeline if re.fullmatch(COUNTED, entry.what))
        for entry in told:
            lines[entry.what] += entry.times
    return lines


def counted_lines(table: MemoryTable) -> Counter[str]:
    """Add up the cells, over days, countries and shards."""
    cells: Counter[str] = Counter()
    for key, item in table.items.items():
        if key.pk.startswith("STATS#"):
            cells[key.sk.partition("|")[0]] += item.version
    return cells
