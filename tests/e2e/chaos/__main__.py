"""``make chaos CARTS=n``: play a large run and print what was counted."""

import argparse
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tests.e2e.chaos.passing import Time
from tests.e2e.chaos.platform import Platform
from tests.e2e.chaos.report import report
from tests.e2e.chaos.run import Played, play


def main(words: Sequence[str] | None = None) -> int:
    """Play and report; 1 when a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.chaos", description=__doc__)
    parser.add_argument("--carts", type=int, default=300, help="at least so many (default: 300)")
    parser.add_argument("--seed", type=int, default=1, help="decides journeys, faults and deaths")
    arguments = parser.parse_args(words)
    console = Console(highlight=False)
    played = watched(arguments.carts, arguments.seed, console)
    console.print(report(played))
    console.print(f"{played.passed.share:.0%} of the calls failed; {played.seconds:.0f} s")
    for problem in played.promises.broken:
        console.print(problem, style="red", markup=False, soft_wrap=True)
    return 1 if played.promises.broken else 0


def watched(carts: int, seed: int, console: Console) -> Played:
    """Play, with a bar of what was answered."""
    columns = (
        TextColumn("webhooks answered"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[waiting]} carts wait"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("webhooks", total=None, waiting="no")

        def watch(platform: Platform, hours: Time) -> None:
            done, total = platform.answered()
            progress.update(task, completed=done, total=total, waiting=hours.waiting)

        return play(carts, seed, watch)


if __name__ == "__main__":
    sys.exit(main())
