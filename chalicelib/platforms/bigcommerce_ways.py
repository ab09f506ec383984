"""The way back to a cart at BigCommerce: a new cart, and the address that opens it once.

Always a new one, although a cart that an app made could be opened itself: that would show its
shopper's address to whoever was forwarded the mail (decision 11). One that a shopper made could
not be opened anyway (https://developer.bigcommerce.com/docs/rest-management/carts/redirects).
"""

from __future__ import annotations

from chalicelib.carts.basket import Basket
from chalicelib.errors import PlatformDown, PlatformRefused
from chalicelib.platforms.bigcommerce_bodies import CreatedBody
from chalicelib.platforms.bigcommerce_refs import read_ref, requested
from chalicelib.platforms.bigcommerce_store import Store, Wrapped, fine, segment


def way_back(store: Store, basket: Basket, code: str | None, channel: str | None) -> str | None:
    """Return the address of a new cart with the same products; None when none can be put back.

    Raises ``PlatformRefused`` when BigCommerce will not: sold out, or something must be typed in.
    """
    body = _cart(basket, channel)
    if body is None:
        return None
    answer = store.post("/v3/carts?include=redirect_urls", body, repeatable=False)
    made = fine(answer).read(Wrapped[CreatedBody]).data
    if code:
        _apply(store, made.id, code)
    return made.redirect_urls.cart_url if made.redirect_urls else None


def _cart(basket: Basket, channel: str | None) -> dict[str, object] | None:
    lines = [(read_ref(line.variant_ref), line.quantity) for line in basket.lines]
    wanted = [requested(ref, quantity) for ref, quantity in lines if ref]
    if not wanted:
        return None
    body: dict[str, object] = {"line_items": wanted}
    if channel:
        body["channel_id"] = int(channel)
    if basket.currency:
        body["currency"] = {"code": basket.currency}
    return body


def _apply(store: Store, cart: str, code: str) -> None:
    """Apply a code. The shopper has it in the mail, too, so failing here costs no click."""
    try:
        path = f"/v3/checkouts/{segment(cart)}/coupons"
        fine(store.post(path, {"coupon_code": code}, repeatable=True))
    except (PlatformDown, PlatformRefused):
        return
