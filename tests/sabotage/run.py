"""Carry a breakage out in a copy of the tree, and see who notices."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tests.sabotage.breakage import Breakage

SOURCE = Path(__file__).resolve().parents[2]
COPIED = ("app.py", "pyproject.toml", "chalicelib", "templates", "infra", "tests", "docs", "vendor")
# A breakage may make the program go round for ever, and remember all of it.
LONGEST_SECONDS = 180
MEMORY_BYTES = 4 * 1024**3
SEEDS = 200
CRASHES = "tests/simulation/crashes"


class Noticed(NamedTuple):
    """Who noticed a breakage; empty for nobody."""

    breakage: Breakage
    tests: str
    histories: str
    crashes: str


def copied(tree: Path) -> None:
    """Copy what the tests need."""
    for name in COPIED:
        source = SOURCE / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "*.pyc")
            shutil.copytree(source, tree / name, symlinks=True, ignore=ignored)
        else:
            shutil.copy(source, tree / name)


def noticed(breakage: Breakage, tree: Path) -> Noticed:
    """Break a copy, ask everybody, and mend it."""
    breakage.carry_out(tree)
    try:
        tests = _failed(breakage.tests, tree)
        histories = _done([sys.executable, "-m", "tests.sabotage.histories", str(SEEDS)], tree)[1]
        crashes = tests if breakage.tests == (CRASHES,) else _failed((CRASHES,), tree)
        return Noticed(breakage, tests, histories, crashes)
    finally:
        breakage.undo(tree, SOURCE)


def _failed(tests: Sequence[str], tree: Path) -> str:
    """Return the first test that fails."""
    options = ["-x", "-n", "0", "--tb=no", "-rfE", "-p", "no:cacheprovider"]
    code, said = _done([sys.executable, "-m", "pytest", *options, *tests], tree)
    if code == 0:
        return ""
    failed = re.search(r"^(?:FAILED|ERROR) (.*?)(?: - .*)?$", said, re.MULTILINE)
    return failed[1].rpartition("::")[2] if failed else said.strip()[-100:]


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def _done(command: Sequence[str], tree: Path) -> tuple[int, str]:
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            command,
            cwd=tree,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=LONGEST_SECONDS,
            check=False,
            text=True,
            preexec_fn=_bounded,
        )
    except subprocess.TimeoutExpired:
        return 1, f"it goes round for ever: ended after {LONGEST_SECONDS} s"
    return done.returncode, done.stdout
