"""What a stand-in for a shop's platform is asked and tells, and what may go wrong on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: ``path`` without host and query, ``headers`` by lower-case name."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Told:
    """One answer."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class StandIn(Protocol):
    """Behaves as one shop's platform."""

    def answer(self, asked: Asked) -> Told:
        """Answer a request as the platform would; called by one thread at a time."""


class Trouble(StrEnum):
    """How an answer may go wrong before the platform has any say."""

    THROTTLED = "429, come back in a second"
    BROKEN = "503"
    SLOW = "no answer in time"
    MALFORMED = "200 with something that is not JSON"
    TRUNCATED = "half of the answer"
    RESET = "connection reset"
