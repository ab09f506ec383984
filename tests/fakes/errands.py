"""The queue of errands in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from chalicelib.errands.model import Errand


class MemoryErrands:
    """The ``Errands`` port: keeps what is queued until it is taken."""

    def __init__(self) -> None:
        self.queued: list[Errand] = []
        self.delays: list[timedelta] = []
        """How long each was to wait, of all that were ever put."""
        self.failure: Exception | None = None

    def put(self, errands: Sequence[Errand], delay: timedelta = timedelta(0)) -> None:
        if self.failure:
            raise self.failure
        self.queued += errands
        self.delays += [delay] * len(errands)

    def taken(self) -> list[Errand]:
        """Take out what is queued, oldest first."""
        queued, self.queued = self.queued, []
        return queued
