"""What was seen when the app handled one event: handed from process to process as JSON. Pure."""

from typing import Any

import msgspec


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One call to AWS, with its answer as bytes so that it can be replayed."""

    service: str
    operation: str
    attempts: int
    read_units: float = 0
    write_units: float = 0
    status: int = 200
    headers: dict[str, str] = {}
    body: bytes = b""


class Observed(msgspec.Struct, frozen=True, kw_only=True):
    """One event, what it was answered, and the calls in between.

    ``handler`` is ``api`` or ``due_steps``; ``cold`` tells that the container was a new one.
    """

    name: str
    handler: str
    event: dict[str, Any]
    answer: str
    calls: tuple[Call, ...]
    cold: bool = False

    @property
    def operations(self) -> list[str]:
        """The calls by name, in order."""
        return [call.operation for call in self.calls]

    @property
    def read_units(self) -> float:
        """Read units of all calls."""
        return sum(call.read_units for call in self.calls)

    @property
    def write_units(self) -> float:
        """Write units of all calls."""
        return sum(call.write_units for call in self.calls)

    @property
    def retries(self) -> int:
        """Attempts beyond the first of each call."""
        return sum(call.attempts - 1 for call in self.calls)
