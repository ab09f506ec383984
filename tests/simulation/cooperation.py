"""Workers that take turns at every port call, in an order that a seed decides."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress

from greenlet import getcurrent, greenlet


class Death(BaseException):
    """The worker's process died; no ``except`` of the program may catch this."""


class Workers:
    """Runs tasks at once, one port call at a time."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._ready: list[greenlet] = []
        self._hub = getcurrent()

    def start(self, work: Callable[[], None]) -> None:
        """Add a worker; it begins when its turn comes."""

        def lived() -> None:
            with suppress(Death):
                work()

        self._ready.append(greenlet(lived, parent=self._hub))

    def pause(self) -> None:
        """Let any worker go on, perhaps this one. To be called by every port, in a worker."""
        current = getcurrent()
        if current is self._hub:
            return
        self._ready.append(current)
        self._hub.switch()

    def run(self) -> None:
        """Let workers take turns until none is left."""
        while self._ready:
            turn = self._rng.randrange(len(self._ready))
            self._ready[turn], self._ready[-1] = self._ready[-1], self._ready[turn]
            self._ready.pop().switch()
