"""The way back to a Magento cart: its module's own address, with the coupon's code on it. Pure.

Magento has no address of a guest's cart. docs/platforms/magento.md says what a module's must do.
"""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from chalicelib.carts.model import Cart
from chalicelib.links.given_way import given_way
from chalicelib.shops.model import Shop

CODE = "coupon"


def module_way(cart: Cart, shop: Shop, code: str | None) -> str | None:
    """Return the address that the shop's module gave for the cart, None without one.

    The module applies what it finds as ``coupon`` in the query.
    """
    url = given_way(cart, shop, code)
    if url is None or not code:
        return url
    parts = urlsplit(url)
    query = "&".join(filter(None, (parts.query, urlencode({CODE: code}))))
    return parts._replace(query=query).geturl()
