"""The code as a graph: its modules, and what each of them imports where."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name. ``target`` is one of our modules, or a dotted name from elsewhere.

    ``at_import_time`` is false inside functions and under ``if TYPE_CHECKING:``.
    """

    target: str
    line: int
    at_import_time: bool

    def is_of(self, *packages: str) -> bool:
        """Tell if the target is one of these packages or lies in one of them."""
        return any(self.target == p or self.target.startswith(f"{p}.") for p in packages)


@dataclass(frozen=True, slots=True)
class Module:
    """One module of ours."""

    name: str
    path: str
    tree: ast.Module
    imports: tuple[Import, ...]

    @property
    def room(self) -> str:
        """The directory below ``chalicelib/``; empty for what lies beside the rooms."""
        parts = self.path.split("/")
        return parts[1] if len(parts) > 2 else ""

    @property
    def file(self) -> str:
        """The bare name of the file."""
        return self.path.rpartition("/")[2]

    @property
    def says_pure(self) -> bool:
        """Whether the first paragraph of the docstring calls the module pure."""
        first = (ast.get_docstring(self.tree) or "").partition("\n\n")[0]
        return bool(re.search(r"\bpure\b", first, re.IGNORECASE))


def read_sources() -> dict[str, str]:
    """Return the text of ``app.py`` and everything below ``chalicelib/`` by its path."""
    files = [PROJECT / "app.py", *sorted((PROJECT / "chalicelib").rglob("*.py"))]
    return {file.relative_to(PROJECT).as_posix(): file.read_text("utf-8") for file in files}


def parse(sources: Mapping[str, str]) -> dict[str, Module]:
    """Return the modules of these sources by name."""
    paths = {_name(path): path for path in sources}
    ours = frozenset(paths)
    return {name: _module(name, path, sources[path], ours) for name, path in paths.items()}


@cache
def _module(name: str, path: str, source: str, ours: frozenset[str]) -> Module:
    tree = ast.parse(source, path)
    package = name if path.endswith("__init__.py") else name.rpartition(".")[0]
    return Module(name, path, tree, tuple(_imports(tree, package, ours, at_import_time=True)))


def _name(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _imports(
    node: ast.AST, package: str, ours: frozenset[str], *, at_import_time: bool
) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            for target in _targets(child, package):
                yield Import(_known(target, ours), child.lineno, at_import_time)
            continue
        later = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        typing_only = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test)
        runs = at_import_time and not later and not typing_only
        yield from _imports(child, package, ours, at_import_time=runs)


def _targets(node: ast.Import | ast.ImportFrom, package: str) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    base = node.module or ""
    if node.level:
        parents = package.split(".")[: len(package.split(".")) - node.level + 1]
        base = ".".join([*parents, base] if base else parents)
    return [f"{base}.{alias.name}" for alias in node.names]


def _known(target: str, ours: frozenset[str]) -> str:
    """Cut a name down to the module of ours that holds it; leave others' names whole."""
    name = target
    while name:
        if name in ours:
            return name
        name = name.rpartition(".")[0]
    return target
