"""Runs a part of the bench in a process of its own, with a function's environment and no other."""

import os
import subprocess
import sys
from functools import cache

import msgspec

from bench.container import ENVIRONMENT
from bench.observed import Observed
from infra.artifact import PROJECT_DIR


def run(module: str, *arguments: str, given: bytes = b"") -> bytes:
    """Run ``python -m module`` and return what it printed; its errors pass through."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    ran = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=PROJECT_DIR,
        env=kept | ENVIRONMENT,
        input=given,
        stdout=subprocess.PIPE,
        check=True,
    )
    return ran.stdout


@cache
def observed() -> tuple[Observed, ...]:
    """Play the scenarios, once, and return what was seen."""
    return msgspec.json.decode(run("bench.play"), type=tuple[Observed, ...])
