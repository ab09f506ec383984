"""The ledger's shop, and how it signs its webhooks."""

import base64
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bench.lambda_events import api_event
from chalicelib.shops.model import Platform, Shop, ShopSecrets

HOST = "fernweh-goods.example"
SHOP = Shop(
    id="bench",
    name="Fernweh Goods",
    platform=Platform.SHOPIFY,
    hosts=(HOST, "fernweh-goods.myshopify.example"),
    sender=f"hello@{HOST}",
    reply_to=f"help@{HOST}",
    currency="EUR",
    started_at=datetime(2020, 1, 1, tzinfo=UTC),
    postal_address="Fernweh Goods, Example Street 1, 10115 Berlin",
)
SECRETS = ShopSecrets(webhook=("hush",), link_key=b"l" * 32, identity_key=b"i" * 32)


def webhook(topic: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the signed webhook as API Gateway hands it over."""
    raw = json.dumps(body, ensure_ascii=False)
    mac = hmac.digest(SECRETS.webhook[0].encode(), raw.encode(), "sha256")
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Shopify-Captain-Hook",
        "X-Shopify-Topic": topic,
        "X-Shopify-Shop-Domain": HOST,
        "X-Shopify-Hmac-SHA256": base64.b64encode(mac).decode(),
        "X-Shopify-Webhook-Id": "b54557e4-0000-4000-8000-000000000000",
        "X-Shopify-Event-Id": "98880550-0000-4000-8000-000000000000",
        "X-Shopify-API-Version": "2026-04",
        "X-Shopify-Triggered-At": "2026-11-20T12:00:00.000000000Z",
    }
    return api_event("POST", "/webhooks/{shop}", f"/webhooks/{SHOP.id}", headers, raw)
