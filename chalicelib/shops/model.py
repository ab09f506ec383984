"""The merchant's shop: what it is, where it lives, what it allows. Pure."""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from chalicelib.shops.policy import Policy

SHOP_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")


class Platform(StrEnum):
    """Where a shop's webhooks come from."""

    SHOPIFY = "shopify"
    WOOCOMMERCE = "woocommerce"
    BIGCOMMERCE = "bigcommerce"
    MAGENTO = "magento"
    GENERIC = "generic"


class Notice(StrEnum):
    """What a shop may have its buyers told besides reminders."""

    PLACED = "placed"
    SHIPPED = "shipped"


class Shop(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A registered shop. ``hosts`` are the only places that links may lead to; the first is home.

    ``started_at`` is when rebasket was switched on: carts left before are none of its business.
    ``account`` is the platform's own name for the shop, where a webhook must be held against it:
    BigCommerce's store hash, Adobe's client id; of WooCommerce the path of a site that is not at
    the root of its host (``/shop``). ``api_url`` is our own address, as known when the shop was
    registered, without a slash at its end. ``removed_at`` is when the shop took our access away:
    from then on nothing is sent.
    """

    id: str
    name: str
    platform: Platform
    hosts: tuple[str, ...]
    sender: str
    currency: str
    started_at: datetime
    locale: str = "en"
    reply_to: str | None = None
    postal_address: str | None = None
    account: str | None = None
    api_url: str | None = None
    notices: frozenset[Notice] = frozenset()
    removed_at: datetime | None = None
    policy: Policy = Policy()

    @property
    def home_url(self) -> str:
        """The shop's front page."""
        return f"https://{self.hosts[0]}/"


def without_access(shop: Shop, at: datetime) -> Shop:
    """Return the shop as it is after it took our access away ``at`` a time.

    The first time counts; one before it was connected, or connected again, is past.
    """
    if shop.removed_at is not None or at <= shop.started_at:
        return shop
    return replace(shop, removed_at=at)


class ShopSecrets(msgspec.Struct, frozen=True, kw_only=True):
    """What only we and the shop know. ``webhook`` holds more than one during a rotation.

    ``api`` is what the platform's own API asks for, by its name there (``access_token``;
    ``consumer_key`` and ``consumer_secret``); empty for a shop that cannot be asked.
    ``link_key`` signs links in messages; ``identity_key`` names shoppers opaquely and must never
    change, or every suppression and purchase would be forgotten. ``vapid_key`` proves to push
    services who we are (RFC 8292): P-256's private scalar in 32 bytes, None in secrets of before.
    It must not change either, or every browser would have to subscribe again.
    """

    webhook: tuple[str, ...]
    link_key: bytes
    identity_key: bytes
    api: dict[str, str] = {}
    vapid_key: bytes | None = None


def webhook_url(api_url: str, shop: str) -> str:
    """Return where a shop's webhooks go."""
    return f"{api_url}/webhooks/{shop}"
