"""The ledger as data, and how it is printed: plain for terminals, or as Markdown. Pure."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WIDTH = 100


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under a header; the first column is set to the left, the others to the right.

    The columns named in ``left`` are set to the left as well.
    """

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    left: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """A figure beside its target."""

    what: str
    figure: float
    target: float
    unit: str = ""
    below: bool = True
    """Whether the figure must lie below the target; otherwise it may also reach it."""

    def __str__(self) -> str:
        limit = f"{'under ' if self.below else 'at most '}{self.target:g}{self.unit}"
        return f"{self.what}: {self.figure:.3g}{self.unit} (target: {limit}) - {self.verdict}"

    @property
    def is_met(self) -> bool:
        """Whether the target is met."""
        return self.figure < self.target if self.below else self.figure <= self.target

    @property
    def verdict(self) -> str:
        """``met``, or by how much it was missed."""
        return "met" if self.is_met else f"missed by {self.figure - self.target:.3g}{self.unit}"


@dataclass(frozen=True, slots=True)
class Section:
    """One subject of the ledger."""

    title: str
    tables: Sequence[Table]
    checks: Sequence[Check] = ()
    notes: str = ""


def printed(sections: Sequence[Section], *, markdown: bool) -> str:
    """Return the ledger as text."""
    lines = (line for section in sections for line in _section(section, markdown))
    return "\n".join(lines)


def _section(section: Section, markdown: bool) -> Iterator[str]:
    yield f"## {section.title}" if markdown else section.title.upper()
    yield ""
    for table in section.tables:
        yield from _markdown(table) if markdown else _plain(table)
        yield ""
    for check in section.checks:
        yield f"- {check}" if markdown else f"  {'✓' if check.is_met else '✗'} {check}"
    if section.checks:
        yield ""
    for note in filter(None, section.notes.strip().split("\n\n")):
        wrapped = textwrap.wrap(note, WIDTH, initial_indent="  ", subsequent_indent="  ")
        yield from [" ".join(note.split())] if markdown else wrapped
        yield ""


def _plain(table: Table) -> Iterator[str]:
    rows = [table.header, *table.rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(table.header))]
    for number, row in enumerate(rows):
        cells = [
            cell.ljust(width) if _is_left(table, column) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  " + "  ".join(cells).rstrip()
        if number == 0:
            yield "  " + "  ".join("-" * width for width in widths)


def _markdown(table: Table) -> Iterator[str]:
    yield f"| {' | '.join(table.header)} |"
    marks = (":--" if _is_left(table, n) else "--:" for n in range(len(table.header)))
    yield f"| {' | '.join(marks)} |"
    for row in table.rows:
        yield f"| {' | '.join(row)} |"


def _is_left(table: Table, column: int) -> bool:
    return column == 0 or table.header[column] in table.left
