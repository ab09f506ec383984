"""The sweeper: what is overdue by more than it should be goes back on the queue.

Whatever was lost on the way (a timer that did not fire, a message that ended as a dead letter), a
cart that still waits is found here, oldest first, through the list of what is due. Queueing one
that is on its way already is harmless: a claim is taken once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from chalicelib.recovery.due_list import LISTS, due, moment
from chalicelib.recovery.timers import Due, DueQueue
from chalicelib.storage.port import Table

# Scheduler fires within a minute, the queue and its retries need some more; a cart that is this
# late has been forgotten.
OVERDUE_AFTER = timedelta(minutes=5)


class Sweeper:
    """Finds overdue carts and queues them again."""

    def __init__(self, table: Table, queue: DueQueue, clock: Callable[[], datetime]) -> None:
        self._table = table
        self._queue = queue
        self._clock = clock

    def sweep(self) -> int:
        """Queue everything overdue and return how many carts that were.

        Raises ``Unavailable`` when it could not finish; what was queued until then is queued.
        """
        until = moment(self._clock() - OVERDUE_AFTER)
        return sum(self._queued(page) for name in LISTS for page in self._pages(name, until))

    def _pages(self, name: str, until: str) -> Iterator[list[Due]]:
        after = ""
        while positions := self._table.listed(name, until, after):
            yield [due(position) for position in positions]
            after = positions[-1]

    def _queued(self, page: list[Due]) -> int:
        self._queue.put(page)
        return len(page)
