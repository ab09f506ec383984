"""Rows of words under headings, aligned for a terminal. Pure."""

from collections.abc import Iterator, Sequence


def columns(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield a line for the headings and for each row; a last column is not padded."""
    table = [headings, *rows]
    widths = [max(len(row[number]) for row in table) for number in range(len(headings))]
    for row in table:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        yield "  ".join(cells).rstrip()
