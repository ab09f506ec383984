"""A shop on Shopify: two shops share the app's secret."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from chalicelib.shops.model import Platform
from infra.local.shopify_shop import ShopifyShop
from infra.local.shopify_stand_in import ShopifyStandIn
from infra.local.stand_in import StandIn
from infra.signing import signed_headers
from tests.e2e.journeys.storefront import Led, Registration, Sent

SECRET, TOKEN = "app-secret", "shpat_journey"


class ShopifyStore:
    """The ``Storefront`` of a Shopify shop."""

    name = "journey-shopify"
    host = "shopify-shop.example"
    admin, others_admin = "journey.myshopify.example", "other.myshopify.example"
    email = "sue@shoppers.example"
    product = "Cherry bowl"
    makes_coupons = True

    def __init__(self) -> None:
        self.own = self._registered(self.name, self.host, self.admin)
        self.other = self._registered("other-shopify", "other-shopify.example", self.others_admin)
        self._there = {host: ShopifyShop(host=host) for host in (self.admin, self.others_admin)}
        self._there[self.admin].domain = self.host
        self._there[self.others_admin].domain = "other-shopify.example"

    @property
    def stand_ins(self) -> Mapping[str, StandIn]:
        return {host: ShopifyStandIn(there, TOKEN) for host, there in self._there.items()}

    def subscribed(self, url: str) -> bool:
        topics = {hook["topic"] for hook in self._there[self.admin].hooks if hook["uri"] == url}
        return {"CHECKOUTS_UPDATE", "ORDERS_CREATE", "APP_UNINSTALLED"} <= topics

    def leaves(self) -> Sequence[Sent]:
        line = {"title": self.product, "quantity": 1, "line_price": "39.00", "variant_id": 77}
        checkout = {
            "token": "k-journey",
            "cart_token": "c-journey",
            "email": self.email,
            "buyer_accepts_marketing": True,
            "presentment_currency": "EUR",
            "total_price": "39.00",
            "line_items": [line],
            "updated_at": datetime.now(UTC).isoformat(),
        }
        return [self._sent("checkouts/update", checkout)]

    def has_coupon(self, code: str) -> bool:
        return code.lower() in self._there[self.admin].discounts

    def is_back(self, led: Led, code: str | None) -> bool:
        return led.location == f"https://{self.host}/cart/77:1?discount={code}"

    def orders(self) -> Sequence[Sent]:
        order = {
            "id": 9001,
            "name": "#9001",
            "cart_token": "c-journey",
            "checkout_token": "k-journey",
            "email": self.email,
            "currency": "EUR",
            "total_price": "35.10",
            "created_at": datetime.now(UTC).isoformat(),
        }
        return [self._sent("orders/create", order)]

    def erases(self) -> Sequence[Sent]:
        body = {
            "shop_id": 1,
            "shop_domain": self.admin,
            "customer": {"email": self.email},
            "orders_to_redact": [9001],
        }
        return [self._sent("customers/redact", body)]

    def _registered(self, name: str, host: str, admin: str) -> Registration:
        words = ("--platform", "shopify", "--host", host, "--host", admin)
        return Registration(name, (*words, "--sender", f"hello@{host}"), (SECRET, TOKEN))

    def _sent(self, topic: str, content: Mapping[str, Any]) -> Sent:
        body = json.dumps(content).encode()
        headers = signed_headers(
            Platform.SHOPIFY, body, SECRET, topic=topic, host=self.admin, now=datetime.now(UTC)
        )
        return Sent({**headers, "Content-Type": "application/json"}, body)
