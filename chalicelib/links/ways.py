"""Where a click leads: onward to the shop, or to a page of ours that shows the cart. Pure."""

from __future__ import annotations

import msgspec

from chalicelib.carts.model import Cart
from chalicelib.shops.model import Platform, Shop

# Their ways back work once only, so they are made when a person clicks, and never for a machine.
MADE_AT_THE_CLICK = frozenset({Platform.BIGCOMMERCE})


class Onward(msgspec.Struct, frozen=True):
    """To an address of the shop's."""

    url: str


class CartShown(msgspec.Struct, frozen=True, kw_only=True):
    """To a page that shows what lies in the cart: the shop's platform has no way back to it.

    ``code`` is the coupon that the message offered, if it did.
    """

    shop: Shop
    cart: Cart
    code: str | None


Way = Onward | CartShown
