"""Under which contact points a cart is filed: those it was told of, the newest first. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec.structs import replace

from chalicelib.carts import fold
from chalicelib.carts.model import Cart
from chalicelib.intake.events import OrderCancelled, OrderPlaced
from chalicelib.shoppers.identity import shopper_ids

# Each is one more condition on every claim. An address, a phone, an account, five apps and five
# browsers are thirteen; the rest is for those of before.
CONTACT_POINTS_KEPT = 16


def filed(cart: Cart, identity_key: bytes, told: Sequence[str]) -> Cart:
    """File a cart under all contact points it was ever told of, those that count now first.

    Also under those of a late event that changes nothing else: an order may come by them alone.
    """
    current = shopper_ids(identity_key, cart.contact)
    return filed_first(cart, (*current, *cart.shoppers, *told))


def filed_first(cart: Cart, points: Sequence[str]) -> Cart:
    """Return the cart filed under these contact points, as many as are kept."""
    return replace(cart, shoppers=tuple(dict.fromkeys(points))[:CONTACT_POINTS_KEPT])


def with_order(
    cart: Cart, event: OrderPlaced | OrderCancelled, buyer: Sequence[str], now: datetime
) -> Cart:
    """Fold an order in, and file the cart under its buyer: nothing else may tell whose it is."""
    if isinstance(event, OrderCancelled):
        folded = fold.with_cancellation(cart, event, now)
    else:
        folded = fold.with_order(cart, event, now)
    return filed_first(folded, (*folded.shoppers, *buyer))
