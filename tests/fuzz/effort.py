"""How hard to try: a little with every run of the tests, as hard as one likes by command."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hypothesis import settings

FEW = 40
# Of the processor's own time: a busy machine is no fault of a request. One takes some milliseconds,
# some tenths of a second when it is large and its memory is watched.
PATIENCE_SECONDS = 5.0


class Effort:
    """``examples`` is what a property of average cost tries; ``__main__`` sets it."""

    examples = FEW


def fuzzed(share: float = 1) -> settings:
    """Return a property's settings; ``share`` weighs it against the others.

    The few of every run are always the same ones: a new find belongs to who looks for it.
    """
    from hypothesis import HealthCheck, settings  # pytest wants to see it first

    return settings(
        max_examples=max(1, round(Effort.examples * share)),
        derandomize=Effort.examples == FEW,
        deadline=None,  # the target measures each request, see PATIENCE_SECONDS
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
