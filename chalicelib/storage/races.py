"""Losing a race for an item, and trying again. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from chalicelib.errors import Unavailable, WriteConflict

# An item's writers are webhooks, the step worker and links; five lost races in a row is a fault.
ATTEMPTS = 5
# Several times what reading and writing take, so that ten writers at once all get through. It
# doubles with every loss; all of them together leave a platform's five seconds nearly untouched.
FIRST_PAUSE_SECONDS = 0.05

Pause = Callable[[float], None]
"""Waits for a random part of so many seconds: who lost together must not try again together."""


def attempts(pause: Pause) -> Iterator[int]:
    """Count attempts from 0, with a pause before every further one."""
    for lost in range(ATTEMPTS):
        if lost:
            pause(FIRST_PAUSE_SECONDS * 2 ** (lost - 1))
        yield lost


def won[R](attempt: Callable[[], R], otherwise: str, pause: Pause) -> R:
    """Read, decide and write, by ``attempt``, anew whenever somebody else wrote first.

    Raises ``Unavailable`` with ``otherwise`` when every attempt lost.
    """
    for _ in attempts(pause):
        try:
            return attempt()
        except WriteConflict:
            continue
    raise Unavailable(otherwise)
