"""The table as services see it: items, conditional writes, and what may go wrong. Pure.

Two implementations keep to this contract: DynamoDB (``storage.dynamo``) and one in memory for
tests; one suite runs the same cases on both.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

import msgspec

from chalicelib.storage.keys import Key

ABSENT: Final = 0
"""As ``if_version``: the item has no version yet, that is, nobody wrote its document."""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One item: a JSON document with the few attributes that the table itself looks at.

    ``version`` counts writes of the document, ``expires_at`` is in epoch seconds (DynamoDB's
    TTL), ``members`` is a set that grows without reading the item first.
    """

    key: Key
    document: bytes
    version: int
    expires_at: int | None = None
    members: frozenset[str] = frozenset()


class Place(msgspec.Struct, frozen=True):
    """A place in one of the table's sorted lists. ``position`` sorts as text."""

    list: str
    position: str


class Put(msgspec.Struct, frozen=True, kw_only=True):
    """Write a document as ``if_version + 1``; ``if_version=None`` writes whatever was there.

    ``members`` of an existing item are kept and joined by those given. The item then stands in
    the list that ``place`` says, or in none.
    """

    key: Key
    document: bytes
    if_version: int | None
    expires_at: int | None = None
    members: frozenset[str] = frozenset()
    place: Place | None = None


class Join(msgspec.Struct, frozen=True, kw_only=True):
    """Add members to an item's set without touching document or version."""

    key: Key
    members: frozenset[str]
    expires_at: int


class Leave(msgspec.Struct, frozen=True, kw_only=True):
    """Take members out of an item's set without touching document or version.

    On the condition that the item is there: leaving nothing must not make something.
    """

    key: Key
    members: frozenset[str]


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """Let the transaction pass only while the item's version is ``if_version``."""

    key: Key
    if_version: int


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """Add to a counter, which begins at nothing. It is its item's version, and never ends."""

    key: Key
    amount: int


class Remove(msgspec.Struct, frozen=True, kw_only=True):
    """Delete an item, if it is there.

    With ``if_version`` only while both version and set are those that were read.
    """

    key: Key
    if_version: int | None = None
    if_members: frozenset[str] = frozenset()


class Replace(msgspec.Struct, frozen=True, kw_only=True):
    """Write a document as ``if_version + 1``; the item's set and its place in a list are gone.

    On the condition that both version and set are those that were read.
    """

    key: Key
    document: bytes
    if_version: int
    if_members: frozenset[str]
    expires_at: int


Write = Put | Join | Leave | Check | Count | Remove | Replace


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Some keys, and where the next page begins; None at the end. A page may be empty."""

    keys: tuple[Key, ...]
    after: str | None


class Table(Protocol):
    """Reads are strongly consistent. Every method raises ``Unavailable`` when storage fails."""

    def get(self, key: Key) -> Item | None:
        """Return the item, or None; never an expired one's absence: check times yourself."""

    def get_many(self, keys: Sequence[Key]) -> dict[Key, Item]:
        """Return those of the items that exist, in one call for up to 100 keys."""

    def listed(self, name: str, until: str, after: str = "") -> list[str]:
        """Return one page of a list's positions beyond ``after``, up to ``until``, in order.

        A list may lag behind writes for a moment. An empty page is the end.
        """

    def partition(self, pk: str) -> list[Item]:
        """Return every item of a partition, by its sort key."""

    def of_shop(self, shop: str, after: str | None = None) -> Page:
        """Return one page of the keys of all that belongs to a shop, in no order.

        Looks through the whole table, so it is for what a shop asks once: to be forgotten.
        """

    def write(self, writes: Sequence[Write]) -> None:
        """Carry out all or nothing; ``WriteConflict`` when a condition does not hold."""
