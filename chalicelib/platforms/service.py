"""Whose platform is asked, and how."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chalicelib.platforms.calls import ApiCaller
from chalicelib.platforms.port import ShopApi
from chalicelib.shops.model import Platform, Shop, ShopSecrets
from chalicelib.shops.port import Secrets

# ``make(shop, secrets, caller)``; the modules are imported where they are used.
Maker = Callable[[Shop, ShopSecrets, ApiCaller], ShopApi]


class ShopApis:
    """Gives every shop the way to ask its platform."""

    def __init__(
        self, caller: ApiCaller, secrets: Secrets, makers: Mapping[Platform, Maker]
    ) -> None:
        self._caller = caller
        self._secrets = secrets
        self._makers = makers

    def of(self, shop: Shop) -> ShopApi | None:
        """Return a shop's platform; None when it has no API, or gave us no way in."""
        maker = self._makers.get(shop.platform)
        secrets = self._secrets.find(shop.id)
        if maker is None or not secrets.api or shop.removed_at is not None:
            return None
        return maker(shop, secrets, self._caller)

    def asking(self, shop: Shop, secrets: ShopSecrets) -> ShopApi | None:
        """Return the platform of a shop that is not registered yet, to try its secrets out."""
        maker = self._makers.get(shop.platform)
        return maker(shop, secrets, self._caller) if maker and secrets.api else None
