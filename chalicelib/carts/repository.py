"""Carts in the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from msgspec.structs import replace

from chalicelib.carts.model import Cart, expiry
from chalicelib.insights.facts import counting
from chalicelib.recovery.due_list import place
from chalicelib.storage import keys
from chalicelib.storage.port import ABSENT, Item, Put, Table, Write


class Found(msgspec.Struct, frozen=True):
    """What lies under some tokens.

    ``carts`` are in the tokens' order. ``free`` are the names that lead to no cart, with the
    version of what lies there: a pointer whose cart was forgotten before it, or nothing.
    """

    carts: tuple[Cart, ...] = ()
    free: dict[str, int] = {}


class Carts:
    """Finds carts by any of their tokens and writes them on the condition of their version."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, shop: str, cart: str) -> Cart | None:
        """Return a cart by its opaque name, or by that of a pointer to it."""
        item = self._table.get(keys.cart_state(shop, cart))
        if item is None:
            return None
        return _cart(item) if _is_cart(item) else self.get(shop, item.document.decode())

    def get_many(self, shop: str, carts: Sequence[str]) -> tuple[Cart, ...]:
        """Return those of the carts that exist, in the order asked for."""
        items = self._items(shop, carts).values() if carts else ()
        return tuple(_cart(item) for item in items if _is_cart(item))

    def find(self, shop: str, tokens: Sequence[str]) -> Found:
        """Look for carts under any of the tokens: one read, one more when a pointer is followed."""
        ids = [keys.cart_id(shop, token) for token in tokens]
        items = self._items(shop, ids)
        targets = {i.document.decode() for i in items.values() if not _is_cart(i)}
        items |= self._items(shop, sorted(targets - items.keys()))
        carts = tuple(_cart(item) for item in items.values() if _is_cart(item))
        alive = {cart.id for cart in carts}
        leads = {i for i, item in items.items() if i in alive or item.document.decode() in alive}
        free = {i: items[i].version if i in items else ABSENT for i in ids if i not in leads}
        return Found(carts, free)

    def _items(self, shop: str, ids: Sequence[str]) -> dict[str, Item]:
        if len(ids) == 1:
            item = self._table.get(keys.cart_state(shop, ids[0]))
            return {ids[0]: item} if item else {}
        found = self._table.get_many([keys.cart_state(shop, each) for each in ids])
        by_id = {each: found.get(keys.cart_state(shop, each)) for each in ids}
        return {each: item for each, item in by_id.items() if item}

    def put(self, cart: Cart, now: datetime) -> list[Write]:
        """Say how to store a cart, on the condition that nobody else did since it was read.

        What is new on its timeline is counted in the same breath.
        """
        stored = replace(cart, version=0, fresh=False, unsaved=())
        writing = Put(
            key=keys.cart_state(cart.shop, cart.id),
            document=msgspec.json.encode(stored),
            if_version=cart.version,
            expires_at=expiry(now),
            place=place(cart),
        )
        return [
            writing,
            *counting(cart.shop, cart.id, cart.unsaved, cart.contact.country, now),
        ]

    def pointers(self, cart: Cart, free: Mapping[str, int], now: datetime) -> list[Write]:
        """Say how to make names that are still free lead to this cart."""
        return [
            Put(
                key=keys.cart_state(cart.shop, each),
                document=cart.id.encode(),
                if_version=version,
                expires_at=expiry(now),
            )
            for each, version in free.items()
            if each != cart.id
        ]


def _is_cart(item: Item) -> bool:
    """Tell a cart's document from a pointer, which is a bare name."""
    return item.document.startswith(b"{")


def _cart(item: Item) -> Cart:
    return replace(msgspec.json.decode(item.document, type=Cart), version=item.version)
