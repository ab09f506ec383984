"""Whole regions that are out of order: kept in a file, looked at by whoever answers for AWS."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path

REGIONS_DOWN = "regions-down.json"
# What sends messages. A region's topics, queues and tables are not what failover is about.
SENDING = frozenset({"ses", "email", "sesv2", "sns", "mobiletargeting", "sms-voice"}) | {
    "social-messaging"
}


class Failure(StrEnum):
    """How a region that is down answers."""

    THROTTLES = "throttles"
    """429 with the service's own code: nothing was done."""
    ERRORS = "errors"
    """500, after doing nothing."""
    UNREACHABLE = "unreachable"
    """The connection is closed before anything was read."""


def put_down(state_dir: Path, region: str, failure: Failure) -> None:
    """Have every sending request to ``region`` fail from now on."""
    _write(state_dir, _read(state_dir) | {region: failure.value})


def put_up(state_dir: Path, region: str) -> None:
    """Have a region work again."""
    _write(state_dir, {name: how for name, how in _read(state_dir).items() if name != region})


def failure_of(state_dir: Path, region: str) -> Failure | None:
    """Say how a region fails at this moment; None when it works."""
    how = _read(state_dir).get(region)
    return Failure(how) if how else None


def _read(state_dir: Path) -> dict[str, str]:
    file = state_dir / REGIONS_DOWN
    return dict(json.loads(file.read_text("utf-8"))) if file.exists() else {}


def _write(state_dir: Path, down: dict[str, str]) -> None:
    """Replace the file in one step: others read it at any moment."""
    new = state_dir / f"{REGIONS_DOWN}.new"
    new.write_text(json.dumps(down), "utf-8")
    new.replace(state_dir / REGIONS_DOWN)
