"""Make a failing history short: leave out webhooks as long as it still fails."""

from __future__ import annotations

from collections.abc import Sequence

from tests.simulation.history import History
from tests.simulation.oracle import Violation
from tests.simulation.story import Webhook

TRIES = 300  # seconds, not minutes, on a history of some milliseconds


def violation(
    seed: int, story: Sequence[Webhook] | None = None
) -> tuple[History, Violation | None]:
    """Play a history; return it with what it broke, if anything."""
    history = History(seed, story)
    try:
        history.play()
    except Violation as broken:
        return history, broken
    return history, None


def shrunk(seed: int) -> tuple[History, Violation]:
    """Return the shortest failing history found for a seed that fails."""
    best, broken = violation(seed)
    if broken is None:
        raise ValueError(f"seed {seed} breaks nothing")
    tries, number = 0, 0
    while number < len(best.story) and tries < TRIES:
        tries += 1
        shorter = [*best.story[:number], *best.story[number + 1 :]]
        history, still = violation(seed, shorter)
        if still is None:
            number += 1
        else:
            best, broken = history, still
    return best, broken


def told(history: History, broken: Violation) -> str:
    """Tell a failing history so that a person can follow it."""
    story = [f"  {w.at:%d %H:%M:%S} {w.number} {w.what} {w.token}" for w in history.story]
    return "\n".join(
        [
            f"seed {history.seed}, {history.rate:.0%} of calls go wrong: {broken}",
            "what happened at the shop:",
            *story,
            "what happened here:",
            *(f"  {line}" for line in history.log),
            f"again: python -m tests.simulation --seed {history.seed}",
        ]
    )
