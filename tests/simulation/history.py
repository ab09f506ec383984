"""One history: a story, played with everything that a seed lets go wrong."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from chalicelib.errors import RebasketError
from chalicelib.messages.mail import Mail
from chalicelib.messages.mail_events import MailEvent, Told
from chalicelib.recovery.due_list import LISTS
from chalicelib.recovery.sweeper import OVERDUE_AFTER, Sweeper
from chalicelib.recovery.timers import Due
from chalicelib.storage.port import Write
from tests.fakes.edges import Clock
from tests.fakes.world import PRESSED, World, shop
from tests.simulation.cooperation import Death, Workers
from tests.simulation.faults import Faults
from tests.simulation.oracle import Oracle
from tests.simulation.ports import SimMailer, SimStream, SimTable, SimTimers
from tests.simulation.story import Teller, Webhook

RATES = (0.0, 0.02, 0.08, 0.2, 0.35)
AT_ONCE = timedelta(seconds=2)
REDELIVERED_AFTER = timedelta(seconds=180)  # the due queue's visibility timeout
RECEIVED_AT_MOST = 5
SWEPT_EVERY_SECONDS = 900
RETRIED_AFTER_SECONDS = (30, 60, 300, 900, 1800, 3600, 3600, 3600)
CONTAINERS = 3
CALL = timedelta(milliseconds=7)


class History:
    """Plays a seed; ``log`` tells what happened, a line each."""

    def __init__(self, seed: int, story: Sequence[Webhook] | None = None) -> None:
        self.seed = seed
        self._rng = random.Random(f"{seed}:delivery")
        self.clock = Clock()
        self.oracle = Oracle()
        self.log: list[str] = []
        self.workers = Workers(random.Random(f"{seed}:turns"))
        self.rate = random.Random(f"{seed}:rate").choice(RATES)
        self.faults = Faults(random.Random(f"{seed}:faults"), 0)
        self.table = SimTable(self.workers, self.faults, self._written)
        self.timers = SimTimers(self.workers, self.faults)
        self.mailer = SimMailer(self.workers, self.faults, self._left)
        self.stream = SimStream(self.workers, self.faults)
        self._deploy()
        self.faults.rate = self.rate
        self.story = Teller(random.Random(f"{seed}:story")).story() if story is None else story
        self._agenda: list[tuple[datetime, int, Callable[[], None]]] = []
        self._entries = 0
        self._timed: set[str] = set()
        self._sweep_at: datetime | None = None
        self.dead_letters = 0
        self.timers_lost = 0

    def play(self) -> None:
        """Play to the end; ``Violation`` as soon as a promise is broken."""
        for webhook in self.story:
            self._deliver(webhook)
        last = max((w.at for w in self.story), default=self.clock.now)
        self._at(last + timedelta(days=1), self._calm)
        while self._agenda:
            self._turn()
        self.oracle.at_rest(self.table, set(self.timers.pending))

    def catch_up(self) -> None:
        """Let everything on the agenda happen, with nobody dying."""
        while self._agenda:
            heapq.heappop(self._agenda)[2]()
            self.workers.run()

    def _turn(self) -> None:
        at = self._agenda[0][0]
        self.clock.now = max(self.clock.now, at)
        while self._agenda and self._agenda[0][0] <= at + AT_ONCE:
            heapq.heappop(self._agenda)[2]()
        self.workers.run()
        self.clock.now += CALL
        self._time()
        self._plan_sweep()

    def _at(self, at: datetime, happen: Callable[[], None]) -> None:
        self._entries += 1
        heapq.heappush(self._agenda, (at, self._entries, happen))

    def _calm(self) -> None:
        self.faults.rate = 0

    def _deploy(self) -> None:
        """New containers: nothing remembered, the same outside."""
        self.containers = [self._container() for _ in range(CONTAINERS)]

    def _container(self) -> World:
        world = World(shop(), table=self.table)
        world.stream = self.stream
        world.use(self.clock, self.timers, self.mailer)
        return world

    # webhooks

    def _deliver(self, webhook: Webhook) -> None:
        for _ in range(self._rng.choice((1, 1, 1, 1, 1, 1, 2, 3))):
            late = self._rng.choice((0, 1, 1, 2, 2, 5, 40, 900, 7200))
            self._post_at(webhook, webhook.at + timedelta(seconds=late), 0)

    def _post_at(self, webhook: Webhook, at: datetime, attempt: int) -> None:
        self._at(at, lambda: self.workers.start(lambda: self._post(webhook, attempt)))

    def _post(self, webhook: Webhook, attempt: int) -> None:
        name = f"webhook {webhook.number} ({webhook.what} {webhook.token})"
        self.oracle.delivered(webhook)
        try:
            result = self._any().post(webhook.topic, webhook.body).result
        except RebasketError as error:
            self._note(f"{name}: {type(error).__name__}")
            self._again(webhook, attempt)
        except Death:
            self._note(f"{name}: the worker died")
            self._again(webhook, attempt)
        else:
            self._note(f"{name}: {result}")
            self.oracle.answered(webhook)

    def _again(self, webhook: Webhook, attempt: int) -> None:
        if attempt < len(RETRIED_AFTER_SECONDS):
            later = self.clock.now + timedelta(seconds=RETRIED_AFTER_SECONDS[attempt])
            self._post_at(webhook, later, attempt + 1)

    # timers, queue, sweeper

    def _time(self) -> None:
        """Put timers that were set on the agenda; a few are lost, none fires early."""
        for name in sorted(self.timers.pending.keys() - self._timed):
            self._timed.add(name)
            due, at = self.timers.pending[name]
            if self.faults.rate and self._rng.random() < self.faults.rate / 4:
                self._note(f"timer {name} is lost")
                self.timers_lost += 1
                continue
            fires = at + timedelta(seconds=self._rng.choice((0, 1, 3, 30, 60)))
            self._at(fires, lambda due=due, name=name: self._fire(due, name))  # type: ignore[misc]

    def _fire(self, due: Due, name: str) -> None:
        self.timers.pending.pop(name, None)
        self.put([due])

    def put(self, dues: Sequence[Due]) -> None:
        """The due queue: at least once, sometimes twice at the same time."""
        for due in dues:
            for _ in range(2 if self._rng.random() < 0.08 else 1):
                self._step_at(due, self.clock.now, 1)

    def _step_at(self, due: Due, at: datetime, receive: int) -> None:
        self._at(at, lambda: self.workers.start(lambda: self._step(due, receive)))

    def _step(self, due: Due, receive: int) -> None:
        name = f"due {due.cart}-{due.round}"
        try:
            self._note(f"{name}: {self._any().steps.run(due, receives=receive)}")
        except (RebasketError, Death) as error:
            self._note(f"{name}: {type(error).__name__} {error}")
            if receive < RECEIVED_AT_MOST:
                self._step_at(due, self.clock.now + REDELIVERED_AFTER, receive + 1)
            else:
                self.dead_letters += 1

    def _plan_sweep(self) -> None:
        """Sweep at the next quarter of an hour at which something will be overdue."""
        due = min(
            (p.position[:10] for p in self.table.places.values() if p and p.list in LISTS),
            default=None,
        )
        if due is None:
            return
        overdue = max(int(due) + OVERDUE_AFTER.total_seconds() + 1, self.clock.now.timestamp())
        quarter = (overdue // SWEPT_EVERY_SECONDS + 1) * SWEPT_EVERY_SECONDS
        at = datetime.fromtimestamp(quarter, UTC)
        if self._sweep_at is None or at < self._sweep_at or self._sweep_at <= self.clock.now:
            self._sweep_at = at
            self._at(at, lambda: self.workers.start(self._sweep))

    def _sweep(self) -> None:
        self._sweep_at = None
        try:
            found = Sweeper(self.table, self, self.clock).sweep()
            self._note(f"sweep: {found}")
        except (RebasketError, Death) as error:
            self._note(f"sweep: {type(error).__name__}")

    # what is watched

    def _any(self) -> World:
        if self._rng.random() < 0.02:
            self._note("deployment")
            self._deploy_quietly()
        return self._rng.choice(self.containers)

    def _deploy_quietly(self) -> None:
        rate, self.faults.rate = self.faults.rate, 0
        self._deploy()
        self.faults.rate = rate

    def _written(self, writes: Sequence[Write]) -> None:
        self.oracle.written(writes, self.clock.now)

    def _left(self, mail: Mail) -> None:
        self._note(f"MAIL to {mail.to}, cart {mail.tags['cart']} step {mail.tags['step']}")
        self.oracle.left(mail)
        self._tell(mail)
        if self.story:
            self._react(mail)

    def _tell(self, mail: Mail) -> None:
        """SES tells of a mail it took, some seconds later, at least once."""
        event = MailEvent(
            told=Told.SENT,
            shop=mail.tags["shop"],
            cart=mail.tags["cart"],
            shopper=mail.tags["shopper"],
            episode=int(mail.tags["episode"]),
            step=int(mail.tags["step"]),
            at=self.clock.now,
        )
        for told in (Told.SENT, Told.SENT, Told.DELIVERED)[self._rng.randint(0, 1) :]:
            later = self.clock.now + timedelta(seconds=self._rng.choice((1, 3, 20)))
            self._hear_at(replace(event, told=told), later, 1)

    def _hear_at(self, event: MailEvent, at: datetime, receive: int) -> None:
        self._at(at, lambda: self.workers.start(lambda: self._hear(event, receive)))

    def _hear(self, event: MailEvent, receive: int) -> None:
        try:
            self._note(f"ses {event.told} {event.cart}: {self._any().feedback.take(event)}")
        except (RebasketError, Death) as error:
            self._note(f"ses {event.told} {event.cart}: {type(error).__name__}")
            if receive < RECEIVED_AT_MOST:
                self._hear_at(event, self.clock.now + REDELIVERED_AFTER, receive + 1)
            else:
                self.stream.lost += 1

    def _react(self, mail: Mail) -> None:
        later = self.clock.now + timedelta(seconds=self._rng.choice((5, 90, 4000)))
        choice = self._rng.random()
        if choice < 0.15:
            token = mail.content.text.rpartition("/")[2]
            self._at(later, lambda: self.workers.start(lambda: self._click(token)))
        elif choice < 0.25:
            token = mail.headers["List-Unsubscribe"].strip("<>").rpartition("/")[2]
            self._at(later, lambda: self.workers.start(lambda: self._leave(token, mail.to)))

    def _click(self, token: str) -> None:
        try:
            self._any().links.click(token, PRESSED)
            self._note("click")
        except (RebasketError, Death) as error:
            self._note(f"click: {type(error).__name__}")

    def _leave(self, token: str, address: str) -> None:
        try:
            self._any().links.unsubscribe(token)
        except (RebasketError, Death) as error:
            self._note(f"unsubscribe: {type(error).__name__}")
            later = self.clock.now + timedelta(seconds=60)
            self._at(later, lambda: self.workers.start(lambda: self._leave(token, address)))
        else:
            self._note(f"unsubscribed {address}")
            self.oracle.unsubscribed.add(address)

    def _note(self, what: str) -> None:
        self.log.append(f"{self.clock.now:%d %H:%M:%S} {what}")
