"""Timers that fire or are lost, the due queue, and the sweeper's schedule."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from chalicelib.recovery.sweeper import Sweeper
from chalicelib.recovery.timers import Due
from tests.fakes.world import World
from tests.simulation.judge import Broken
from tests.simulation.ports import down
from tests.simulation.promised import OVERDUE, SWEPT_EVERY
from tests.simulation.stage import AT_ONCE, Stage

REDELIVERED_AFTER = timedelta(seconds=180)  # the due queue's visibility timeout
RECEIVED_AT_MOST = 5
SWEPT_EVERY_SECONDS = int(SWEPT_EVERY.total_seconds())
OUTAGES = (0, 0, 0, 0, 0, 0, 0, 0, 2, 30)  # hours for which no step can be run
TWICE = 0.08  # share of queued messages that are delivered twice


class DueSide:
    """Brings due messages to step workers."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._timed: set[str] = set()
        self._sweeps: set[float] = set()
        rng = stage.rng("outage")
        begins = stage.clock.now + timedelta(hours=rng.uniform(0, 4 * 24))
        lasts = timedelta(hours=rng.choice(OUTAGES))
        self._outage = begins, begins + lasts
        self.dead_letters = 0
        self.timers_lost = 0

    def look(self) -> None:
        """Put what was set since on the agenda, and the next sweep."""
        for name in sorted(self._stage.timers.pending.keys() - self._timed):
            self._timed.add(name)
            self._time(name, *self._stage.timers.pending[name])
        self._plan_sweep()

    def _time(self, name: str, due: Due, at: datetime) -> None:
        """Have a timer fire, never early; a few are lost."""
        stage, rng = self._stage, self._stage.rng("timer", name)
        if stage.faults.rate and rng.random() < stage.faults.rate / 4:
            stage.note(f"  ! timer of {self._called(due)} is lost")
            self.timers_lost += 1
            stage.oracle.lateness.trouble(due, max(at, stage.clock.now))
            return
        fires = at + timedelta(seconds=rng.choice((0, 1, 3, 30, 60)))
        stage.at(fires, lambda: self._fire(due, name))

    def _fire(self, due: Due, name: str) -> None:
        self._stage.timers.pending.pop(name, None)
        self._queue([due])

    def put(self, dues: Sequence[Due]) -> None:
        """See :class:`chalicelib.recovery.timers.DueQueue`."""
        self._stage.workers.pause()
        self._stage.faults.around("queueing", lambda: self._queue(dues), down)

    def _queue(self, dues: Sequence[Due]) -> None:
        """Deliver messages at least once, sometimes twice at the same time."""
        now = self._stage.clock.now
        for due in dues:
            rng = self._stage.rng("queue", due, now)
            for _ in range(2 if rng.random() < TWICE else 1):
                self._step_at(due, now, 1)

    def _called(self, due: Due) -> str:
        return f"{self._stage.name_of(due.cart)} round {due.round}"

    def _step_at(self, due: Due, at: datetime, receive: int) -> None:
        name = f"due {self._called(due)}"
        self._stage.start_at(at, name, lambda: self._step(due, receive))

    def _step(self, due: Due, receive: int) -> None:
        stage = self._stage
        stage.oracle.knowledge.begin(stage.workers.name)

        def run(world: World) -> str:
            if self._outage[0] <= stage.clock.now < self._outage[1]:
                raise Broken("a release that does not start")
            return world.steps.run(due, receives=receive)

        if stage.attempt(run) is not None:
            stage.oracle.moved_on(stage.table, due)
            return
        stage.oracle.lateness.trouble(due, stage.clock.now)
        if receive < RECEIVED_AT_MOST:
            self._step_at(due, stage.clock.now + REDELIVERED_AFTER, receive + 1)
        else:
            self.dead_letters += 1

    def _plan_sweep(self) -> None:
        """Sweep at the next quarter of an hour at which something will be overdue."""
        due = self._oldest()
        if due is None:
            return
        now = (self._stage.clock.now + AT_ONCE).timestamp()
        overdue = max(due + OVERDUE.total_seconds() + 1, now)
        quarter = (overdue // SWEPT_EVERY_SECONDS + 1) * SWEPT_EVERY_SECONDS
        if quarter not in self._sweeps:
            self._sweeps.add(quarter)
            self._stage.at(datetime.fromtimestamp(quarter, UTC), self._sweep)

    def _oldest(self) -> int | None:
        return min((int(position[:10]) for position in self._stage.table.due()), default=None)

    def _sweep(self) -> None:
        """Leave out a sweep that would find nothing: there are too many."""
        due, now = self._oldest(), self._stage.clock.now.timestamp()
        if due is not None and due + OVERDUE.total_seconds() < now:
            self._stage.workers.start("sweep", self._swept)

    def _swept(self) -> None:
        stage = self._stage
        sweeper = Sweeper(stage.table, self, stage.clock)
        if stage.attempt(lambda _: f"{sweeper.sweep()} queued") is None:
            stage.oracle.lateness.unswept_at = stage.clock.now
