"""The way back to a cart on Shopify: a permalink. Pure.

https://shopify.dev/docs/apps/build/checkout/create-cart-permalinks
"""

from __future__ import annotations

from urllib.parse import quote

from chalicelib.carts.model import Cart
from chalicelib.shops.model import Shop

PERMALINK_LINES = 50  # keeps the URL below the 2,000 letters that every browser and proxy takes


def permalink(cart: Cart, shop: Shop, code: str | None) -> str | None:
    """Return an address that puts the cart's products into the reader's own; None without any."""
    lines = [line for line in cart.basket.lines if line.variant_ref][:PERMALINK_LINES]
    if not lines:
        return None
    variants = ",".join(f"{quote(line.variant_ref or '', '')}:{line.quantity}" for line in lines)
    discount = f"?discount={quote(code, '')}" if code else ""
    return f"https://{shop.hosts[0]}/cart/{variants}{discount}"
