"""The outside of one history: clock, agenda, workers, containers, and what happened so far."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from collections.abc import Sequence as Several
from datetime import datetime, timedelta

from chalicelib.errors import RebasketError
from chalicelib.offers.model import Coupon
from chalicelib.recovery.sequence import CLASSIC, Sequence
from chalicelib.storage.keys import cart_id
from chalicelib.storage.port import Write
from tests.fakes.edges import Clock
from tests.fakes.platform import memory_apis
from tests.fakes.world import World, shop
from tests.simulation.cooperation import Death, Workers
from tests.simulation.faults import Faults, Spot
from tests.simulation.oracle import Oracle
from tests.simulation.ports import SimMailer, SimShopApi, SimStream, SimTimers
from tests.simulation.table import SimTable
from tests.simulation.words import PricedWords

AT_ONCE = timedelta(seconds=2)
CALL = timedelta(milliseconds=7)
CONTAINERS = 3
DEPLOYED = 0.02  # share of events that meet a deployment


class Stage:
    """Everything that is there besides the services; ``log`` tells what happened, a line each."""

    def __init__(
        self,
        seed: object,
        oracle: Oracle,
        spared: frozenset[Spot] = frozenset(),
        sequence: Sequence = CLASSIC,
    ) -> None:
        self.seed = seed
        self.oracle = oracle
        self._sequence = sequence
        self.clock = Clock()
        self.log: list[str] = []
        self.workers = Workers()
        self.faults = Faults(seed, self.workers, self.note, spared)
        self.table = SimTable(self.workers, self.faults, self._written, self.clock)
        self.timers = SimTimers(self.workers, self.faults, oracle.timers.set)
        self.mailer = SimMailer(self.workers, self.faults)
        self.stream = SimStream(self.workers, self.faults)
        self.api = SimShopApi(self.workers, self.faults, self._offered)
        self._names: dict[str, str] = {}
        oracle.lateness.name_of = self.name_of
        self._agenda: list[tuple[datetime, int, Callable[[], None]]] = []
        self._entries = 0
        self._deploy()

    def rng(self, *about: object) -> random.Random:
        """Return the chance that decides about one thing, whatever else happens."""
        return random.Random(f"{self.seed}:{about}")

    # time

    def at(self, when: datetime, happen: Callable[[], None]) -> None:
        """Put something on the agenda."""
        self._entries += 1
        heapq.heappush(self._agenda, (when, self._entries, happen))

    def start_at(self, when: datetime, name: str, work: Callable[[], None]) -> None:
        """Put the start of a worker on the agenda."""
        self.at(when, lambda: self.workers.start(name, work))

    @property
    def is_busy(self) -> bool:
        """Something is still to come."""
        return bool(self._agenda)

    def turn(self) -> None:
        """Let the next things happen, all that come at once by workers that take turns."""
        at = self._agenda[0][0]
        self.clock.now = max(self.clock.now, at)
        while self._agenda and self._agenda[0][0] <= at + AT_ONCE:
            heapq.heappop(self._agenda)[2]()
        self.workers.run(lambda: self.rng("turns", at))
        self.clock.now += CALL

    # containers

    def any(self) -> World:
        """Return the container that takes the event of the worker at work."""
        rng = self.rng("container", self.workers.name)
        if rng.random() < DEPLOYED:
            self.note("deployment")
            self._deploy()
        return rng.choice(self.containers)

    def attempt(self, work: Callable[[World], object]) -> str | None:
        """Let a container do something and log what it came to; return None when it failed."""
        name = self.workers.name
        try:
            result = str(work(self.any()))
        except (RebasketError, Death) as error:
            self.note(f"{name}: {type(error).__name__} {error}".rstrip())
            undisturbed = self.workers.alone and name not in self.faults.struck_workers
            self.oracle.failed(name, error, undisturbed=undisturbed)
            return None
        self.note(f"{name}: {result}")
        return result

    def _deploy(self) -> None:
        """New containers: nothing remembered, the same outside."""
        with self.faults.none():
            self.containers = [self._container() for _ in range(CONTAINERS)]

    def _container(self) -> World:
        world = World(shop(), self._sequence, self.table)
        world.stream = self.stream
        world.apis = memory_apis(self.api, world.secrets)
        world.use(self.clock, self.timers, self.mailer)
        world.composer._words = PricedWords()
        return world

    def unjudged(self) -> Stage:
        """Return this stage, on which anything may be written: others judge that."""
        self.table._watch = lambda _: None
        return self

    # what is seen

    def _written(self, writes: Several[Write]) -> None:
        self.oracle.written(writes, self.table, self.clock.now, self.workers.name)

    def _offered(self, coupon: Coupon) -> None:
        self.oracle.mails.offered(coupon, self.table)

    def note(self, what: str) -> None:
        self.log.append(f"{self.clock.now:%d %H:%M:%S} {what}")

    def call_cart(self, token: str) -> None:
        """Have a cart called by its token in the log, and not by its opaque name."""
        self._names |= {cart_id("tea", each): token for each in (token, f"k-{token}")}

    def name_of(self, cart: str) -> str:
        return self._names.get(cart, cart)
