"""The health of regions in the table: what one function learns, all know."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from chalicelib.delivery.health import Health
from chalicelib.shops.policy import Channel
from chalicelib.storage import keys
from chalicelib.storage.port import Put, Table

KEPT = timedelta(days=1)  # far longer than a failure counts


class HealthRecords:
    """Reads and writes how regions do."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def read(self, asked: Iterable[tuple[str, Channel]]) -> dict[tuple[str, Channel], Health]:
        """Return what is known of these; one that never failed is not among them."""
        wanted = {
            keys.region_health(region, channel): (region, channel) for region, channel in asked
        }
        items = self._table.get_many(list(wanted))
        return {
            wanted[key]: replace(
                msgspec.json.decode(item.document, type=Health), version=item.version
            )
            for key, item in items.items()
        }

    def write(self, region: str, channel: Channel, health: Health, now: datetime) -> None:
        """Store it; ``WriteConflict`` when somebody else learnt something since it was read."""
        document = msgspec.json.encode(replace(health, version=0))
        self._table.write(
            [
                Put(
                    key=keys.region_health(region, channel),
                    document=document,
                    if_version=health.version,
                    expires_at=int((now + KEPT).timestamp()),
                )
            ]
        )
