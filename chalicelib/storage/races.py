"""Losing a race for an item, and trying again. Pure."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.errors import Unavailable, WriteConflict

# An item's writers are webhooks, the step worker and links; five lost races in a row is a fault.
ATTEMPTS = 5


def won[R](attempt: Callable[[], R], otherwise: str) -> R:
    """Read, decide and write, by ``attempt``, anew whenever somebody else wrote first.

    Raises ``Unavailable`` with ``otherwise`` when every attempt lost.
    """
    for _ in range(ATTEMPTS):
        try:
            return attempt()
        except WriteConflict:
            continue
    raise Unavailable(otherwise)
