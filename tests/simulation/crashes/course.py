"""How time passes in a scene: timers, the queue, SES's news, mails of others, the sweeper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from msgspec.structs import replace

from chalicelib.errors import RebasketError
from chalicelib.messages.news import News, Told
from chalicelib.recovery.sequence import CLASSIC
from chalicelib.recovery.sequence import Sequence as Steps
from chalicelib.recovery.sweeper import Sweeper
from chalicelib.recovery.timers import Due
from chalicelib.shops.policy import Channel
from tests.fakes.edges import NOON
from tests.fakes.world import HOME, World
from tests.simulation.cooperation import Death
from tests.simulation.oracle import Oracle
from tests.simulation.ports import down
from tests.simulation.promised import MINUTE, OVERDUE
from tests.simulation.stage import Stage

Work = Callable[[int], object]
"""What is done with an event, at its delivery of that number."""
REDELIVERED_AFTER = 3 * MINUTE
TRIES = 6
OTHER = News(
    channel=Channel.EMAIL,
    region=HOME,
    told=Told.SENT,
    shop="wine",
    cart="other",
    shopper="other",
    episode=1,
    step=1,
    at=NOON,
)
"""News of a mail of somebody else's shop."""


class Course:
    """One shop in the course of time, in which nothing goes wrong by itself."""

    def __init__(self, sequence: Steps = CLASSIC) -> None:
        self.oracle = Oracle()
        self.stage = Stage("crashes", self.oracle, sequence=sequence)
        self.clock = self.stage.clock
        self.news: list[tuple[datetime, News]] = []
        """What SES will tell, and when."""
        self.others_are_mailed = True
        self._next_other = self.clock.now

    @property
    def world(self) -> World:
        """The services."""
        return self.stage.containers[0]

    def stepping(self, due: Due) -> Work:
        """Return what runs a due step."""
        return lambda receive: self.world.steps.run(due, receives=receive)

    def done(self, work: Work) -> None:
        """Deliver as long as the receiver asks for it, as platforms and queues do."""
        for receive in range(1, TRIES):
            try:
                work(receive)
            except (RebasketError, Death) as error:
                self.oracle.failed(
                    "a delivery", error, undisturbed=self.stage.faults.planned is None
                )
                self.until(self.clock.now + REDELIVERED_AFTER)
            else:
                return

    def until(self, at: datetime) -> None:
        """Let time pass, and SES tell of mails meanwhile."""
        self.clock.now = max(self.clock.now, at)
        while self.news and self.news[0][0] <= self.clock.now:
            self.world.feedback.take(self.news.pop(0)[1])
        while self.others_are_mailed and self._next_other <= self.clock.now:
            self._next_other = max(self._next_other, self.clock.now - 10 * MINUTE) + 10 * MINUTE
            self.world.feedback.take(replace(OTHER, at=self.clock.now))

    def next_news_at(self) -> datetime | None:
        """Tell when SES's next news comes."""
        return self.news[0][0] if self.news else None

    def run_due_steps(self) -> None:
        """Run what timers fired."""
        for due in self.stage.timers.fired(self.clock.now):
            self.done(self.stepping(due))

    def overdue_at(self) -> datetime | None:
        """Tell when the sweeper would find something."""
        due = min((int(position[:10]) for position in self.stage.table.due()), default=None)
        return datetime.fromtimestamp(due, UTC) + OVERDUE + MINUTE if due else None

    def sweep(self) -> Work:
        """Return what sweeps, and runs the steps that it queues."""

        def swept(_: int) -> None:
            queued = Queue(self)
            Sweeper(self.stage.table, queued, self.clock).sweep()
            for due in queued.dues:
                self.done(self.stepping(due))

        return swept


class Queue:
    """The ``DueQueue`` port, which can fail like the others."""

    def __init__(self, course: Course) -> None:
        self._faults = course.stage.faults
        self.dues: list[Due] = []

    def put(self, dues: Sequence[Due]) -> None:
        self._faults.around("queueing", lambda: self.dues.extend(dues), down)
