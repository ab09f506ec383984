"""Who sends webhooks: what is in them, and how they are signed.

To have a new platform fuzzed, give it an entry in ``SENDERS``: a shop with its secrets, a neighbour
that must not be taken for it, samples that are taken as they are, and its way to sign.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from chalicelib.shops.model import Platform, Shop, ShopSecrets
from infra.adobe_signing import ADOBE
from infra.likely_topic import likely_topic
from tests.fakes.world import HOST, shop
from tests.intake import bigcommerce_store, generic_shop, magento_shop, woocommerce_shop
from tests.intake.bodies import document
from tests.intake.signing import digest

BODIES = Path(__file__).parents[1] / "intake/bodies"
OTHERS_SECRET = "whsec_" + base64.b64encode(b"another key, as long as the first").decode()
Headers = dict[str, str]
FIVE_MINUTES = timedelta(minutes=5)


class Sample(msgspec.Struct, frozen=True):
    """A body that is taken as it is, and the topic that its headers name, if they do."""

    topic: str
    body: dict[str, Any]


class Sender(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of sender. ``sign(topic, raw, secret, shop, at)`` returns a webhook's headers.

    ``proof`` are the headers without which nothing is proven. ``tolerance`` is how far from now a
    webhook may be, where its signature covers its time.
    """

    shop: Shop
    secrets: ShopSecrets
    neighbour: Shop
    neighbours_secrets: ShopSecrets
    samples: tuple[Sample, ...]
    sign: Callable[[str, bytes, str, Shop, datetime], Headers]
    proof: tuple[str, ...]
    tolerance: timedelta | None = None

    def signed(self, topic: str, raw: bytes) -> Headers:
        """Return the headers that the shop itself would send now."""
        return self.sign(topic, raw, self.secrets.webhook[0], self.shop, datetime.now(UTC))


def a_shop(name: str, platform: Platform, *hosts: str, account: str | None = None) -> Shop:
    started_at = datetime(2020, 1, 1, tzinfo=UTC)
    hosts = (f"{name}.example", *hosts)
    return shop(id=name, platform=platform, hosts=hosts, account=account, started_at=started_at)


def secrets(name: str, webhook: str) -> ShopSecrets:
    key = name.encode().ljust(32, b".")
    return ShopSecrets(webhook=(webhook,), link_key=key, identity_key=key)


def samples(*beginnings: str) -> tuple[Sample, ...]:
    """Return those of our bodies whose names begin with any of these."""
    files = sorted(file for file in BODIES.glob("*.json") if file.stem.startswith(beginnings))
    return tuple(Sample(likely_topic(file), document(file.stem)) for file in files)


def events() -> tuple[Sample, ...]:
    """Return the events that a shop of its own tells."""
    content = {
        "cart": "7",
        "order": "1001",
        "shopper": {"email": "ann@example.com", "id": 1, "accepts_email": True},
        "items": [{"title": "Cup", "quantity": 1, "price": "1.00", "id": 5}],
        "currency": "EUR",
        "total": "1.00",
        "url": "https://generic.example/7",
    }
    kinds = ("cart.updated", "cart.deleted", "order.placed", "order.cancelled")
    at = generic_shop.AT
    return tuple(Sample("", {"type": kind, "timestamp": at, "data": content}) for kind in kinds)


def _by_shopify(topic: str, raw: bytes, secret: str, shop: Shop, _at: datetime) -> Headers:
    return {
        "X-Shopify-Topic": topic,
        "X-Shopify-Shop-Domain": shop.hosts[0],
        "X-Shopify-Hmac-SHA256": digest(secret.encode(), raw),
    }


def _by_woocommerce(topic: str, raw: bytes, secret: str, shop: Shop, _at: datetime) -> Headers:
    return woocommerce_shop.headers(topic, raw, secret, shop.hosts[0])


def _by_bigcommerce(_topic: str, raw: bytes, secret: str, _shop: Shop, at: datetime) -> Headers:
    return bigcommerce_store.headers(raw, at.timestamp(), secret)


