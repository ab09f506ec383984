"""Play histories until one breaks a promise, and say which: run in a sabotaged tree."""

from __future__ import annotations

import sys

from tests.simulation.shrinking import violation


def first_broken(seeds: int) -> str:
    """Return the first violation, or nothing; an error of the program's own is one too."""
    for seed in range(seeds):
        try:
            _, broken = violation(seed)
        except Exception as error:  # noqa: BLE001  (a broken program may raise anything)
            return f"seed {seed}: {type(error).__name__} {error}"
        if broken is not None:
            return f"seed {seed}: {broken}"
    return ""


if __name__ == "__main__":
    sys.stdout.write(first_broken(int(sys.argv[1])))
