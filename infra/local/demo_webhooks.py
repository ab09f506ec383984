"""The demo's webhooks, as Shopify would write and sign them."""

import base64
import hmac
import json
import shlex
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from infra.local.demo_shop import ADMIN_HOST, HOST, SECRET
from infra.local.demo_shoppers import SHOPPERS, Shopper

ORDER = 900_001


def checkout(shopper: Shopper, lines: tuple[Mapping[str, Any], ...]) -> dict[str, Any]:
    """Return a checkout as Shopify would tell of it, touched now."""
    return {
        "token": f"checkout-of-{shopper.token}",
        "cart_token": shopper.token,
        "email": shopper.email,
        "buyer_accepts_marketing": shopper.accepts,
        "customer_locale": shopper.locale,
        "customer": {"first_name": shopper.name} if shopper.email else None,
        "shipping_address": {"country_code": shopper.country} if shopper.email else None,
        "currency": "EUR",
        "presentment_currency": shopper.currency,
        "line_items": lines,
        "abandoned_checkout_url": f"https://{HOST}/checkouts/ac/{shopper.token}/recover?key=demo",
        "updated_at": datetime.now(UTC).isoformat(),
        "completed_at": None,
    }


def order(shopper: Shopper) -> dict[str, Any]:
    """Return the order that a shopper of single pieces places now."""
    return {
        "id": ORDER,
        "name": "#1001",
        "cart_token": shopper.token,
        "checkout_token": f"checkout-of-{shopper.token}",
        "email": shopper.email,
        "customer_locale": shopper.locale,
        "customer": {"first_name": shopper.name},
        "currency": "EUR",
        "total_price": shopper.lines[0]["line_price"],
        "created_at": datetime.now(UTC).isoformat(),
        "line_items": [{**line, "price": line["line_price"]} for line in shopper.lines],
        "test": False,
    }


def fulfilled(shopper: Shopper) -> dict[str, Any]:
    """Return the shopper's order once its parcel is on its way."""
    parcel = {
        "status": "success",
        "created_at": datetime.now(UTC).isoformat(),
        "tracking_company": "Example Post",
        "tracking_number": "EX123456789DE",
        "tracking_url": "https://post.example/follow/EX123456789DE",
    }
    return order(shopper) | {"fulfillments": [parcel]}


def redact(shopper: Shopper) -> dict[str, Any]:
    """Return a shopper's wish to be forgotten."""
    return {
        "shop_id": 1,
        "shop_domain": ADMIN_HOST,
        "customer": {"id": 1, "email": shopper.email},
        "orders_to_redact": [],
    }


def signed(topic: str, body: Mapping[str, Any]) -> tuple[dict[str, str], bytes]:
    """Return headers and bytes of a webhook as Shopify would send it."""
    raw = json.dumps(body, ensure_ascii=False).encode()
    mac = base64.b64encode(hmac.digest(SECRET.encode(), raw, "sha256")).decode()
    headers = {
        "Content-Type": "application/json",
        "X-Shopify-Topic": topic,
        "X-Shopify-Shop-Domain": HOST,
        "X-Shopify-Hmac-SHA256": mac,
    }
    return headers, raw


def paste_me(url: str) -> str:
    """Return a command that abandons a cart of one's own, signed and ready."""
    you = replace(SHOPPERS[0], token=f"cart-yours-{datetime.now(UTC):%H%M%S}", name="You")
    body = checkout(replace(you, email="you@shoppers.example"), you.lines)
    headers, raw = signed("checkouts/create", body)
    words = ["curl", "-sS", "-X", "POST", url]
    for name, value in headers.items():
        words += ["-H", f"{name}: {value}"]
    return shlex.join([*words, "--data-binary", raw.decode()])
