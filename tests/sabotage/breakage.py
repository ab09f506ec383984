"""Ways to break the program, from the tables beside this file."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec

TABLES = ("sending", "shoppers", "outside")


class Breakage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A change of ``file`` from ``old`` to ``new``, which ``tests`` must notice."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def carry_out(self, tree: Path) -> None:
        """Change the file in a tree; ``ValueError`` when there is not one such place in it."""
        path = tree / self.file
        source = path.read_text("utf-8")
        if source.count(self.old) != 1:
            raise ValueError(f"{self.name}: not one such place in {self.file}")
        path.write_text(source.replace(self.old, self.new), "utf-8")

    def undo(self, tree: Path, source: Path) -> None:
        """Put the file back as it is in the source tree."""
        (tree / self.file).write_bytes((source / self.file).read_bytes())


class Group(msgspec.Struct, frozen=True):
    """The breakages of one promise."""

    promise: str
    breakage: tuple[Breakage, ...]


def groups() -> list[Group]:
    """Read the tables."""
    files = (Path(__file__).with_name(f"{name}.toml") for name in TABLES)
    return [msgspec.convert(tomllib.loads(file.read_text("utf-8")), Group) for file in files]
