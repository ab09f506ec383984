"""A shop on Adobe Commerce: Adobe signs its events, with the same key for everybody's."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chalicelib.platforms.adobe_keys import KEY_HOST
from infra.adobe_signing import ADOBE, PATH
from infra.local.magento_stand_in import STORE, MagentoStandIn
from infra.local.stand_in import Asked, StandIn, Told
from tests.e2e.journeys.storefront import Led, Registration, Sent

CLIENT, OTHER_CLIENT = "4c1d7f0e9b2a4c5f8d3e6a7b90c1d2e3", "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
TOKEN = "magento-token"


class KeyHost:
    """Where Adobe publishes the keys that it signs with."""

    def answer(self, asked: Asked) -> Told:
        if asked.path != PATH:
            return Told(404)
        key = ADOBE.key.public_key()
        return Told(200, key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


class MagentoStore:
    """The ``Storefront`` of an Adobe Commerce shop."""

    name = "journey-magento"
    host, others_host = "mage-shop.example", "other-mage.example"
    email = "mia@shoppers.example"
    product = "Birch bowl"
    makes_coupons = True

    def __init__(self) -> None:
        self.own = self._registered(self.name, self.host, CLIENT)
        self.other = self._registered("other-magento", self.others_host, OTHER_CLIENT)
        self._there = _shop(self.host)

    @property
    def stand_ins(self) -> Mapping[str, StandIn]:
        there = {self.host: self._there, self.others_host: _shop(self.others_host)}
        return {**there, KEY_HOST: KeyHost()}

    def subscribed(self, url: str) -> bool:
        return True  # which only Adobe's console knows

    def leaves(self) -> Sequence[Sent]:
        item = {"item_id": "1", "sku": "BOWL", "name": self.product, "qty": 1, "price": "39.0000"}
        quote = {
            "entity_id": "9100",
            "is_active": "1",
            "customer_email": self.email,
            "customer_is_guest": "1",
            "items_count": 1,
            "quote_currency_code": "EUR",
            "grand_total": "39.0000",
            "updated_at": _now(),
            "items": [item],
        }
        subscriber = {"subscriber_email": self.email, "subscriber_status": "1"}
        return [
            self._sent("observer.newsletter_subscriber_save_commit_after", subscriber),
            self._sent("observer.sales_quote_save_commit_after", quote),
        ]

    def has_coupon(self, code: str) -> bool:
        return any(each["code"] == code for each in self._there.promotions.coupons)

    def is_back(self, led: Led, code: str | None) -> bool:
        """There is no way back to a guest's quote: the cart is shown, with the code."""
        return led.status == 200 and self.product in led.page and str(code) in led.page

    def orders(self) -> Sequence[Sent]:
        order = {
            "entity_id": "77",
            "increment_id": "000000077",
            "quote_id": "9100",
            "state": "processing",
            "status": "processing",
            "customer_email": self.email,
            "order_currency_code": "EUR",
            "grand_total": "35.1000",
            "created_at": _now(),
            "updated_at": _now(),
        }
        return [self._sent("observer.sales_order_save_commit_after", order)]

    def erases(self) -> Sequence[Sent]:
        return []

    def _registered(self, name: str, host: str, client: str) -> Registration:
        words = ("--platform", "magento", "--host", host, "--account", client)
        return Registration(name, (*words, "--sender", f"hello@{host}"), ("", TOKEN))

    def _sent(self, kind: str, value: Mapping[str, Any]) -> Sent:
        envelope = {
            "specversion": "1.0",
            "id": f"id-of-{kind}",
            "source": "urn:uuid:6a1f2c7b-6a55-4c0d-9f5e-2f6b8e1f0a10",
            "type": f"com.adobe.commerce.{kind}",
            "time": datetime.now(UTC).isoformat(),
            "recipient_client_id": CLIENT,
            "data": {"key": "k", "value": dict(value), "source": "shop.Production"},
        }
        body = json.dumps(envelope).encode()
        return Sent(ADOBE.headers(body), body)


def _shop(host: str) -> MagentoStandIn:
    base = f"https://{host}/"
    return MagentoStandIn(TOKEN, stores=[STORE | {"base_url": base, "secure_base_url": base}])


def _now() -> str:
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}"
