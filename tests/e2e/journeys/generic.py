"""A shop of its own, by the generic event schema."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from chalicelib.shops.model import Platform
from infra.local.stand_in import StandIn
from infra.signing import signed_headers
from tests.e2e.journeys.storefront import Led, Registration, Sent

SECRET = "whsec_" + "QUJD" * 10 + "QUI="
OTHER_SECRET = "whsec_" + "QUJE" * 10 + "QUI="


def _described(host: str) -> Sequence[str]:
    sender = f"hello@{host}"
    return ("--platform", "generic", "--host", host, "--currency", "EUR", "--sender", sender)


class GenericStore:
    """The ``Storefront`` of a shop that cannot be asked anything."""

    name = "journey-generic"
    host = "own-shop.example"
    email = "gail@shoppers.example"
    product = "Walnut bowl"
    makes_coupons = False
    stand_ins: Mapping[str, StandIn] = {}
    own = Registration(name, _described(host), (SECRET,))
    other = Registration("other-generic", _described("other-shop.example"), (OTHER_SECRET,))

    def subscribed(self, url: str) -> bool:
        return True

    def leaves(self) -> Sequence[Sent]:
        shopper = {"email": self.email, "accepts_email": True, "country": "DE"}
        items = [{"title": self.product, "quantity": 1, "price": "39.00", "id": "7"}]
        url = f"https://{self.host}/cart/back?id=7"
        return [self._event("cart.updated", shopper=shopper, items=items, url=url)]

    def has_coupon(self, code: str) -> bool:
        return False

    def is_back(self, led: Led, code: str | None) -> bool:
        return (led.status, led.location) == (302, f"https://{self.host}/cart/back?id=7")

    def orders(self) -> Sequence[Sent]:
        return [self._event("order.placed", order="A-1", shopper={"email": self.email})]

    def erases(self) -> Sequence[Sent]:
        return []

    def _event(self, kind: str, **content: Any) -> Sent:
        now = datetime.now(UTC)
        event = {
            "type": kind,
            "timestamp": now.isoformat(),
            "data": {"cart": "g-1", "currency": "EUR", **content},
        }
        body = json.dumps(event).encode()
        headers = signed_headers(Platform.GENERIC, body, SECRET, topic="", host=self.host, now=now)
        return Sent({**headers, "Content-Type": "application/json"}, body)
