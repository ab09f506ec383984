"""What other rooms ask about carts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from chalicelib.carts.model import Cart, noted
from chalicelib.carts.repository import Carts
from chalicelib.storage.port import Table, Write
from chalicelib.storage.races import Pause, won


class CartService:
    """Finds carts, and writes what others learn about them."""

    def __init__(
        self, carts: Carts, table: Table, clock: Callable[[], datetime], pause: Pause
    ) -> None:
        self._carts = carts
        self._table = table
        self._clock = clock
        self._pause = pause

    def get(self, shop: str, cart: str) -> Cart | None:
        """Return a cart by its opaque name."""
        return self._carts.get(shop, cart)

    def get_many(self, shop: str, carts: Sequence[str]) -> tuple[Cart, ...]:
        """Return those of the carts that exist under these very names."""
        return self._carts.get_many(shop, carts)

    def named(self, shop: str, token: str) -> Cart | None:
        """Return the cart that one of the platform's tokens names."""
        found = self._carts.find(shop, (token,)).carts
        return found[0] if found else None

    def put(self, cart: Cart, now: datetime) -> list[Write]:
        """Say how to store a cart, within a larger write."""
        return self._carts.put(cart, now)

    def unchanged(self, cart: Cart) -> Write:
        """Say how to make sure that nobody stored the cart since it was read, or erased it."""
        return self._carts.unchanged(cart)

    def erasing_names(self, cart: Cart, now: datetime) -> list[Write]:
        """Say how to erase the names that lead to a cart: before the cart itself."""
        return self._carts.erasing_names(cart, now)

    def erasing(self, cart: Cart, now: datetime) -> Write:
        """Say how to erase a cart, on the condition that nobody wrote it since it was read."""
        return self._carts.erasing(cart, now)

    def note(self, shop: str, cart: str, what: str, why: str) -> Cart | None:
        """Add a line to a cart's timeline and return the cart; None when it is forgotten."""
        return self.tell(shop, cart, lambda _: (what, why))

    def tell(self, shop: str, cart: str, line: Callable[[Cart], tuple[str, str]]) -> Cart | None:
        """Add a line that depends on the cart, as ``what`` and ``why``; else as :meth:`note`."""

        def told() -> Cart | None:
            found = self._carts.get(shop, cart)
            if found is not None:
                now = self._clock()
                self._table.write(self._carts.put(noted(found, now, *line(found)), now))
            return found

        return won(told, "the cart kept changing while its timeline was written", self._pause)
