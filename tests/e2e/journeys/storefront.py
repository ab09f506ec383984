"""A shop on some platform, as its merchant connects it and its shopper uses it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from infra.local.stand_in import StandIn


@dataclass(frozen=True)
class Sent:
    """One webhook, signed as the platform signs it."""

    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Registration:
    """What the operator says of a shop: words of ``shop add``, and answers about secrets."""

    name: str
    add: Sequence[str]
    said: Sequence[str]


@dataclass(frozen=True)
class Led:
    """Where a click led: a status, and a location or a page."""

    status: int
    location: str
    page: str


class Storefront(Protocol):
    """One platform. ``other`` is a second shop, which shares all that its platform shares."""

    name: str
    host: str
    email: str
    product: str
    makes_coupons: bool

    @property
    def stand_ins(self) -> Mapping[str, StandIn]:
        """The platform's hosts that are asked, with what answers there."""

    @property
    def own(self) -> Registration:
        """The shop of this journey."""

    @property
    def other(self) -> Registration:
        """Another shop on the same platform."""

    def subscribed(self, url: str) -> bool:
        """Tell if the platform sends us webhooks now, as far as that can be told by an API."""

    def leaves(self) -> Sequence[Sent]:
        """Fill a cart, give an address, agree to be written to, and leave."""

    def has_coupon(self, code: str) -> bool:
        """Tell if the platform knows this code."""

    def is_back(self, led: Led, code: str | None) -> bool:
        """Tell if this is the way back to the cart, with the code if it can be applied."""

    def orders(self) -> Sequence[Sent]:
        """Buy what is in the cart."""

    def erases(self) -> Sequence[Sent]:
        """Ask to be forgotten; none where a platform has no such webhook."""
