"""The address that the shop itself gave for a cart, and what makes an address the shop's. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

from chalicelib.carts.model import Cart
from chalicelib.shops.model import Shop


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
