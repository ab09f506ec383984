"""Shopify, asked through its Admin API."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime

from chalicelib.carts.model import Cart
from chalicelib.errors import PlatformDown, PlatformRefused
from chalicelib.intake.events import Event, Resource
from chalicelib.offers.model import Coupon
from chalicelib.platforms import shopify_coupons as coupons
from chalicelib.platforms import shopify_hooks as hooks
from chalicelib.platforms import shopify_shop as itself
from chalicelib.platforms.calls import ApiCaller
from chalicelib.platforms.port import About, Subscription
from chalicelib.platforms.shopify_access import TOKENS, AccessTokens
from chalicelib.platforms.shopify_admin import ShopifyAdmin, paged
from chalicelib.platforms.shopify_nodes import Nodes
from chalicelib.platforms.shopify_reader import ShopifyReader
from chalicelib.shops.model import Shop, ShopSecrets

# https://shopify.dev/docs/api/admin-graphql/latest/enums/DiscountErrorCode
TAKEN = "TAKEN"
INTERNAL_ERROR = "INTERNAL_ERROR"


class ShopifyApi:
    """The ``ShopApi`` port for one Shopify shop."""

    def __init__(
        self,
        shop: Shop,
        secrets: ShopSecrets,
        caller: ApiCaller,
        pause: Callable[[float], None] = time.sleep,
        tokens: AccessTokens = TOKENS,
    ) -> None:
        self._admin = ShopifyAdmin(shop, secrets, caller, pause, tokens)
        self._reader = ShopifyReader(shop, self._admin)

    def about(self) -> About:
        """See :class:`chalicelib.platforms.port.ShopApi`."""
        return itself.about(self._admin.ask(itself.AboutData, itself.ABOUT).shop)

    def missing_rights(self) -> tuple[str, ...]:
        """See :class:`chalicelib.platforms.port.ShopApi`."""
        told = self._admin.ask(itself.RightsData, itself.RIGHTS)
        return itself.missing(told.current_app_installation)

    def fetched(self, resource: Resource, ref: str) -> Event | None:
        """See :class:`chalicelib.platforms.port.ShopApi`; ``ref`` is a number or a GraphQL id."""
        if resource is Resource.CART:
            return self._reader.cart(ref)
        return self._reader.order(ref)

    def orders_since(self, since: datetime) -> Iterator[Event]:
        """See :class:`chalicelib.platforms.port.ShopApi`."""
        return self._reader.orders_since(since)

    def carts_since(self, since: datetime) -> Iterator[Event]:
        """See :class:`chalicelib.platforms.port.ShopApi`."""
        return self._reader.carts_since(since)

    def make_coupon(self, coupon: Coupon) -> None:
        """See :class:`chalicelib.platforms.port.ShopApi`."""
        told = self._admin.ask(coupons.MadeData, coupons.MAKE, discount=coupons.discount(coupon))
        made = told.discount_code_basic_create
        codes = [error.code for error in made.user_errors]
        if not codes or (TAKEN in codes and self._is_ours(coupon)):
            return
        if INTERNAL_ERROR in codes:
            raise PlatformDown(f"Shopify: {made.words}")
        raise PlatformRefused(made.words, code=codes[0])

    def _is_ours(self, coupon: Coupon) -> bool:
        told = self._admin.ask(coupons.WhoseData, coupons.WHOSE, code=coupon.code)
        found = told.code_discount_node_by_code
        return found is not None and found.code_discount.title == coupons.title_of(coupon)

    def way_back(self, cart: Cart, code: str | None) -> str | None:  # noqa: ARG002
        """See :class:`chalicelib.platforms.port.ShopApi`: the cart's own permalink is all."""
        return None

    def wanted_topics(self) -> tuple[str, ...]:
        """See :class:`chalicelib.platforms.port.ShopApi`."""
        return hooks.TOPICS

    def subscriptions(self) -> tuple[Subscription, ...]:
        """See :class:`chalicelib.platforms.port.ShopApi`; Shopify deletes what it gives up."""

        def page(after: str | None) -> Nodes[hooks.Hook]:
            told = self._admin.ask(hooks.SubscriptionsData, hooks.SUBSCRIPTIONS, after=after)
            return told.webhook_subscriptions

        return tuple(Subscription(id=h.id, topic=h.topic, url=h.uri) for h in paged(page))

    def subscribe(self, topic: str, url: str, secret: str) -> None:  # noqa: ARG002
        """See :class:`chalicelib.platforms.port.ShopApi`; Shopify signs with the app's secret."""
        told = self._admin.ask(hooks.SubscribedData, hooks.SUBSCRIBE, topic=topic, uri=url)
        result = told.webhook_subscription_create
        # It has no code for "there already", only words, so it is looked for.
        if result.user_errors and not any(
            (each.topic, each.url) == (topic, url) for each in self.subscriptions()
        ):
            raise PlatformRefused(result.words)

    def unsubscribe(self, subscription: Subscription) -> None:
        """See :class:`chalicelib.platforms.port.ShopApi`."""
        told = self._admin.ask(hooks.UnsubscribedData, hooks.UNSUBSCRIBE, id=subscription.id)
        result = told.webhook_subscription_delete
        if result.user_errors and any(each.id == subscription.id for each in self.subscriptions()):
            raise PlatformRefused(result.words)
