"""What must hold after every single write."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import msgspec

from chalicelib.carts.model import Cart, Status
from chalicelib.recovery.timers import Due
from chalicelib.storage.port import Count, Put, Write
from tests.fakes.table import MemoryTable
from tests.simulation.claims import Claims
from tests.simulation.judge import Judge
from tests.simulation.knowledge import token_of
from tests.simulation.promised import COUNTED, DELAYS, GAPS, KEPT, MINUTE, PATIENCE
from tests.simulation.reasons import Reasons


class Timers:
    """Remembers which timers were ever set."""

    def __init__(self) -> None:
        self.known: set[tuple[str, int, datetime]] = set()

    def set(self, due: Due, at: datetime) -> None:
        self.known.add((due.cart, due.round, at))


class Writes:
    """Judges what is written, and adds up what should be counted."""

    def __init__(self, judge: Judge, claims: Claims, reasons: Reasons, timers: Timers) -> None:
        self._judge = judge
        self._claims = claims
        self._reasons = reasons
        self._timers = timers
        self._before: dict[str, Cart] = {}
        self._lines: Counter[str] = Counter()
        self._cells: Counter[str] = Counter()
        self._forgot = False

    def judge(
        self, writes: Sequence[Write], table: MemoryTable, now: datetime, worker: str
    ) -> None:
        claims = any(isinstance(w, Put) and w.key.sk.startswith("MESSAGE#") for w in writes)
        for write in writes:
            self._will_be_forgotten(write, table, now)
            if isinstance(write, Count):
                self._cells[write.key.sk.partition("|")[0]] += write.amount
            elif isinstance(write, Put) and is_cart(write):
                cart = msgspec.json.decode(write.document, type=Cart)
                self._cart(cart, table, now)
                if claims and cart.claim is not None:
                    self._claims.judge(cart, table, now, worker)
        self._counted()

    def _will_be_forgotten(self, write: Write, table: MemoryTable, now: datetime) -> None:
        item = table.items.get(write.key)
        for beginning, kept in KEPT.items():
            if item is not None and write.key.pk.startswith(beginning):
                until = item.expires_at or 0
                ends = now.timestamp() < until <= (now + kept).timestamp()
                self._judge.must(ends, write.key, "holds personal data until", item.expires_at)

    def _cart(self, cart: Cart, table: MemoryTable, now: datetime) -> None:
        before = self._before.get(cart.id)
        self._before[cart.id] = cart
        self._add_up(before, cart)
        self._looked_at(cart, now)
        self._reasons.judge(before, cart, table, now)

    def _looked_at(self, cart: Cart, now: datetime) -> None:
        """Whoever waits for something has a timer that was set, and is in time."""
        token, timer = token_of(cart), cart.timer
        actionable = cart.contact.email is not None and not cart.basket.is_empty
        waits = cart.claim is not None or (cart.status is Status.OPEN and actionable)
        self._judge.must(timer is not None or not waits, token, "waits, and has no timer")
        if timer is None:
            return
        known = (cart.id, timer.round, timer.due_at) in self._timers.known
        self._judge.must(known, token, "counts on a timer that was never set")
        self._judge.must(timer.due_at <= _latest(cart, now), token, "is looked at too late:", timer)

    def _add_up(self, before: Cart | None, cart: Cart) -> None:
        self._forgot = self._forgot or bool(cart.earlier_entries)
        if before is not None:
            self._lines.subtract(_lines(before))
        self._lines.update(_lines(cart))

    def _counted(self) -> None:
        """Counters equal the timelines, whatever failed in between."""
        same = self._forgot or +self._lines == self._cells
        self._judge.must(same, "told", self._lines, "counted", self._cells)


def is_cart(write: Put) -> bool:
    """Tell a cart from everything else, also from a pointer to one."""
    return write.key.sk == "STATE" and write.document.startswith(b"{")


def _lines(cart: Cart) -> Counter[str]:
    lines: Counter[str] = Counter()
    for entry in cart.timeline:
        if re.fullmatch(COUNTED, entry.what):
            lines[entry.what] += entry.times
    return lines


def _latest(cart: Cart, now: datetime) -> datetime:
    """Say until when a cart must be looked at: by its next step, its claim, or what went wrong."""
    latest = now + 15 * MINUTE
    if cart.claim is not None:
        return max(latest, cart.claim.claimed_at + PATIENCE)
    step = min(len(cart.taken), len(DELAYS) - 1)
    before = max((t.at + GAPS[step] for t in cart.taken), default=latest)
    return max(latest, cart.active_at + DELAYS[step], before)
