"""What other rooms ask about shops."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from chalicelib.errors import UnknownShop
from chalicelib.recovery.sequence import Sequence
from chalicelib.shops.model import Shop, without_access
from chalicelib.shops.repository import Registered, Shops
from chalicelib.storage.races import Pause, won

__all__ = ["Registered", "ShopService"]


class ShopService:
    """Finds registered shops, and lets them go."""

    def __init__(self, shops: Shops, pause: Pause) -> None:
        self._shops = shops
        self._pause = pause

    def find(self, name: str, *, fresh: bool = False) -> Registered | None:
        """Return the shop and its sequence, or None when nobody registered it.

        What is not ``fresh`` may be a minute old.
        """
        return self._shops.find(name, fresh=fresh)

    def get(self, name: str, *, fresh: bool = False) -> Registered:
        """Return the shop and its sequence; ``UnknownShop`` when nobody registered it."""
        found = self._shops.find(name, fresh=fresh)
        if found is None:
            raise UnknownShop(f"no shop is registered as {name!r}")
        return found

    def names(self) -> Iterator[str]:
        """Yield the names of all registered shops, in order."""
        return self._shops.names()

    def register(self, shop: Shop, sequence: Sequence | None = None) -> None:
        """Register a shop, over an earlier one of the same name."""
        self._shops.register(shop, sequence)

    def leave(self, name: str, at: datetime) -> str:
        """Note that a shop took our access away, unless it was connected again since.

        Raises ``UnknownShop``, and ``Unavailable`` when it should be told again.
        """

        def left() -> str:
            return (
                "removed" if self._shops.change(name, lambda s: without_access(s, at)) else "known"
            )

        return won(left, "the shop kept changing while it was removed", self._pause)

    def forget(self, name: str) -> None:
        """Forget a shop itself, but nothing else of it; doing it again is harmless."""
        self._shops.forget(name)