def _by_adobe(_topic: str, raw: bytes, _secret: str, _shop: Shop, _at: datetime) -> Headers:
    return ADOBE.headers(raw)


def _by_standard(_topic: str, raw: bytes, secret: str, _shop: Shop, at: datetime) -> Headers:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return generic_shop.headers(raw, at.timestamp(), key=key)


STANDARD = ("webhook-id", "webhook-timestamp", "webhook-signature")
SENDERS: Mapping[str, Sender] = {
    "shopify": Sender(
        shop=a_shop("shopify", Platform.SHOPIFY, HOST),
        secrets=secrets("shopify", "hush"),
        neighbour=a_shop("shopify-2", Platform.SHOPIFY),
        neighbours_secrets=secrets("shopify-2", "hush"),  # one app's secret signs for many shops
        samples=samples("carts_", "checkouts_", "orders_", "customers_", "shop_", "app_"),
        sign=_by_shopify,
        proof=("X-Shopify-Hmac-SHA256", "X-Shopify-Shop-Domain"),
    ),
    "woocommerce": Sender(
        shop=a_shop("woocommerce", Platform.WOOCOMMERCE, HOST),
        secrets=secrets("woocommerce", "hush"),
        neighbour=a_shop("woocommerce-2", Platform.WOOCOMMERCE),
        neighbours_secrets=secrets("woocommerce-2", "hush"),
        samples=samples("order.", "wcap_", "action."),
        sign=_by_woocommerce,
        proof=("x-wc-webhook-signature", "x-wc-webhook-source"),
    ),
    "bigcommerce": Sender(
        shop=a_shop("bigcommerce", Platform.BIGCOMMERCE, HOST, account=bigcommerce_store.HASH),
        secrets=secrets("bigcommerce", bigcommerce_store.SECRET),
        neighbour=a_shop("bigcommerce-2", Platform.BIGCOMMERCE, account="another"),
        neighbours_secrets=secrets("bigcommerce-2", bigcommerce_store.SECRET),
        samples=samples("store_"),
        sign=_by_bigcommerce,
        proof=STANDARD,
        tolerance=FIVE_MINUTES,
    ),
    "adobe": Sender(
        shop=a_shop("adobe", Platform.MAGENTO, HOST, account=magento_shop.CLIENT),
        secrets=secrets("adobe", generic_shop.SECRET),
        neighbour=a_shop("adobe-2", Platform.MAGENTO, account="another"),
        neighbours_secrets=secrets("adobe-2", generic_shop.SECRET),
        samples=samples("observer.", "plugin."),
        sign=_by_adobe,
        proof=("x-adobe-digital-signature-1", "x-adobe-public-key1-path"),
    ),
    "magento": Sender(
        shop=a_shop("magento", Platform.MAGENTO, HOST),
        secrets=secrets("magento", generic_shop.SECRET),
        neighbour=a_shop("magento-2", Platform.MAGENTO),
        neighbours_secrets=secrets("magento-2", OTHERS_SECRET),
        samples=(*samples("cart.updated__magento-module"), *events()),
        sign=_by_standard,
        proof=STANDARD,
        tolerance=FIVE_MINUTES,
    ),
    "generic": Sender(
        shop=a_shop("generic", Platform.GENERIC),
        secrets=secrets("generic", generic_shop.SECRET),
        neighbour=a_shop("generic-2", Platform.GENERIC),
        neighbours_secrets=secrets("generic-2", OTHERS_SECRET),
        samples=events(),
        sign=_by_standard,
        proof=STANDARD,
        tolerance=FIVE_MINUTES,
    ),
}


def all_shops() -> list[tuple[Shop, ShopSecrets]]:
    """Return every shop that is registered for fuzzing, with its secrets."""
    return [
        pair
        for sender in SENDERS.values()
        for pair in (
            (sender.shop, sender.secrets),
            (sender.neighbour, sender.neighbours_secrets),
        )
    ]
