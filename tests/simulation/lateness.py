"""How late a cart may be looked at: no later than what went wrong with it explains."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from chalicelib.recovery.due_list import due, due_since
from chalicelib.recovery.timers import Due
from tests.simulation.judge import Judge
from tests.simulation.knowledge import NEVER

# Scheduler fires within a minute; what is queued is begun at once.
UNDISTURBED = timedelta(minutes=2)
# After the last mishap: five minutes until the sweeper takes a cart for forgotten, a quarter of an
# hour until it comes, another if its time falls between two sweeps; and what it adds for those who
# are hours late, an eighth.
DISTURBED = timedelta(minutes=37)
GROWTH = 9 / 8


class Lateness:
    """Judges at every quiet moment how long carts have been overdue."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self.name_of: Callable[[str], str] = str
        self._trouble: dict[tuple[str, int], datetime] = {}
        self.unswept_at = NEVER
        """When a sweep last failed."""

    def trouble(self, message: Due, at: datetime) -> None:
        """A cart's timer was lost, or the handling of its due message failed."""
        self._trouble[message.cart, message.round] = at

    def judge(self, waiting: Iterable[str], now: datetime) -> None:
        """Judge all that stands in the list of what is due."""
        for position in waiting:
            since = due_since(position)
            if since + UNDISTURBED < now:
                self._overdue(due(position), since, now)

    def _overdue(self, message: Due, since: datetime, now: datetime) -> None:
        allowed = UNDISTURBED
        trouble = self._trouble.get((message.cart, message.round))
        if trouble is not None:
            last = max(trouble, self.unswept_at, since)
            allowed = (last - since) * GROWTH + DISTURBED
        late = now - since
        self._judge.must(
            late <= allowed,
            f"{self.name_of(message.cart)} waits since {since:%d %H:%M:%S},",
            f"and was to be looked at by {since + allowed:%d %H:%M:%S}",
        )
