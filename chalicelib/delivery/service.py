"""What functions tell each other about regions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime

from chalicelib.delivery.health import Board, Health, failed, worked
from chalicelib.delivery.repository import HealthRecords
from chalicelib.delivery.routing import listed_regions
from chalicelib.errors import Unavailable, WriteConflict
from chalicelib.shops.policy import Channel, Policy
from chalicelib.storage.port import Table


class RegionService:
    """Knows which region is home, and how all of them do."""

    def __init__(self, table: Table, home: str, clock: Callable[[], datetime]) -> None:
        self._records = HealthRecords(table)
        self._clock = clock
        self.home = home

    def board(self, country: str | None, policy: Policy, channels: Iterable[Channel]) -> Board:
        """Return how the regions of a country do; nothing is read where there is no choice."""
        regions = listed_regions(country, policy, self.home)
        if len(regions) == 1:
            return {}
        return self._records.read((region, channel) for region in regions for channel in channels)

    def note_failed(self, board: Board, region: str, channel: Channel) -> None:
        """Remember a failure; that somebody else remembered one just now is enough."""
        self._note(region, channel, failed(board.get((region, channel), Health()), self._clock()))

    def note_worked(self, board: Board, region: str, channel: Channel) -> None:
        """Remember that a region works, if it was known to fail."""
        known = board.get((region, channel), Health())
        if (after := worked(known)) is not known:
            self._note(region, channel, after)

    def _note(self, region: str, channel: Channel, health: Health) -> None:
        """Write it, or leave it: the breaker is a convenience, and must never cost a message."""
        with suppress(WriteConflict, Unavailable):
            self._records.write(region, channel, health, self._clock())
