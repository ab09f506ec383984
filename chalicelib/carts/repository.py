"""Carts in the table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from msgspec.structs import replace

from chalicelib.carts.model import Cart, expiry
from chalicelib.recovery.due_list import place
from chalicelib.storage import keys
from chalicelib.storage.port import ABSENT, Item, Put, Table, Write


class Found(msgspec.Struct, frozen=True):
    """What lies under some tokens: the carts, and the names that nothing lies under yet."""

    carts: tuple[Cart, ...]
    free: tuple[str, ...]


class Carts:
    """Finds carts by any of their tokens and writes them on the condition of their version."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, shop: str, cart: str) -> Cart | None:
        """Return a cart by its opaque name."""
        item = self._table.get(keys.cart_state(shop, cart))
        return _cart(item.document, item.version) if item else None

    def get_many(self, shop: str, carts: Sequence[str]) -> tuple[Cart, ...]:
        """Return those of the carts that exist, in the order asked for."""
        items = self._items(shop, carts).values() if carts else ()
        return tuple(_cart(item.document, item.version) for item in items)

    def find(self, shop: str, tokens: Sequence[str]) -> Found:
        """Look for carts under any of the tokens: one read, one more when a pointer is followed."""
        ids = [keys.cart_id(shop, token) for token in tokens]
        items = self._items(shop, ids)
        pointers = {i.document.decode() for i in items.values() if not i.document.startswith(b"{")}
        items |= self._items(shop, sorted(pointers - items.keys()))
        carts = [_cart(i.document, i.version) for i in items.values() if i.document[:1] == b"{"]
        return Found(carts=tuple(carts), free=tuple(i for i in ids if i not in items))

    def _items(self, shop: str, ids: Sequence[str]) -> dict[str, Item]:
        if len(ids) == 1:
            item = self._table.get(keys.cart_state(shop, ids[0]))
            return {ids[0]: item} if item else {}
        found = self._table.get_many([keys.cart_state(shop, each) for each in ids])
        by_id = {each: found.get(keys.cart_state(shop, each)) for each in ids}
        return {each: item for each, item in by_id.items() if item}

    def put(self, cart: Cart, now: datetime) -> Write:
        """Say how to store a cart, on the condition that nobody else did since it was read."""
        return Put(
            key=keys.cart_state(cart.shop, cart.id),
            document=msgspec.json.encode(replace(cart, version=0)),
            if_version=cart.version,
            expires_at=expiry(now),
            place=place(cart),
        )

    def pointers(self, cart: Cart, free: Iterable[str], now: datetime) -> list[Write]:
        """Say how to make names that are still free lead to this cart."""
        return [
            Put(
                key=keys.cart_state(cart.shop, each),
                document=cart.id.encode(),
                if_version=ABSENT,
                expires_at=expiry(now),
            )
            for each in free
            if each != cart.id
        ]


def _cart(document: bytes, version: int) -> Cart:
    return replace(msgspec.json.decode(document, type=Cart), version=version)
