"""A WooCommerce shop, asked by its REST API."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from chalicelib.carts.model import Cart
from chalicelib.errors import PlatformRefused
from chalicelib.intake.events import CartChanged, Event, Ignored, Resource
from chalicelib.intake.woocommerce_bodies import order_in
from chalicelib.intake.woocommerce_orders import DRAFT, UNPAID, order_told
from chalicelib.offers.model import Coupon
from chalicelib.platforms import woocommerce_acquaintance as acquaintance
from chalicelib.platforms import woocommerce_coupons as coupons
from chalicelib.platforms import woocommerce_hooks as hooks
from chalicelib.platforms.calls import ApiCaller
from chalicelib.platforms.port import About, Subscription
from chalicelib.platforms.woocommerce_answers import answered_at
from chalicelib.platforms.woocommerce_asking import Asking
from chalicelib.platforms.woocommerce_listing import Wanted, told_orders
from chalicelib.platforms.woocommerce_requests import (
    CART_FIELDS,
    ORDER_FIELDS,
    PAGE,
    PAGE_WITH_LINES,
)
from chalicelib.shops.model import Shop, ShopSecrets

INVALID = "rest_invalid_param"


class WooCommerceApi:
    """The ``ShopApi`` port; see there for what each method promises."""

    def __init__(self, shop: Shop, secrets: ShopSecrets, caller: ApiCaller) -> None:
        self._shop = shop
        self._asking = Asking(shop, secrets, caller)

    def about(self) -> About:
        """Return what WordPress and WooCommerce say of the shop."""
        return acquaintance.about(self._asking)

    def missing_rights(self) -> tuple[str, ...]:
        """Return what the key or its user may not do."""
        return acquaintance.missing_rights(self._asking)

    def fetched(self, _resource: Resource, ref: str) -> Event | None:
        """Return an order as it is now; carts are orders, too."""
        order = ref.removeprefix("order-")
        if not (order.isascii() and order.isdigit()):
            return None
        asked = self._asking.site.get(f"orders/{order}", _fields=",".join(CART_FIELDS))
        answer = self._asking.found(asked)
        if answer is None:
            return None
        now = answered_at(answer) or self._shop.started_at
        return order_told(order_in(answer.body), self._shop, now)

    def orders_since(self, since: datetime) -> Iterator[Event]:
        """Yield what orders of any status mean, if that is no cart."""
        wanted = Wanted(statuses=("any",), fields=ORDER_FIELDS, size=PAGE)
        told = told_orders(self._asking, self._shop, since, wanted)
        return (event for event in told if not isinstance(event, CartChanged | Ignored))

    def carts_since(self, since: datetime) -> Iterator[Event]:
        """Yield what drafts and unpaid orders mean."""
        unpaid = sorted(UNPAID)
        try:
            yield from self._carts(since, (DRAFT, *unpaid))
        except PlatformRefused as refused:
            if refused.code != INVALID:
                raise
            # A shop without the block checkout does not know the draft's status.
            yield from self._carts(since, unpaid)

    def _carts(self, since: datetime, statuses: Sequence[str]) -> Iterator[Event]:
        wanted = Wanted(statuses=tuple(statuses), fields=CART_FIELDS, size=PAGE_WITH_LINES)
        told = told_orders(self._asking, self._shop, since, wanted)
        return (event for event in told if not isinstance(event, Ignored))

    def make_coupon(self, coupon: Coupon) -> None:
        """Make a code that works once."""
        coupons.make_coupon(self._asking, coupon)

    def way_back(self, _cart: Cart, _code: str | None) -> str | None:
        """Return None: the checkout link works as often as it is followed."""
        return None

    def wanted_topics(self) -> tuple[str, ...]:
        """Return the topics of orders."""
        return hooks.TOPICS

    def subscriptions(self) -> tuple[Subscription, ...]:
        """Return the webhooks that lead to us."""
        return tuple(hooks.held(self._asking, self._shop.id))

    def subscribe(self, topic: str, url: str, secret: str) -> None:
        """Have a topic sent to us."""
        hooks.subscribe(self._asking, self._shop.id, topic, url, secret)

    def unsubscribe(self, subscription: Subscription) -> None:
        """Have a webhook sent no more."""
        hooks.unsubscribe(self._asking, subscription)
