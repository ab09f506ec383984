"""The queue of errands in memory."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.errands.model import Errand


class MemoryErrands:
    """The ``Errands`` port: keeps what is queued until it is taken."""

    def __init__(self) -> None:
        self.queued: list[Errand] = []
        self.failure: Exception | None = None

    def put(self, errands: Sequence[Errand]) -> None:
        if self.failure:
            raise self.failure
        self.queued += errands

    def taken(self) -> list[Errand]:
        """Take out what is queued, oldest first."""
        queued, self.queued = self.queued, []
        return queued
