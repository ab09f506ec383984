"""Shops' secrets as services see them. Pure."""

from __future__ import annotations

from typing import Protocol

from chalicelib.shops.model import ShopSecrets


class Secrets(Protocol):
    """Finds a shop's secrets, and forgets them."""

    def find(self, shop: str, *, fresh: bool = False) -> ShopSecrets:
        """Return the secrets; ``fresh`` passes by the cache, after a rotation.

        Raises ``SetupError`` when the shop has none, ``Unavailable`` when they cannot be read.
        """

    def forget(self, shop: str) -> None:
        """Delete the secrets, if there are any; ``Unavailable`` when they cannot be deleted.

        Without them no opaque name can ever be traced to a person again, and no webhook proven.
        """
