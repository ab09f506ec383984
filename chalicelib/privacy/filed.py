"""What is filed under contact points: carts, and notices about orders, each under one name."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import batched

import msgspec

from chalicelib.carts.model import Cart
from chalicelib.carts.stored import cart_of, is_cart
from chalicelib.links.short import short_links
from chalicelib.notices.forgetting import is_forgotten, notice_in
from chalicelib.notices.model import OrderNotice
from chalicelib.storage.keys import Key, cart_partition, cart_state
from chalicelib.storage.port import Item, Table

NAMES_A_READ = 100  # the most that one call takes
NOTICE = "NOTICE#"
STATE = "STATE"


class Filed(msgspec.Struct, frozen=True, kw_only=True):
    """What lies under one name: a cart or notices, and ``beside`` them messages and their news."""

    shop: str
    name: str
    cart: Cart | None = None
    notices: tuple[OrderNotice, ...] = ()
    beside: tuple[Item, ...] = ()

    @property
    def is_living(self) -> bool:
        """Whether there is anything of a person here."""
        return self.cart is not None or bool(self.notices)

    @property
    def points(self) -> frozenset[str]:
        """The opaque names of all contact points that are told here."""
        of_cart = self.cart.shoppers if self.cart else ()
        return frozenset((*of_cart, *(point for each in self.notices for point in each.shoppers)))

    @property
    def beside_keys(self) -> list[Key]:
        """The keys of messages, news, and links: first of what is only found by the others."""
        found = [item.key for item in self.beside]
        return [*short_links(self.shop, found), *found]


class FiledReader:
    """Reads what is filed."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def read(self, shop: str, name: str) -> Filed:
        """Return everything under a name; nothing of what is a pointer, or was erased."""
        items = self._table.partition(cart_partition(shop, name))
        states = [cart_of(item) for item in items if item.key.sk == STATE and is_cart(item)]
        notices = (notice_in(item) for item in items if item.key.sk.startswith(NOTICE))
        return Filed(
            shop=shop,
            name=name,
            cart=states[0] if states else None,
            notices=tuple(notice for notice in notices if not is_forgotten(notice)),
            beside=tuple(i for i in items if i.key.sk != STATE and not i.key.sk.startswith(NOTICE)),
        )

    def living(self, shop: str, names: Iterable[str]) -> list[Filed]:
        """Return what of these is there, carts without what lies beside them."""
        asked = sorted(names)
        carts = self._carts(shop, asked)
        found = [self.read(shop, name) for name in asked if name not in carts]
        return [
            *(Filed(shop=shop, name=name, cart=cart) for name, cart in carts.items()),
            *(filed for filed in found if filed.is_living),
        ]

    def _carts(self, shop: str, names: list[str]) -> dict[str, Cart]:
        """Return the carts under these very names: most of what is filed is one, read together."""
        found: dict[str, Cart] = {}
        for some in batched(names, NAMES_A_READ):
            items = self._table.get_many([cart_state(shop, name) for name in some])
            carts = (cart_of(item) for item in items.values() if is_cart(item))
            found |= {cart.id: cart for cart in carts}
        return found
