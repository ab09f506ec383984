"""Make a failing history short: leave out webhooks and mishaps as long as it still fails."""

from __future__ import annotations

from collections.abc import Sequence

from tests.simulation.faults import Spot
from tests.simulation.history import History
from tests.simulation.judge import Violation
from tests.simulation.story import Webhook

TRIES = 600  # seconds, not minutes, on a history of some milliseconds


def violation(
    seed: int, story: Sequence[Webhook] | None = None, spared: frozenset[Spot] = frozenset()
) -> tuple[History, Violation | None]:
    """Play a history; return it with what it broke, if anything."""
    history = History(seed, story, spared)
    try:
        history.play()
    except Violation as broken:
        return history, broken
    return history, None


class Shrinking:
    """The shortest failing history so far."""

    def __init__(self, seed: int) -> None:
        self.tries = 0
        self.history, self.broken = violation(seed)
        if self.broken is None:
            raise ValueError(f"seed {seed} breaks nothing")

    def down(self) -> None:
        """Leave out what can be, until nothing can."""
        before = -1
        while before != (before := self._size()) and self.tries < TRIES:
            for webhook in reversed(self.history.story):
                self._try([w for w in self.history.story if w is not webhook], self.history.spared)
            for spot in reversed(list(self.history.stage.faults.injected)):
                self._try(self.history.story, self.history.spared | {spot})

    def _size(self) -> int:
        return len(self.history.story) + len(self.history.stage.faults.injected)

    def _try(self, story: Sequence[Webhook], spared: frozenset[Spot]) -> None:
        self.tries += 1
        history, broken = violation(self.history.seed, story, spared)
        if broken is not None and self.tries < TRIES:
            self.history, self.broken = history, broken


def shrunk(seed: int) -> tuple[History, Violation]:
    """Return the shortest failing history found for a seed that fails."""
    shrinking = Shrinking(seed)
    shrinking.down()
    assert shrinking.broken is not None
    return shrinking.history, shrinking.broken


def told(history: History, broken: Violation) -> str:
    """Tell a failing history so that a person can follow it."""
    story = [f"  {w.at:%d %H:%M:%S} {w.number:>3} {w.what} {w.token}" for w in history.story]
    circumstances = f"{history.rate:.0%} of calls go wrong, SES is {history.provider.manner}"
    return "\n".join(
        [
            f"seed {history.seed}: {broken}",
            circumstances,
            "what happened at the shop:",
            *story,
            "what happened here (! is what went wrong):",
            *(f"  {line}" for line in history.stage.log),
            f"found while at work: {history.stage.workers.name or 'nobody'}",
            f"again: python -m tests.simulation --seed {history.seed}",
        ]
    )
