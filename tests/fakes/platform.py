"""A shop's platform in memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from chalicelib.carts.model import Cart
from chalicelib.intake.events import Event, Resource
from chalicelib.offers.model import Coupon
from chalicelib.platforms.calls import ApiAnswer, ApiCall
from chalicelib.platforms.port import About, Subscription
from chalicelib.platforms.service import ShopApis
from chalicelib.shops.model import Platform
from chalicelib.shops.port import Secrets


class MemoryShopApi:
    """The ``ShopApi`` port; ``failure`` is raised instead of an answer, once."""

    def __init__(self) -> None:
        self.failure: Exception | None = None
        self.coupons: dict[str, Coupon] = {}
        self.held: dict[tuple[Resource, str], Event] = {}
        self.orders: list[Event] = []
        self.carts: list[Event] = []
        self.asked_since: list[datetime] = []
        self.ways: dict[str, str] = {}
        self.topics: tuple[str, ...] = ("orders/create",)
        self.subscribed: list[Subscription] = []
        self.rights_missing: tuple[str, ...] = ()

    def _fail_once(self) -> None:
        if self.failure:
            failure, self.failure = self.failure, None
            raise failure

    def about(self) -> About:
        self._fail_once()
        return About(name="Tea & Co", hosts=("teashop.example",), currency="EUR")

    def missing_rights(self) -> tuple[str, ...]:
        self._fail_once()
        return self.rights_missing

    def fetched(self, resource: Resource, ref: str) -> Event | None:
        self._fail_once()
        return self.held.get((resource, ref))

    def orders_since(self, since: datetime) -> Iterator[Event]:
        self._fail_once()
        self.asked_since.append(since)
        yield from self.orders

    def carts_since(self, since: datetime) -> Iterator[Event]:
        self._fail_once()
        yield from self.carts

    def make_coupon(self, coupon: Coupon) -> None:
        self._fail_once()
        self.coupons.setdefault(coupon.code, coupon)

    def way_back(self, cart: Cart, code: str | None) -> str | None:
        self._fail_once()
        return self.ways.get(cart.id)

    def wanted_topics(self) -> tuple[str, ...]:
        return self.topics

    def subscriptions(self) -> tuple[Subscription, ...]:
        self._fail_once()
        return tuple(self.subscribed)

    def subscribe(self, topic: str, url: str, secret: str) -> None:
        self._fail_once()
        number = str(len(self.subscribed) + 1)
        self.subscribed.append(Subscription(id=number, topic=topic, url=url))

    def unsubscribe(self, subscription: Subscription) -> None:
        self._fail_once()
        self.subscribed.remove(subscription)


class NoCaller:
    """The ``ApiCaller`` port where nobody may call anybody."""

    def call(self, host: str, call: ApiCall) -> ApiAnswer:
        raise AssertionError(f"{host} was called")


def memory_apis(api: MemoryShopApi, secrets: Secrets) -> ShopApis:
    """Return shops' platforms that are all this one."""
    return ShopApis(NoCaller(), secrets, dict.fromkeys(Platform, lambda *_: api))
