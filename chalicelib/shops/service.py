"""What other rooms ask about shops."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.errors import UnknownShop
from chalicelib.recovery.sequence import Sequence
from chalicelib.shops.model import Shop
from chalicelib.shops.repository import Registered, Shops

__all__ = ["Registered", "ShopService"]


class ShopService:
    """Finds registered shops."""

    def __init__(self, shops: Shops) -> None:
        self._shops = shops

    def find(self, name: str) -> Registered | None:
        """Return the shop and its sequence, or None when nobody registered it."""
        return self._shops.find(name)

    def get(self, name: str) -> Registered:
        """Return the shop and its sequence; ``UnknownShop`` when nobody registered it."""
        found = self._shops.find(name)
        if found is None:
            raise UnknownShop(f"no shop is registered as {name!r}")
        return found

    def names(self) -> Iterator[str]:
        """Yield the names of all registered shops, in order."""
        return self._shops.names()

    def register(self, shop: Shop, sequence: Sequence | None = None) -> None:
        """Register a shop, over an earlier one of the same name."""
        self._shops.register(shop, sequence)
