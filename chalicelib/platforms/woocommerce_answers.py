"""What WooCommerce's REST API answers, as far as we read it. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec

from chalicelib.errors import PlatformDown, PlatformRefused
from chalicelib.intake import lenient
from chalicelib.offers.model import Coupon
from chalicelib.platforms.calls import ApiAnswer
from chalicelib.platforms.woocommerce_requests import DISCOUNTS, MARK

WHY_LETTERS = 200
CHECKOUT_LINKS_SINCE = (10, 0)
NO_LINKS_BACK = "links back to the cart: WooCommerce is {version}, they need 10.0"
NO_COUPONS = "coupons: they are switched off in WooCommerce, Settings, General"


class Problem(msgspec.Struct):
    """Every error's body."""

    code: str | int | None = None
    message: str | None = None


class Index(msgspec.Struct):
    """What WordPress tells everybody."""

    name: str = ""
    url: str = ""
    home: str = ""
    namespaces: list[str] = []


class Environment(msgspec.Struct):
    """One half of the system status."""

    home_url: str = ""
    version: str = ""
    language: str = ""


class Settings(msgspec.Struct):
    """The other half."""

    currency: str = ""


class SystemStatus(msgspec.Struct):
    """``system_status``, of which only what was asked for is there."""

    environment: Environment
    settings: Settings


class Setting(msgspec.Struct):
    """One setting."""

    value: Any = None


class Meta(msgspec.Struct):
    """One entry of metadata."""

    key: str = ""
    value: Any = None


class CouponAnswer(msgspec.Struct):
    """A coupon that is there."""

    code: str
    amount: str
    discount_type: str
    date_expires_gmt: str | None = None
    meta_data: list[Meta] = []

    def is_of(self, coupon: Coupon) -> bool:
        """Tell if it is this coupon of ours, made by an earlier attempt."""
        ours = any(meta.key == MARK for meta in self.meta_data)
        same_kind = self.discount_type == DISCOUNTS[coupon.offer.kind]
        return ours and same_kind and lenient.amount(self.amount) == coupon.offer.value


class Webhook(msgspec.Struct):
    """A webhook that is there; only an ``active`` one is sent."""

    id: int
    topic: str
    delivery_url: str
    status: str


def refusal(answer: ApiAnswer, host: str) -> PlatformRefused:
    """Return an answer that is no success as the error that it is."""
    if target := answer.headers.get("location", ""):
        there = urlsplit(target).hostname or target
        return PlatformRefused(f"{host} sends callers on to {there}"[:WHY_LETTERS], answer.status)
    try:
        problem = answer.read(Problem)
    except PlatformDown:
        return PlatformRefused(f"answered {answer.status} without a reason", answer.status)
    why = (problem.message or f"answered {answer.status}")[:WHY_LETTERS]
    return PlatformRefused(why, answer.status, str(problem.code) if problem.code else None)


def answered_at(answer: ApiAnswer) -> datetime | None:
    """Return when the shop's server says that it answered (RFC 9110, 6.6.1)."""
    try:
        said = parsedate_to_datetime(answer.headers.get("date", ""))
    except ValueError:
        return None
    return said if said.tzinfo else said.replace(tzinfo=UTC)


def pages_of(answer: ApiAnswer) -> int:
    """Return how many pages a list has; 1 if that is not told."""
    told = answer.headers.get("x-wp-totalpages", "").strip()
    return int(told) if told.isascii() and told.isdigit() and len(told) <= 9 else 1  # noqa: PLR2004


def lacks(version: str, coupons: object) -> tuple[str, ...]:
    """Say what will not work there: by WooCommerce's version, and by the setting for coupons."""
    found = []
    parts = [part for part in version.split(".")[:2] if part.isascii() and part.isdigit()]
    if parts and tuple(map(int, parts)) < CHECKOUT_LINKS_SINCE:
        found.append(NO_LINKS_BACK.format(version=version))
    if coupons == "no":
        found.append(NO_COUPONS)
    return tuple(found)
