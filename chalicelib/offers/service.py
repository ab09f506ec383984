"""Making an offer good: a code at the shop's own platform, when its message is about to leave."""

from __future__ import annotations

from datetime import datetime

from chalicelib.carts.model import Cart
from chalicelib.errors import PlatformRefused
from chalicelib.offers.codes import coupon_for
from chalicelib.offers.model import Coupon, Offer
from chalicelib.platforms.service import ShopApis
from chalicelib.shops.model import Shop
from chalicelib.shops.port import Secrets


class OfferService:
    """Names coupons and has them made."""

    def __init__(self, apis: ShopApis, secrets: Secrets) -> None:
        self._apis = apis
        self._secrets = secrets

    def coupon(self, shop: Shop, cart: Cart, step: int, offer: Offer, due_at: datetime) -> Coupon:
        """Return the coupon that one step of a cart offers; nothing is made yet."""
        key = self._secrets.find(shop.id).link_key
        return coupon_for(cart, step, offer, due_at, currency=shop.currency, key=key)

    def make(self, shop: Shop, coupon: Coupon) -> None:
        """Have a code made; making it again is harmless.

        Raises ``PlatformRefused`` with the reason when there will be none, ``PlatformDown`` when
        it is worth trying again.
        """
        api = self._apis.of(shop)
        if api is None:
            raise PlatformRefused("no way to make coupons: the shop's platform cannot be asked")
        api.make_coupon(coupon)
