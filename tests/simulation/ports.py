"""The ports, with turns and faults before every call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from chalicelib.errors import NotSent, OutcomeUnknown, Unavailable
from chalicelib.messages.mail import Mail
from chalicelib.recovery.timers import Due
from chalicelib.storage.keys import Key
from chalicelib.storage.port import Item, Page, Write
from tests.fakes.edges import MemoryFeedbackStream, MemoryMailer, MemoryTimers
from tests.fakes.table import MemoryTable
from tests.simulation.cooperation import Workers
from tests.simulation.faults import Faults

Watch = Callable[[Sequence[Write]], None]


class SimTable(MemoryTable):
    """A table that others write to between any two calls; ``watch`` sees every write succeed."""

    def __init__(self, workers: Workers, faults: Faults, watch: Watch) -> None:
        super().__init__()
        self._workers = workers
        self._faults = faults
        self._watch = watch

    def get(self, key: Key) -> Item | None:
        self._workers.pause()
        return self._faults.around(lambda: MemoryTable.get(self, key), down)

    def get_many(self, keys: Sequence[Key]) -> dict[Key, Item]:
        self._workers.pause()
        return self._faults.around(lambda: MemoryTable.get_many(self, keys), down)

    def listed(self, name: str, until: str, after: str = "") -> list[str]:
        self._workers.pause()
        return self._faults.around(lambda: MemoryTable.listed(self, name, until, after), down)

    def partition(self, pk: str) -> list[Item]:
        self._workers.pause()
        return self._faults.around(lambda: MemoryTable.partition(self, pk), down)

    def of_shop(self, shop: str, after: str | None = None) -> Page:
        self._workers.pause()
        return self._faults.around(lambda: MemoryTable.of_shop(self, shop, after), down)

    def write(self, writes: Sequence[Write]) -> None:
        self._workers.pause()
        self._faults.around(lambda: self._written(writes), down, echoes=len(writes) == 1)

    def _written(self, writes: Sequence[Write]) -> None:
        MemoryTable.write(self, writes)
        self._watch(writes)


class SimTimers(MemoryTimers):
    """Timers that may fail to be set; losing them after that is the simulation's part."""

    def __init__(self, workers: Workers, faults: Faults) -> None:
        super().__init__()
        self._workers = workers
        self._faults = faults

    def set(self, due: Due, at: datetime) -> None:
        self._workers.pause()
        self._faults.around(lambda: MemoryTimers.set(self, due, at), down)

    def unset(self, due: Due, at: datetime) -> None:
        self._workers.pause()
        self._faults.around(lambda: MemoryTimers.unset(self, due, at), down)


class SimMailer(MemoryMailer):
    """A provider whose answers get lost; ``watch`` sees every mail that really left."""

    def __init__(self, workers: Workers, faults: Faults, watch: Callable[[Mail], None]) -> None:
        super().__init__()
        self._workers = workers
        self._faults = faults
        self._watch = watch

    def send(self, mail: Mail) -> str:
        self._workers.pause()
        refused: Callable[[], Exception] = lambda: NotSent("throttled")  # noqa: E731
        lost: Callable[[], Exception] = lambda: OutcomeUnknown("answer lost")  # noqa: E731
        return self._faults.around(lambda: self._left(mail), refused, lost)

    def _left(self, mail: Mail) -> str:
        self._watch(mail)
        return MemoryMailer.send(self, mail)


class SimStream(MemoryFeedbackStream):
    """The feedback stream, which may fail to be seen."""

    def __init__(self, workers: Workers, faults: Faults) -> None:
        super().__init__()
        self._workers = workers
        self._faults = faults

    def is_whole(self) -> bool:
        self._workers.pause()
        return self._faults.around(lambda: self.lost == 0, down)


def down() -> Exception:
    """What a failed call to AWS looks like behind a gateway."""
    return Unavailable("no answer")
