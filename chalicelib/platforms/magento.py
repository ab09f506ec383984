"""Magento's REST API in a shop's name, for Adobe Commerce and Magento Open Source alike.

https://developer.adobe.com/commerce/webapi/rest/ - with an integration's access token as a bearer
token, which the shop must allow since 2.4.4. What Adobe's events are sent where is set in Adobe's
developer console, and no API of the shop's tells it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from chalicelib.carts.model import Cart
from chalicelib.errors import MalformedBody, PlatformDown, PlatformRefused
from chalicelib.intake.events import Event, Resource
from chalicelib.offers.model import Coupon
from chalicelib.platforms.calls import ApiCaller
from chalicelib.platforms.magento_coupons import Coupons
from chalicelib.platforms.magento_lookups import History
from chalicelib.platforms.magento_rest import Rest
from chalicelib.platforms.magento_stores import Stores
from chalicelib.platforms.port import About, Subscription
from chalicelib.shops.model import Shop, ShopSecrets

TOKEN = "access_token"  # noqa: S105  (the token's name)
# After the transaction: what is told inside it may still be taken back.
TOPICS = (
    "observer.sales_quote_save_commit_after",
    "observer.sales_order_save_commit_after",
    "observer.sales_order_shipment_save_commit_after",
    "observer.newsletter_subscriber_save_commit_after",
)


class MagentoApi:
    """The ``ShopApi`` port."""

    def __init__(self, shop: Shop, secrets: ShopSecrets, caller: ApiCaller) -> None:
        rest = Rest(caller, shop.hosts[0], secrets.api.get(TOKEN, ""))
        self._shop = shop
        self._stores = Stores(rest, shop)
        self._history = History(rest, shop)
        self._coupons = Coupons(rest, self._stores)

    def about(self) -> About:
        """See :class:`chalicelib.platforms.port.ShopApi`."""
        return self._stores.about()

    def missing_rights(self) -> tuple[str, ...]:
        """See :class:`chalicelib.platforms.port.ShopApi`."""
        return self._stores.missing_rights()

    def fetched(self, resource: Resource, ref: str) -> Event | None:
        """See :class:`chalicelib.platforms.port.ShopApi`."""
        look = self._history.cart if resource is Resource.CART else self._history.order
        try:
            return look(ref)
        except MalformedBody as error:
            raise PlatformDown(f"a {resource} is not as documented: {error}") from None

    def orders_since(self, since: datetime) -> Iterator[Event]:
        """See :class:`chalicelib.platforms.port.ShopApi`."""
        return self._history.orders_since(since)

    def carts_since(self, since: datetime) -> Iterator[Event]:
        """See :class:`chalicelib.platforms.port.ShopApi`."""
        return self._history.carts_since(since)

    def make_coupon(self, coupon: Coupon) -> None:
        """See :class:`chalicelib.platforms.port.ShopApi`."""
        self._coupons.make(coupon)

    def way_back(self, cart: Cart, code: str | None) -> str | None:  # noqa: ARG002
        """Return None: Magento has no address of a guest's cart, unless a module made one."""
        return None

    def wanted_topics(self) -> tuple[str, ...]:
        """Return the events to subscribe at Adobe; a module needs none of them."""
        return TOPICS if self._shop.account else ()

    def subscriptions(self) -> tuple[Subscription, ...] | None:
        """Return None: only Adobe's developer console tells."""
        return None

    def subscribe(self, topic: str, url: str, secret: str) -> None:  # noqa: ARG002
        """Raise ``PlatformRefused``, saying what is to be done by hand."""
        raise PlatformRefused(
            f"subscribe it in Commerce (bin/magento events:subscribe {topic}), then add it to the "
            f"event registration in Adobe's developer console, with the webhook URL {url}"
        )

    def unsubscribe(self, subscription: Subscription) -> None:  # noqa: ARG002
        """Raise ``PlatformRefused``, saying what is to be done by hand."""
        raise PlatformRefused("delete the event registration in Adobe's developer console")
