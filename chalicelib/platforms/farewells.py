"""A shop that took our access away: believed once its platform does not let us in any more.

The notice itself proves little: Shopify's has the body of every change of a shop, and its topic
stands in a header that nobody signed. A shop must not fall silent by a captured webhook.
"""

from __future__ import annotations

from chalicelib.errands.model import Farewell
from chalicelib.errors import PlatformRefused
from chalicelib.platforms.port import ShopApi
from chalicelib.platforms.service import ShopApis
from chalicelib.shops.service import ShopService


class FarewellService:
    """Notes that shops left."""

    def __init__(self, shops: ShopService, apis: ShopApis) -> None:
        self._shops = shops
        self._apis = apis

    def run(self, farewell: Farewell) -> str:
        """Note that a shop left, and say in a word what came of it.

        Raises ``PlatformDown`` when its platform cannot be asked just now, ``UnknownShop``, and
        ``Unavailable``: the queue should deliver it again.
        """
        api = self._apis.of(self._shops.get(farewell.shop).shop)
        if api is not None and _lets_us_in(api):
            return "still lets us in"
        return self._shops.leave(farewell.shop, farewell.removed_at)


def _lets_us_in(api: ShopApi) -> bool:
    try:
        api.about()
    except PlatformRefused:
        return False
    return True
