"""``make soak SEEDS=n``: play many histories; ``--seed N``: play one; ``--crashes``: the table."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tests.simulation.crashes import table as crashes
from tests.simulation.history import History
from tests.simulation.shrinking import shrunk, told, violation

CHUNK = 50  # histories a task: about a second


def played(seeds: range) -> tuple[Counter[str], list[int]]:
    """Play some seeds; return what was counted, and the seeds that broke something."""
    counted: Counter[str] = Counter()
    failing = []
    for seed in seeds:
        history, broken = violation(seed)
        counted.update(figures(history))
        if broken is not None:
            failing.append(seed)
    return counted, failing


def figures(history: History) -> Counter[str]:
    """Count what was played."""
    stage = history.stage
    counted = Counter(
        {
            "histories": 1,
            "webhooks": len(history.story),
            "messages": len(stage.mailer.sent),
            "coupons": len(stage.api.coupons),
            "port calls": stage.faults.calls,
            "invariants checked": history.oracle.checks,
            "timers lost": history.due_side.timers_lost,
            "dead letters": history.due_side.dead_letters,
            "news of mails": history.provider.told,
            "news later than a quarter-hour": history.provider.late,
            "mails twice, their news overtaken (decision 12)": history.oracle.mails.overtaken,
        }
    )
    for fault in stage.faults.injected.values():
        counted[f"fault: {fault}"] += 1
    return counted


def main(words: Sequence[str] | None = None) -> int:
    """Play and report; 1 when a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=1000, help="how many histories")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--seed", type=int, help="play one history and print it")
    parser.add_argument("--crashes", action="store_true", help="disturb every call of every event")
    arguments = parser.parse_args(words)
    if arguments.crashes:
        return crashes.main()
    if arguments.seed is not None:
        return _one(arguments.seed)
    return _many(arguments.first, arguments.seeds)


def _one(seed: int) -> int:
    history, broken = violation(seed)
    if broken is not None:
        sys.stdout.write(told(*shrunk(seed)) + "\n")
        return 1
    sys.stdout.write("\n".join([*history.stage.log, f"seed {seed} keeps every promise"]) + "\n")
    return 0


def _many(first: int, seeds: int) -> int:
    console = Console(highlight=False)
    started = time.monotonic()
    chunks = [range(n, min(n + CHUNK, first + seeds)) for n in range(first, first + seeds, CHUNK)]
    counted: Counter[str] = Counter()
    failing: list[int] = []
    columns = TextColumn("histories"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    with ProcessPoolExecutor() as pool, Progress(*columns, console=console) as progress:
        task = progress.add_task("histories", total=seeds)
        for more, broken in pool.map(played, chunks):
            counted.update(more)
            failing += broken
            progress.update(task, completed=counted["histories"])
    for what, number in counted.items():
        console.print(f"{number:>12,}  {what}")
    console.print(f"{len(failing):>12,}  violations, in {time.monotonic() - started:.0f} s")
    if failing:
        console.print(told(*shrunk(failing[0])), markup=False, soft_wrap=True)
        console.print(f"failing seeds: {failing[:20]}", markup=False)
    return 1 if failing else 0


if __name__ == "__main__":
    sys.exit(main())
