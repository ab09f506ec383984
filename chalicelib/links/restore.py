"""Where a click leads: back to the cart, and only ever to the shop's own hosts. Pure."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from chalicelib.carts.model import Cart
from chalicelib.shops.model import Platform, Shop

# https://shopify.dev/docs/apps/build/checkout/create-cart-permalinks
PERMALINK_LINES = 50  # keeps the URL below the 2,000 letters that every browser and proxy takes


def restore_url(cart: Cart | None, shop: Shop) -> str:
    """Return the way back to the cart, else to the shop.

    A mail gets forwarded, so the way back must show its reader nothing of the shopper's: for
    Shopify that is a permalink, which puts the same products into the reader's own cart, and never
    the checkout's recovery URL, which opens the shopper's own checkout.
    """
    if cart is None:
        return shop.home_url
    if shop.platform is Platform.SHOPIFY:
        return _permalink(cart, shop)
    if cart.restore_url and is_of_shop(cart.restore_url, shop):
        return cart.restore_url
    return shop.home_url


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


def _permalink(cart: Cart, shop: Shop) -> str:
    lines = [line for line in cart.basket.lines if line.variant_ref][:PERMALINK_LINES]
    variants = ",".join(f"{quote(line.variant_ref or '', '')}:{line.quantity}" for line in lines)
    return f"https://{shop.hosts[0]}/cart/{variants}".rstrip("/")
