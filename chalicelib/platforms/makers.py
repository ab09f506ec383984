"""How each platform is asked; a platform without an API is not in here.

Each one's modules are imported when the first of its shops is asked.
"""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.platforms.calls import ApiCaller
from chalicelib.platforms.port import ShopApi
from chalicelib.platforms.service import Maker
from chalicelib.shops.model import Platform, Shop, ShopSecrets


def _bigcommerce(shop: Shop, secrets: ShopSecrets, caller: ApiCaller) -> ShopApi:
    from chalicelib.platforms.bigcommerce import BigCommerce

    return BigCommerce(shop, secrets, caller)


def _magento(shop: Shop, secrets: ShopSecrets, caller: ApiCaller) -> ShopApi:
    from chalicelib.platforms.magento import MagentoApi

    return MagentoApi(shop, secrets, caller)


def _shopify(shop: Shop, secrets: ShopSecrets, caller: ApiCaller) -> ShopApi:
    from chalicelib.platforms.shopify import ShopifyApi

    return ShopifyApi(shop, secrets, caller)


def _woocommerce(shop: Shop, secrets: ShopSecrets, caller: ApiCaller) -> ShopApi:
    from chalicelib.platforms.woocommerce import WooCommerceApi

    return WooCommerceApi(shop, secrets, caller)


MAKERS: Mapping[Platform, Maker] = {
    Platform.SHOPIFY: _shopify,
    Platform.WOOCOMMERCE: _woocommerce,
    Platform.BIGCOMMERCE: _bigcommerce,
    Platform.MAGENTO: _magento,
}
