"""Where a click leads: back to the cart, and only ever to the shop's own hosts. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from chalicelib.carts.model import Cart
from chalicelib.links.bigcommerce_way import add_to_cart_url
from chalicelib.links.shopify_way import permalink
from chalicelib.links.woocommerce_way import checkout_link
from chalicelib.shops.model import Platform, Shop

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


def given_way(cart: Cart, shop: Shop, _code: str | None) -> str | None:
    """Return the address that the shop itself gave for the cart, if it is the shop's."""
    return cart.restore_url if cart.restore_url and is_of_shop(cart.restore_url, shop) else None


def is_of_shop(url: str, shop: Shop) -> bool:
    """Tell if a URL is plain https to one of the shop's registered hosts."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        return False  # browsers repair these, each in its own way
    plain = parts.scheme == "https" and parts.username is None and port in (None, 443)
    return plain and (parts.hostname or "") in shop.hosts


WAYS: Mapping[Platform, Way] = {
    Platform.SHOPIFY: permalink,
    Platform.WOOCOMMERCE: checkout_link,
    Platform.BIGCOMMERCE: add_to_cart_url,
}
