"""Workers that take turns at every port call, in an order that a seed decides."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

from greenlet import getcurrent, greenlet


class Death(BaseException):
    """The worker's process died; no ``except`` of the program may catch this."""


class Workers:
    """Runs tasks at once, one port call at a time. ``name`` is who is at it, or nobody."""

    def __init__(self) -> None:
        self.name = ""
        self.alone = False
        """Nobody else is at work at the same time."""
        self._ready: list[tuple[str, greenlet]] = []
        self._names: Counter[str] = Counter()
        self._hub = getcurrent()

    def start(self, name: str, work: Callable[[], None]) -> None:
        """Add a worker; it begins when its turn comes. Namesakes are numbered."""

        def lived() -> None:
            with suppress(Death):
                work()

        self._names[name] += 1
        if self._names[name] > 1:
            name = f"{name} no. {self._names[name]}"
        self._ready.append((name, greenlet(lived, parent=self._hub)))

    def pause(self) -> None:
        """Let any worker go on, perhaps this one. To be called by every port, in a worker."""
        current = getcurrent()
        if current is self._hub:
            return
        self._ready.append((self.name, current))
        self._hub.switch()

    def run(self, rng: Callable[[], random.Random]) -> None:
        """Let workers take turns until none is left."""
        self.alone = len(self._ready) == 1
        chance = rng() if not self.alone else None
        while self._ready:
            if chance is not None:
                turn = chance.randrange(len(self._ready))
                self._ready[turn], self._ready[-1] = self._ready[-1], self._ready[turn]
            self.name, worker = self._ready.pop()
            worker.switch()
        self.name = ""
