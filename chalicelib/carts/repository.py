"""Carts in the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import batched

from chalicelib.carts.model import Cart, expiry
from chalicelib.carts.stored import (
    Found,
    cart_of,
    document_of,
    erased,
    erased_at,
    is_cart,
    pointed_at,
)
from chalicelib.insights.facts import counting
from chalicelib.recovery.due_list import place
from chalicelib.shoppers.erasing import ERASED_KEPT
from chalicelib.storage import keys
from chalicelib.storage.port import ABSENT, Check, Item, Put, Replace, Table, Write

NAMES_A_READ = 100  # the most that one call takes


class Carts:
    """Finds carts by any of their tokens and writes them on the condition of their version."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, shop: str, cart: str) -> Cart | None:
        """Return a cart by its opaque name, or by that of a pointer to it."""
        item = self._table.get(keys.cart_state(shop, cart))
        if item is None or is_cart(item):
            return cart_of(item) if item else None
        target = pointed_at(item)
        return self.get(shop, target) if target else None

    def get_many(self, shop: str, carts: Sequence[str]) -> tuple[Cart, ...]:
        """Return those of the carts that exist under these very names, in the order asked for."""
        found = (self._items(shop, names) for names in batched(carts, NAMES_A_READ))
        items = (item for page in found for item in page.values())
        return tuple(cart_of(item) for item in items if is_cart(item))

    def find(self, shop: str, tokens: Sequence[str]) -> Found:
        """Look for carts under any of the tokens: one read, one more when a pointer is followed."""
        ids = [keys.cart_id(shop, token) for token in tokens]
        items = self._items(shop, ids)
        leads_to = {name: pointed_at(item) for name, item in items.items()}
        items |= self._items(shop, sorted({t for t in leads_to.values() if t} - items.keys()))
        ends = [at for item in items.values() if (at := erased_at(item))]
        carts = tuple(cart_of(item) for item in items.values() if is_cart(item))
        alive = {cart.id for cart in carts}
        free = {
            name: items[name].version if name in items else ABSENT
            for name in ids
            if name not in alive and leads_to.get(name) not in alive
        }
        return Found(carts, free, max(ends, default=None))

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
        writing = Put(
            key=keys.cart_state(cart.shop, cart.id),
            document=document_of(cart),
            if_version=cart.version,
            expires_at=expiry(now),
            members=frozenset(cart.aliases),
            place=place(cart),
        )
        return [
            writing,
            *counting(cart.shop, cart.id, cart.unsaved, cart.contact.country, now),
        ]

    def unchanged(self, cart: Cart) -> Write:
        """Say how to make sure that nobody stored the cart since it was read, or erased it."""
        return Check(key=keys.cart_state(cart.shop, cart.id), if_version=cart.version)

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

    def erasing_names(self, cart: Cart, now: datetime) -> list[Write]:
        """Say how to erase the names that lead to a cart; those that lead elsewhere by now stay."""
        found: dict[str, Item] = {}
        for names in batched(cart.aliases, NAMES_A_READ):
            found |= self._items(cart.shop, names)
        leading = {name: item for name, item in found.items() if pointed_at(item) == cart.id}
        return [self._erased(item.key, item.version, now) for item in leading.values()]

    def erasing(self, cart: Cart, now: datetime) -> Write:
        """Say how to erase a cart, on the condition that nobody wrote it since it was read."""
        key = keys.cart_state(cart.shop, cart.id)
        return self._erased(key, cart.version, now, frozenset(cart.aliases))

    def _erased(
        self,
        key: keys.Key,
        version: int,
        now: datetime,
        members: frozenset[str] = frozenset(),
    ) -> Write:
        return Replace(
            key=key,
            document=erased(now),
            if_version=version,
            if_members=members,
            expires_at=int((now + ERASED_KEPT).timestamp()),
        )
