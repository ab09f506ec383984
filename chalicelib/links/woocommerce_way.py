"""The way back to a cart on WooCommerce: a checkout link, which version 10.0 brought. Pure.

``CheckoutLink`` in plugins/woocommerce/src/Blocks/Domain/Services of github.com/woocommerce/
woocommerce. It empties the reader's own cart and fills it with these products. An order's
``payment_url`` is never used: its key opens the shopper's order to whoever holds it.
"""

from __future__ import annotations

from urllib.parse import quote

from chalicelib.carts.model import Cart
from chalicelib.shops.model import Shop

PRODUCTS = 50  # keeps the URL below the 2,000 letters that every browser and proxy takes


def checkout_link(cart: Cart, shop: Shop, code: str | None) -> str | None:
    """Return an address that puts the cart's products into the reader's own; None without any."""
    pieces = _pieces(cart)
    if not pieces:
        return None
    products = ",".join(f"{product}:{quantity}" for product, quantity in pieces.items())
    coupon = f"&coupon={quote(code.lower(), '')}" if code else ""
    site = f"https://{shop.hosts[0]}{shop.account or ''}"
    return f"{site}/checkout-link/?products={products}{coupon}"


def _pieces(cart: Cart) -> dict[str, int]:
    """Return how many of each product: WooCommerce keeps the last of two that are the same."""
    pieces: dict[str, int] = {}
    for line in cart.basket.lines:
        product = line.variant_ref or ""
        if product.isascii() and product.isdigit():
            pieces[product] = pieces.get(product, 0) + line.quantity
    return dict(list(pieces.items())[:PRODUCTS])
