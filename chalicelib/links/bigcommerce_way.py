"""The way back to a cart on BigCommerce without asking it: for one plain product. Pure.

https://developer.bigcommerce.com/docs/storefront/cart-checkout/guide/add-to-cart-url - the reader
gets a cart of their own; with more products, or options, there is no such address.
"""

from __future__ import annotations

from urllib.parse import urlencode

from chalicelib.carts.model import Cart
from chalicelib.platforms.bigcommerce_refs import read_ref
from chalicelib.shops.model import Shop


def add_to_cart_url(cart: Cart, shop: Shop, code: str | None) -> str | None:
    """Return an address that puts the cart's only product into the reader's own; else None."""
    if len(cart.basket.lines) != 1 or cart.basket.lines_left_out:
        return None
    (line,) = cart.basket.lines
    ref = read_ref(line.variant_ref)
    if ref is None or ref.options:
        return None
    query = {"action": "buy", "product_id": ref.product, "qty": line.quantity}
    named = query | ({"couponcode": code} if code else {})
    return f"https://{shop.hosts[0]}/cart.php?{urlencode(named)}"
