"""The table, with turns and faults before every call, and a list that lags."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from chalicelib.recovery.due_list import LISTS
from chalicelib.storage.keys import Key
from chalicelib.storage.port import Item, Page, Put, Write
from tests.fakes.edges import NOON
from tests.fakes.table import MemoryTable
from tests.simulation.cooperation import Workers
from tests.simulation.faults import Faults
from tests.simulation.ports import down

LAGS = 0.2  # share of looks into a list, on a bad day, that miss what was just written
LAG = timedelta(seconds=2)


class SimTable(MemoryTable):
    """A table that others write to between any two calls; ``watch`` sees every write succeed."""

    def __init__(
        self,
        workers: Workers,
        faults: Faults,
        watch: Callable[[Sequence[Write]], None] = lambda _: None,
        clock: Callable[[], datetime] = lambda: NOON,
    ) -> None:
        super().__init__()
        self._workers = workers
        self._faults = faults
        self._watch = watch
        self._clock = clock
        self._before = clock(), self.places

    def get(self, key: Key) -> Item | None:
        self._workers.pause()
        return self._faults.around("reading", lambda: MemoryTable.get(self, key), down)

    def get_many(self, keys: Sequence[Key]) -> dict[Key, Item]:
        if not keys:
            return {}
        self._workers.pause()
        return self._faults.around("reading", lambda: MemoryTable.get_many(self, keys), down)

    def listed(self, name: str, until: str, after: str = "") -> list[str]:
        self._workers.pause()
        return self._faults.around("listing", lambda: self._listed(name, until, after), down)

    def _listed(self, name: str, until: str, after: str) -> list[str]:
        places = self.places
        written_at, before = self._before
        if self._clock() <= written_at + LAG and self._faults.strikes(LAGS):
            self.places = before
        try:
            return MemoryTable.listed(self, name, until, after)
        finally:
            self.places = places

    def partition(self, pk: str) -> list[Item]:
        self._workers.pause()
        return self._faults.around("reading", lambda: MemoryTable.partition(self, pk), down)

    def of_shop(self, shop: str, after: str | None = None) -> Page:
        self._workers.pause()
        return self._faults.around("scanning", lambda: MemoryTable.of_shop(self, shop, after), down)

    def due(self) -> list[str]:
        """Return the positions of all carts that wait for something, without asking a port."""
        return [p.position for p in self.places.values() if p and p.list in LISTS]

    def write(self, writes: Sequence[Write]) -> None:
        self._workers.pause()
        first = writes[0]
        # A transaction carries a token by which its retry is known; a single write does not.
        echoes = len(writes) == 1 and isinstance(first, Put) and first.if_version is not None
        self._faults.around(_named(writes), lambda: self._written(writes), down, echoes=echoes)

    def _written(self, writes: Sequence[Write]) -> None:
        before = dict(self.places)
        MemoryTable.write(self, writes)
        self._before = self._clock(), before
        self._watch(writes)


def _named(writes: Sequence[Write]) -> str:
    kinds = sorted({write.key.sk.partition("#")[0].lower() for write in writes})
    shown = [kind for kind in kinds if kind in {"state", "message", "profile", "heard"}]
    return f"writing {', '.join(shown) or 'counters'}"
