"""What goes wrong at a port call, and how often."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from enum import StrEnum

from chalicelib.errors import WriteConflict
from tests.simulation.cooperation import Death


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
    (Fault.ECHO, 1),
    (Fault.DIED_BEFORE, 2),
    (Fault.DIED_AFTER, 2),
)


class Faults:
    """Decides by a seed; ``rate`` is the share of calls that go wrong, 0 for a good day."""

    def __init__(self, rng: random.Random, rate: float) -> None:
        self._rng = rng
        self.rate = rate
        self.injected: Counter[Fault] = Counter()
        self.calls = 0
        self.die_at: int | None = None
        """Number of the call at which the worker dies, for going through all of them."""

    def draw(self) -> Fault | None:
        """Decide about the next call."""
        self.calls += 1
        if self.die_at is not None:
            return Fault.DIED_BEFORE if self.calls == self.die_at else None
        if self.rate == 0 or self._rng.random() >= self.rate:
            return None
        kinds, weights = zip(*HARMS, strict=True)
        fault: Fault = self._rng.choices(kinds, weights)[0]
        self.injected[fault] += 1
        return fault

    def around[R](
        self,
        call: Callable[[], R],
        refused: Callable[[], Exception],
        lost: Callable[[], Exception] | None = None,
        *,
        echoes: bool = False,
    ) -> R:
        """Make a call, or let it go wrong in the way that is drawn."""
        match self.draw():
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
