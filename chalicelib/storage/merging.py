"""One operation an item: what a transaction asks for of one item twice, asked for once. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from chalicelib.storage.keys import Key
from chalicelib.storage.port import Join, Put, Write


def merged(writes: Sequence[Write]) -> list[Write]:
    """Let members that join an item ride on its document, if that is written too.

    DynamoDB refuses a transaction that names an item twice. Of two joins, the later expiry counts.
    """
    by_key: dict[Key, Write] = {}
    for write in writes:
        known = by_key.get(write.key)
        by_key[write.key] = write if known is None else _both(known, write)
    return list(by_key.values())


def _both(one: Write, other: Write) -> Write:
    if isinstance(one, Join):
        one, other = other, one
    if not isinstance(one, Put | Join) or not isinstance(other, Join):
        raise TypeError(f"{type(one).__name__} and {type(other).__name__} of one item")
    expires_at = max(one.expires_at or 0, other.expires_at)
    return replace(one, members=one.members | other.members, expires_at=expires_at)
