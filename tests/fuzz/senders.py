"""The platforms that send webhooks: what is in them, and how they are signed.

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
from tests.fakes.world import shop
from tests.intake import generic_shop
from tests.intake.bodies import document
from tests.intake.signing import digest

BODIES = Path(__file__).parents[1] / "intake/bodies"
OTHERS_SECRET = "whsec_" + base64.b64encode(b"another key, as long as the first").decode()
TOPICS = ("carts_", "checkouts_", "orders_")  # how the names of Shopify's bodies begin
Headers = dict[str, str]


class Sample(msgspec.Struct, frozen=True):
    """A body that is taken as it is, and the topic that its headers name, if they do."""

    topic: str
    body: dict[str, Any]


class Sender(msgspec.Struct, frozen=True, kw_only=True):
    """One platform. ``sign(topic, raw, secret, shop, at)`` returns the headers of a webhook.

    ``proof`` are the headers without which nothing is proven.
    """

    shop: Shop
    secrets: ShopSecrets
    neighbour: Shop
    neighbours_secrets: ShopSecrets
    samples: tuple[Sample, ...]
    sign: Callable[[str, bytes, str, Shop, datetime], Headers]
    proof: tuple[str, ...]
    tolerance: timedelta | None = None
    """How old a webhook may be, where its signature covers its time."""

    def signed(self, topic: str, raw: bytes) -> Headers:
        """Return the headers that the shop itself would send now."""
        return self.sign(topic, raw, self.secrets.webhook[0], self.shop, datetime.now(UTC))


def a_shop(name: str, platform: Platform) -> Shop:
    hosts = (f"{name}.example", f"{name}.myshop.example")
    started_at = datetime(2020, 1, 1, tzinfo=UTC)
    return shop(id=name, platform=platform, hosts=hosts, started_at=started_at)


def secrets(name: str, webhook: str) -> ShopSecrets:
    key = name.encode().ljust(32, b".")
    return ShopSecrets(webhook=(webhook,), link_key=key, identity_key=key)


def _shopify_signed(topic: str, raw: bytes, secret: str, shop: Shop, _at: datetime) -> Headers:
    return {
        "X-Shopify-Topic": topic,
        "X-Shopify-Shop-Domain": shop.hosts[0],
        "X-Shopify-Hmac-SHA256": digest(secret.encode(), raw),
    }


def _shopify_samples() -> tuple[Sample, ...]:
    names = sorted(file.stem for file in BODIES.glob("*.json") if file.stem.startswith(TOPICS))
    return tuple(Sample(_topic(name), document(name)) for name in names)


def _topic(name: str) -> str:
    return name.partition("__")[0].replace("_", "/", 1)


def _standard_signed(_topic: str, raw: bytes, secret: str, _shop: Shop, at: datetime) -> Headers:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return generic_shop.headers(raw, at.timestamp(), key=key)


def _generic_samples() -> tuple[Sample, ...]:
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


SENDERS: Mapping[Platform, Sender] = {
    Platform.SHOPIFY: Sender(
        shop=a_shop("shopify", Platform.SHOPIFY),
        secrets=secrets("shopify", "hush"),
        neighbour=a_shop("shopify-2", Platform.SHOPIFY),
        neighbours_secrets=secrets("shopify-2", "hush"),  # one app's secret signs for many shops
        samples=_shopify_samples(),
        sign=_shopify_signed,
        proof=("X-Shopify-Hmac-SHA256", "X-Shopify-Shop-Domain"),
    ),
    Platform.GENERIC: Sender(
        shop=a_shop("generic", Platform.GENERIC),
        secrets=secrets("generic", generic_shop.SECRET),
        neighbour=a_shop("generic-2", Platform.GENERIC),
        neighbours_secrets=secrets("generic-2", OTHERS_SECRET),
        samples=_generic_samples(),
        sign=_standard_signed,
        proof=("webhook-id", "webhook-timestamp", "webhook-signature"),
        tolerance=timedelta(minutes=5),
    ),
}


def all_shops() -> dict[Shop, ShopSecrets]:
    """Return every shop that is registered for fuzzing, with its secrets."""
    return {
        shop: secrets
        for sender in SENDERS.values()
        for shop, secrets in (
            (sender.shop, sender.secrets),
            (sender.neighbour, sender.neighbours_secrets),
        )
    }
