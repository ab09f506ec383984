"""How each platform is asked; a platform without an API is not in here."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.platforms.calls import ApiCaller
from chalicelib.platforms.port import ShopApi
from chalicelib.platforms.service import Maker
from chalicelib.shops.model import Platform, Shop, ShopSecrets


def _bigcommerce(shop: Shop, secrets: ShopSecrets, caller: ApiCaller) -> ShopApi:
    from chalicelib.platforms.bigcommerce import BigCommerce

    return BigCommerce(shop, secrets, caller)


MAKERS: Mapping[Platform, Maker] = {Platform.BIGCOMMERCE: _bigcommerce}
