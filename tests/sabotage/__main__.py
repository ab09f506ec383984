"""``make sabotage``: break every promise once, and print who noticed."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue

from rich.console import Console
from rich.progress import track

from tests.sabotage.breakage import Breakage, groups
from tests.sabotage.run import Noticed, copied, noticed

SHOWN_LETTERS = 110


def main(words: Sequence[str] | None = None) -> int:
    """Break, ask, print; 1 when nobody noticed one of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.sabotage", description=__doc__)
    parser.add_argument("--jobs", type=int, default=2, help="how many at once")
    parser.add_argument("--only", default="", help="those whose name holds this")
    arguments = parser.parse_args(words)
    console = Console(highlight=False, soft_wrap=True)
    started = time.monotonic()
    promises = {each.name: group.promise for group in groups() for each in group.breakage}
    every_one = [each for group in groups() for each in group.breakage]
    chosen = [each for each in every_one if arguments.only in each.name]
    told: list[Noticed] = []
    for each in track(_all(chosen, arguments.jobs), "breakages", len(chosen), console=console):
        promise = promises[each.breakage.name]
        if not told or promises[told[-1].breakage.name] != promise:
            console.print(f"\n{promise.upper()}", markup=False)
        console.print(_row(each), markup=False)
        told.append(each)
    console.print(_sum(told, time.monotonic() - started), markup=False)
    return int(any(not each.tests for each in told))


def _all(chosen: Sequence[Breakage], jobs: int) -> Iterator[Noticed]:
    """Break copies of the tree, one for each worker."""
    with ExitStack() as stack:
        trees: SimpleQueue[Path] = SimpleQueue()
        for _ in range(jobs):
            tree = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sabotage-")))
            copied(tree)
            trees.put(tree)

        def one(breakage: Breakage) -> Noticed:
            tree = trees.get()
            try:
                return noticed(breakage, tree)
            finally:
                trees.put(tree)

        pool = stack.enter_context(ThreadPoolExecutor(jobs))
        yield from pool.map(one, chosen)


def _row(each: Noticed) -> str:
    lines = [f"  {each.breakage.name}  ({each.breakage.file})"]
    for who, what in (("test", each.tests), ("history", each.histories), ("crash", each.crashes)):
        verdict = "SURVIVED" if who == "test" else "-"
        lines.append(f"      {who:8} {what.strip()[:SHOWN_LETTERS] or verdict}")
    return "\n".join(lines)


def _sum(every: Sequence[Noticed], seconds: float) -> str:
    tests = sum(bool(each.tests) for each in every)
    histories = sum(bool(each.histories) for each in every)
    crashes = sum(bool(each.crashes) for each in every)
    return (
        f"\n{len(every)} breakages: noticed by their tests {tests}, by histories {histories}, "
        f"by crashes {crashes}; survived: {len(every) - tests}; in {seconds:.0f} s"
    )


if __name__ == "__main__":
    sys.exit(main())
