"""BigCommerce, asked in a store's name.

``shop.account`` is the store's hash, ``access_token`` the token of a store-level API account, and
``channel_id``, where a store has several storefronts, the one that is this shop.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

import msgspec

from chalicelib.carts.model import Cart
from chalicelib.errors import PlatformRefused
from chalicelib.intake.events import Event, Resource
from chalicelib.offers.model import Coupon
from chalicelib.platforms import bigcommerce_coupons as coupons
from chalicelib.platforms.bigcommerce_history import Orders
from chalicelib.platforms.bigcommerce_hooks import SHIPPED, TOPICS, Hooks
from chalicelib.platforms.bigcommerce_lookups import Carts
from chalicelib.platforms.bigcommerce_rights import missing_rights
from chalicelib.platforms.bigcommerce_store import Store, fine, listed
from chalicelib.platforms.bigcommerce_ways import way_back
from chalicelib.platforms.calls import ApiCaller
from chalicelib.platforms.port import About, Subscription
from chalicelib.shops.model import Notice, Shop, ShopSecrets

NO_RIGHT = frozenset({401, 403})


class StoreBody(msgspec.Struct):
    """The store's profile."""

    id: str
    name: str = ""
    domain: str = ""
    secure_url: str = ""
    control_panel_base_url: str = ""
    currency: str | None = None
    language: str | None = None


class BigCommerce:
    """The ``ShopApi`` port; ``PlatformRefused`` if the store's hash or token is missing."""

    def __init__(self, shop: Shop, secrets: ShopSecrets, caller: ApiCaller) -> None:
        token = secrets.api.get("access_token")
        if not shop.account or not token:
            raise PlatformRefused("no account and access_token of the store are registered")
        self._shop = shop
        self._channel = secrets.api.get("channel_id")
        if self._channel and not (self._channel.isascii() and self._channel.isdigit()):
            raise PlatformRefused("channel_id is not a channel's number")
        self._store = Store(caller, shop.account, token)
        self._orders = Orders(self._store, shop)
        self._carts = Carts(self._store, shop, self._orders, self._channel)
        self._hooks = Hooks(self._store)

    def about(self) -> About:
        """See the port. The last host is where a way back leads whose domain is shared."""
        told = fine(self._store.get("/v2/store")).read(StoreBody)
        hosts = (
            told.domain,
            urlsplit(told.secure_url).hostname,
            urlsplit(told.control_panel_base_url).hostname,
        )
        return About(
            name=told.name,
            hosts=tuple(dict.fromkeys(host.lower() for host in hosts if host)),
            currency=told.currency,
            locale=told.language,
            account=told.id,
        )

    def missing_rights(self) -> tuple[str, ...]:
        """See the port."""
        return missing_rights(self._store)

    def fetched(self, resource: Resource, ref: str) -> Event | None:
        """See the port."""
        match resource:
            case Resource.CART:
                return self._carts.meant(ref)
            case Resource.ORDER:
                return self._orders.meant(ref)
            case Resource.SHIPMENT:
                return self._orders.shipped(ref)

    def orders_since(self, since: datetime) -> Iterator[Event]:
        """See the port."""
        return self._orders.since(since)

    def carts_since(self, since: datetime) -> Iterator[Event]:  # noqa: ARG002  (the port's)
        """Yield nothing: BigCommerce lists no carts. ``cart/abandoned`` tells each one again."""
        return iter(())

    def make_coupon(self, coupon: Coupon) -> None:
        """See the port."""
        if coupon.currency != self._shop.currency:
            raise PlatformRefused("BigCommerce has coupons in the store's default currency only")
        try:
            fine(self._store.post("/v2/coupons", coupons.requested(coupon), repeatable=True))
        except PlatformRefused as refused:
            if refused.status in NO_RIGHT or not self._has(coupon):
                raise

    def _has(self, coupon: Coupon) -> bool:
        answer = self._store.get("/v2/coupons", code=coupon.code)
        there = listed(answer, coupons.CouponBody)
        return any(coupons.is_ours(each, coupon) for each in there)

    def way_back(self, cart: Cart, code: str | None) -> str | None:
        """See the port."""
        return way_back(self._store, cart.basket, code, self._channel)

    def wanted_topics(self) -> tuple[str, ...]:
        """See the port."""
        return (*TOPICS, SHIPPED) if Notice.SHIPPED in self._shop.notices else TOPICS

    def subscriptions(self) -> tuple[Subscription, ...]:
        """See the port."""
        return self._hooks.all()

    def subscribe(self, topic: str, url: str, secret: str) -> None:
        """See the port. They are signed with the app's client secret, whatever ``secret`` is."""
        self._hooks.add(topic, url, secret)

    def unsubscribe(self, subscription: Subscription) -> None:
        """See the port."""
        self._hooks.remove(subscription)
