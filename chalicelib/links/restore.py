"""Where a click leads: back to the cart, and only ever to the shop's own hosts. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chalicelib.carts.model import Cart
from chalicelib.links.bigcommerce_way import add_to_cart_url
from chalicelib.links.given_way import given_way, is_of_shop
from chalicelib.links.magento_way import module_way
from chalicelib.links.shopify_way import permalink
from chalicelib.links.woocommerce_way import checkout_link
from chalicelib.shops.model import Platform, Shop

__all__ = ["is_of_shop", "restore_url"]

Way = Callable[[Cart, Shop, str | None], str | None]


def restore_url(cart: Cart | None, shop: Shop, code: str | None = None) -> str | None:
    """Return the way back to the cart, with a coupon's code applied if there is one.

    A mail gets forwarded, so the way back must show its reader nothing of the shopper's: it puts
    the same products into the reader's own cart, and never opens the shopper's own checkout. None
    when the platform has no such way for this cart: then a page of ours shows what was in it.
    """
    if cart is None:
        return shop.home_url
    return WAYS.get(shop.platform, given_way)(cart, shop, code)


WAYS: Mapping[Platform, Way] = {
    Platform.SHOPIFY: permalink,
    Platform.WOOCOMMERCE: checkout_link,
    Platform.BIGCOMMERCE: add_to_cart_url,
    Platform.MAGENTO: module_way,
}
