"""The sweeper: what is overdue by more than it should be goes back on the queue.

Whatever was lost on the way (a timer that did not fire, a message that ended as a dead letter), a
cart that still waits is found here, oldest first, through the list of what is due. Queueing one
that is on its way already is harmless: a claim is taken once.

A cart that fails again and again is asked for ever more rarely: each time its delay has grown by an
eighth. The list says nothing of tries, and a delay tells enough: after an outage of three days
every cart is on its way within nine hours, and one that fails until it is forgotten after 90 days
leaves some seventy dead letters, not thousands.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from chalicelib.recovery.due_list import LISTS, due, due_since, moment
from chalicelib.recovery.timers import DueQueue
from chalicelib.storage.port import Table

# Scheduler fires within a minute, the queue and its retries need some more; a cart that is this
# late has been forgotten.
OVERDUE_AFTER = timedelta(minutes=5)
SWEPT_EVERY = timedelta(minutes=15)  # app.py's schedule
GROWTH = 9 / 8  # under two hours, a quarter of an hour is more than that: every sweep asks


def is_asked_for(delay: timedelta) -> bool:
    """Tell if a cart that is so late is queued by this sweep, and not left to a later one."""
    before = delay - SWEPT_EVERY
    return before <= timedelta(0) or _growths(before) != _growths(delay)


def _growths(delay: timedelta) -> int:
    return math.floor(math.log(delay.total_seconds(), GROWTH))


class Sweeper:
    """Finds overdue carts and queues them again."""

    def __init__(self, table: Table, queue: DueQueue, clock: Callable[[], datetime]) -> None:
        self._table = table
        self._queue = queue
        self._clock = clock

    def sweep(self) -> int:
        """Queue what is overdue and return how many carts that were.

        Raises ``Unavailable`` when it could not finish; what was queued until then is queued.
        """
        now = self._clock()
        pages = (page for name in LISTS for page in self._pages(name, moment(now - OVERDUE_AFTER)))
        return sum(self._queued(page, now) for page in pages)

    def _pages(self, name: str, until: str) -> Iterator[list[str]]:
        after = ""
        while positions := self._table.listed(name, until, after):
            yield positions
            after = positions[-1]

    def _queued(self, page: list[str], now: datetime) -> int:
        dues = [due(position) for position in page if is_asked_for(now - due_since(position))]
        if dues:
            self._queue.put(dues)
        return len(dues)
