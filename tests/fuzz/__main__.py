"""``make fuzz EXAMPLES=n``: try as hard as one likes, and tell what was sent and answered."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from rich.console import Console
from rich.table import Table

from tests.fuzz.counted import COUNTED
from tests.fuzz.effort import FEW, Effort

WIDTH = 150
HERE = str(Path(__file__).parent)


def main(words: Sequence[str] | None = None) -> int:
    """Run every property with so many examples and report; 1 when one of them broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--examples", type=int, default=10 * FEW, help="examples of each property")
    arguments = parser.parse_args(words)
    Effort.examples = arguments.examples  # before pytest imports the tests
    started = time.monotonic()
    failed = pytest.main(["-n", "0", "--tb=short", "--show-capture=no", HERE])
    report(time.monotonic() - started)
    return int(failed)


def report(seconds: float) -> None:
    """Print how often each route was asked, and what it answered."""
    console = Console(highlight=False, width=WIDTH)
    statuses = sorted({status for _, status in COUNTED})
    table = Table(box=None, pad_edge=False)
    for heading in ("requests", *map(str, statuses)):
        table.add_column(heading, justify="right")
    table.add_column("to")
    for meant in sorted({meant for meant, _ in COUNTED}):
        row = Counter({status: COUNTED[meant, status] for status in statuses})
        table.add_row(f"{row.total():,}", *(f"{row[s]:,}" for s in statuses), meant)
    sums = Counter[int]()
    for (_, status), count in COUNTED.items():
        sums[status] += count
    table.add_row(f"{sums.total():,}", *(f"{sums[s]:,}" for s in statuses), "all of them")
    console.print(table)
    console.print(f"{sums.total():,} requests in {seconds:.0f} s")


if __name__ == "__main__":
    sys.exit(main())
