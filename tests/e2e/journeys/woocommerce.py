"""A shop on WooCommerce: the two shops even have the same webhook secret."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from chalicelib.shops.model import Platform
from infra.local.stand_in import StandIn
from infra.local.woocommerce_stand_in import KEY, SECRET, WooCommerceStandIn
from infra.signing import signed_headers
from tests.e2e.journeys.storefront import Led, Registration, Sent

SIGNING = "aSecretOfFortyLettersAndDigits0123456789"


class WooCommerceStore:
    """The ``Storefront`` of a WooCommerce shop with the block checkout."""

    name = "journey-woocommerce"
    host, others_host = "woo-shop.example", "other-woo.example"
    email = "wim@shoppers.example"
    product = "Oak bowl"
    makes_coupons = True

    def __init__(self) -> None:
        self.own = self._registered(self.name, self.host)
        self.other = self._registered("other-woocommerce", self.others_host)
        self._there = WooCommerceStandIn(self.host)

    @property
    def stand_ins(self) -> Mapping[str, StandIn]:
        return {self.host: self._there, self.others_host: WooCommerceStandIn(self.others_host)}

    def subscribed(self, url: str) -> bool:
        hooks = [hook for hook in self._there.webhooks.all if hook["delivery_url"] == url]
        secrets = {self._there.webhooks.secrets[hook["id"]] for hook in hooks}
        return {"order.created", "order.updated"} <= {h["topic"] for h in hooks} and secrets == {
            SIGNING
        }

    def leaves(self) -> Sequence[Sent]:
        return [self._order("checkout-draft")]

    def has_coupon(self, code: str) -> bool:
        return code.lower() in self._there.coupons.kept

    def is_back(self, led: Led, code: str | None) -> bool:
        return (
            led.location
            == f"https://{self.host}/checkout-link/?products=88:1&coupon={(code or '').lower()}"
        )

    def orders(self) -> Sequence[Sent]:
        return [self._order("processing")]

    def erases(self) -> Sequence[Sent]:
        return []

    def _registered(self, name: str, host: str) -> Registration:
        words = ("--platform", "woocommerce", "--host", host, "--sender", f"hello@{host}")
        return Registration(name, words, (SIGNING, KEY, SECRET))

    def _order(self, status: str) -> Sent:
        now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}"
        line = {
            "id": 1,
            "name": self.product,
            "product_id": 88,
            "variation_id": 0,
            "quantity": 1,
            "total": "39.00",
            "price": 39,
        }
        order: dict[str, Any] = {
            "id": 640,
            "number": "640",
            "status": status,
            "currency": "EUR",
            "created_via": "store-api",
            "date_created_gmt": now,
            "date_modified_gmt": now,
            "date_paid_gmt": now if status == "processing" else None,
            "total": "39.00",
            "billing": {"email": self.email, "first_name": "Wim", "country": "NL"},
            "meta_data": [{"id": 1, "key": "rebasket_accepts_email", "value": "yes"}],
            "line_items": [line],
        }
        body = json.dumps(order).encode()
        headers = signed_headers(
            Platform.WOOCOMMERCE,
            body,
            SIGNING,
            topic="order.updated",
            host=self.host,
            now=datetime.now(UTC),
        )
        return Sent({**headers, "Content-Type": "application/json"}, body)
