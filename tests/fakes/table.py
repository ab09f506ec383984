"""The table in memory."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from chalicelib.errors import WriteConflict
from chalicelib.storage.keys import Key, shop_of
from chalicelib.storage.port import (
    ABSENT,
    Count,
    Item,
    Join,
    Leave,
    Page,
    Place,
    Put,
    Remove,
    Replace,
    Write,
)

PAGE = 100
SCANNED = 500  # looked at by one call
OPERATIONS = 100  # the most that one transaction takes


class MemoryTable:
    """The ``Table`` port over a dictionary; ``calls`` counts what DynamoDB would be asked.

    ``failure`` is raised by the next calls instead of doing anything.
    """

    def __init__(self) -> None:
        self.items: dict[Key, Item] = {}
        self.places: dict[Key, Place | None] = {}
        self.calls: list[str] = []
        self.failure: Exception | None = None

    def _call(self, what: str) -> None:
        self.calls.append(what)
        if self.failure:
            raise self.failure

    def get(self, key: Key) -> Item | None:
        self._call("get")
        return self.items.get(key)

    def get_many(self, keys: Sequence[Key]) -> dict[Key, Item]:
        if keys:
            self._call("get_many")
        return {key: self.items[key] for key in keys if key in self.items}

    def listed(self, name: str, until: str, after: str = "") -> list[str]:
        self._call("listed")
        places = (place for place in self.places.values() if place and place.list == name)
        return sorted(p.position for p in places if after < p.position <= until)[:PAGE]

    def partition(self, pk: str) -> list[Item]:
        self.calls.append("partition")
        return [self.items[key] for key in sorted(self.items) if key.pk == pk]

    def of_shop(self, shop: str, after: str | None = None) -> Page:
        self.calls.append("of_shop")
        positions = sorted(f"{key.pk} {key.sk}" for key in self.items)
        seen = [position for position in positions if position > (after or "")][:SCANNED]
        looked_at = [Key(*position.split(" ", 1)) for position in seen]
        return Page(
            keys=tuple(key for key in looked_at if shop_of(key) == shop),
            after=seen[-1] if len(seen) == SCANNED else None,
        )

    def write(self, writes: Sequence[Write]) -> None:
        self._call(f"write {len(writes)}")
        keys = [write.key for write in writes]
        assert len(set(keys)) == len(keys) <= OPERATIONS, f"DynamoDB would refuse {keys}"
        for write in writes:
            if not self._holds(write):
                raise WriteConflict(write.key.pk)
        for write in writes:
            self._carry_out(write)

    def _holds(self, write: Write) -> bool:
        item = self.items.get(write.key)
        if isinstance(write, Leave):
            return item is not None
        if isinstance(write, Join | Count) or write.if_version is None:
            return True
        read = item or Item(key=write.key, document=b"", version=ABSENT)
        if isinstance(write, Remove | Replace) and read.members != write.if_members:
            return False
        return read.version == write.if_version

    def _carry_out(self, write: Write) -> None:
        item = self.items.get(write.key)
        members = item.members if item else frozenset()
        if isinstance(write, Remove):
            self.items.pop(write.key, None)
            self.places.pop(write.key, None)
        elif isinstance(write, Replace):
            self.items[write.key] = Item(
                key=write.key,
                document=write.document,
                version=write.if_version + 1,
                expires_at=write.expires_at,
            )
            self.places.pop(write.key, None)
        elif isinstance(write, Put):
            self.items[write.key] = Item(
                key=write.key,
                document=write.document,
                version=(item.version if item else 0) + 1,
                expires_at=_later(write.expires_at, item),
                members=members | write.members,
            )
            self.places[write.key] = write.place
        elif isinstance(write, Count):
            count = write.amount + (item.version if item else 0)
            self.items[write.key] = Item(key=write.key, document=b"", version=count)
        elif isinstance(write, Leave) and item is not None:
            self.items[write.key] = replace(item, members=members - write.members)
        elif isinstance(write, Join):
            self.items[write.key] = Item(
                key=write.key,
                document=item.document if item else b"",
                version=item.version if item else 0,
                expires_at=write.expires_at,
                members=members | write.members,
            )


def _later(expires_at: int | None, item: Item | None) -> int | None:
    """An expiry not given stays what it was, as with ``UpdateItem``."""
    return expires_at if expires_at is not None else (item.expires_at if item else None)
