"""What rebasket asks of a shop's platform. Pure.

Every method raises ``PlatformDown`` when the platform gives no usable answer, which is worth
trying again, and ``PlatformRefused`` when it says no, which is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

import msgspec

from chalicelib.carts.model import Cart
from chalicelib.intake.events import Event, Resource
from chalicelib.offers.model import Coupon


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What the platform says of the shop. ``hosts`` are where its pages are, the main one first.

    ``lacks`` says in plain words what will not work there, whatever rights we are given.
    """

    name: str
    hosts: tuple[str, ...]
    currency: str | None = None
    locale: str | None = None
    account: str | None = None
    lacks: tuple[str, ...] = ()


class Subscription(msgspec.Struct, frozen=True, kw_only=True):
    """One webhook that the platform sends. ``works`` is False once the platform gave it up."""

    id: str
    topic: str
    url: str
    works: bool = True


class ShopApi(Protocol):
    """One shop's platform, asked in that shop's name."""

    def about(self) -> About:
        """Return what the platform says of the shop: the credentials are good if it answers."""

    def missing_rights(self) -> tuple[str, ...]:
        """Return the rights that we need and were not given, by the platform's names."""

    def fetched(self, resource: Resource, ref: str) -> Event | None:
        """Return a cart or an order as it is now; None when it is gone."""

    def orders_since(self, since: datetime) -> Iterator[Event]:
        """Yield what every order changed since then means."""

    def carts_since(self, since: datetime) -> Iterator[Event]:
        """Yield what every cart or checkout changed since then means; nothing if none can be."""

    def make_coupon(self, coupon: Coupon) -> None:
        """Make a code that works once; one of ours that is there already is success.

        ``PlatformRefused`` says why there will be none.
        """

    def way_back(self, cart: Cart, code: str | None) -> str | None:
        """Return a fresh address of this very cart, with the code applied if there is one.

        Asked when the shopper clicks, since such addresses may work once only. None when the
        platform gives nothing better than what the cart itself leads to.
        """

    def wanted_topics(self) -> tuple[str, ...]:
        """Return the topics that we need webhooks of, by the platform's names."""

    def subscriptions(self) -> tuple[Subscription, ...] | None:
        """Return the webhooks that the platform holds for us.

        None when only a person can see and change them, on the platform's own pages.
        """

    def subscribe(self, topic: str, url: str, secret: str) -> None:
        """Have webhooks of a topic sent to ``url``, signed with ``secret`` where it may be chosen.

        One that is there already is success.
        """

    def unsubscribe(self, subscription: Subscription) -> None:
        """Have a webhook sent no more; one that is gone already is success."""
