"""What goes wrong at a port call, and how often."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import NamedTuple

from chalicelib.errors import WriteConflict
from tests.simulation.cooperation import Death, Workers


class Fault(StrEnum):
    """What can happen to a call."""

    REFUSED = "failed before it did anything"
    LOST_ANSWER = "failed after it worked"
    ECHO = "worked, was retried, and lost against itself"
    DIED_BEFORE = "worker died before the call"
    DIED_AFTER = "worker died after the call"


HARMS: tuple[tuple[Fault, int], ...] = (
    (Fault.REFUSED, 4),
    (Fault.LOST_ANSWER, 3),
    (Fault.ECHO, 4),
    (Fault.DIED_BEFORE, 2),
    (Fault.DIED_AFTER, 2),
)
HARMS_WITHOUT_ECHO = tuple((kind, weight) for kind, weight in HARMS if kind is not Fault.ECHO)


class Spot(NamedTuple):
    """Where a fault strikes: at which call, counted from 1, of which worker."""

    worker: str
    call: int


class Faults:
    """Decides by a seed; ``rate`` is the share of calls that go wrong, 0 for a good day.

    Each worker has a luck of its own, so that what strikes one does not hang on what others do.
    """

    def __init__(
        self,
        seed: object,
        workers: Workers,
        note: Callable[[str], None] = lambda _: None,
        spared: frozenset[Spot] = frozenset(),
    ) -> None:
        self._seed = seed
        self._workers = workers
        self._note = note
        self._spared = spared
        self._luck: dict[str, random.Random] = {}
        self._made: Counter[str] = Counter()
        self.rate = 0.0
        self.injected: dict[Spot, Fault] = {}
        self.struck_workers: set[str] = set()
        self.calls = 0
        self.planned: tuple[int, Fault] | None = None
        """A fault for the call of this number, for going through all of them."""
        self.struck = False
        """That call was made, and the fault is one that it can have."""

    @contextmanager
    def none(self) -> Iterator[None]:
        """Let nothing go wrong for the length of a block."""
        rate, self.rate = self.rate, 0.0
        yield
        self.rate = rate

    def strikes(self, share: float) -> bool:
        """Tell if a mishap that is no failing call happens to the worker at work, on a bad day."""
        return bool(self.rate) and self._luck_of(self._workers.name).random() < share

    def draw(self, call: str, *, echoes: bool = False) -> Fault | None:
        """Decide about the next call; ``call`` is what it is, for the log."""
        self.calls += 1
        if self.planned is not None:
            at, fault = self.planned
            self.struck = self.struck or (self.calls == at and (echoes or fault is not Fault.ECHO))
            return fault if self.calls == at else None
        return self._drawn(call, echoes) if self.rate else None

    def _drawn(self, call: str, echoes: bool) -> Fault | None:
        worker = self._workers.name
        self._made[worker] += 1
        spot, luck = Spot(worker, self._made[worker]), self._luck_of(worker)
        if luck.random() >= self.rate:
            return None
        kinds, weights = zip(*(HARMS if echoes else HARMS_WITHOUT_ECHO), strict=True)
        fault: Fault = luck.choices(kinds, weights)[0]
        if spot in self._spared:
            return None
        self.injected[spot] = fault
        self.struck_workers.add(worker)
        self._note(f"  ! {call} {fault} ({worker})")
        return fault

    def _luck_of(self, worker: str) -> random.Random:
        luck = self._luck.get(worker)
        if luck is None:
            luck = self._luck[worker] = random.Random(f"{self._seed}:{worker}")
        return luck

    def around[R](
        self,
        what: str,
        call: Callable[[], R],
        refused: Callable[[], Exception],
        lost: Callable[[], Exception] | None = None,
        *,
        echoes: bool = False,
    ) -> R:
        """Make a call, or let it go wrong in the way that is drawn."""
        match self.draw(what, echoes=echoes):
            case Fault.REFUSED:
                raise refused()
            case Fault.LOST_ANSWER:
                call()
                raise (lost or refused)()
            case Fault.ECHO if echoes:
                call()
                raise WriteConflict("lost against its own first attempt")
            case Fault.DIED_BEFORE:
                raise Death
            case Fault.DIED_AFTER:
                call()
                raise Death
            case _:
                return call()
