"""``make crashes``: the table of all plays."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

from rich.console import Console
from rich.progress import track

from tests.simulation.crashes import due_steps, others, webhooks
from tests.simulation.crashes.plays import Row, played
from tests.simulation.faults import Fault

KINDS = (*webhooks.KINDS, *due_steps.KINDS, *others.KINDS)
NAME_WIDTH = 45
WRONG_SHOWN_LETTERS = 400


class Line(NamedTuple):
    """One kind in the table."""

    group: str
    name: str
    calls: int
    plays: int
    wrong: Sequence[str]


def line(number: int) -> Line:
    """Play one kind, by its number: kinds cannot be sent to another process."""
    return _line(played(KINDS[number]))


def main() -> int:
    """Play everything and print the table; 1 if anything ended wrong."""
    console = Console(highlight=False, soft_wrap=True)
    started = time.monotonic()
    with ProcessPoolExecutor() as pool:
        each = pool.map(line, range(len(KINDS)))
        lines = list(track(each, "kinds", len(KINDS), console=console, transient=True))
    console.print(table(lines), markup=False)
    console.print(f"in {time.monotonic() - started:.0f} s")
    return int(any(each.wrong for each in lines))


def table(lines: Sequence[Line]) -> str:
    """Set the lines, their groups' sums and what went wrong."""
    rows = [f"{'':{NAME_WIDTH}} {'calls':>6} {'plays':>6}"]
    for group in dict.fromkeys(line.group for line in lines):
        of_group = [line for line in lines if line.group == group]
        rows += ["", _row(group.upper(), of_group), *(_row(f"  {x.name}", [x]) for x in of_group)]
    rows += ["", _row("TOGETHER", lines), "", "each call, once in each way it can go wrong:"]
    return "\n".join([*rows, *(f"  {fault}" for fault in Fault)])


def _row(name: str, lines: Sequence[Line]) -> str:
    calls, plays = sum(line.calls for line in lines), sum(line.plays for line in lines)
    wrong = [each for line in lines for each in line.wrong]
    verdict = "all right" if not wrong else f"{len(wrong)} WRONG"
    shown = "" if len(lines) > 1 else "".join(_first(wrong))
    return f"{name:{NAME_WIDTH}} {calls:>6} {plays:>6}  {verdict}{shown}"


def _first(wrong: Iterable[str]) -> Iterable[str]:
    return (f"\n      {each[:WRONG_SHOWN_LETTERS]}" for each in wrong)


def _line(row: Row) -> Line:
    return Line(row.kind.group, row.kind.name, row.calls, row.plays, row.wrong)
