"""A stand-in for one Magento shop's REST API, as documented and as its source answers.

https://developer.adobe.com/commerce/webapi/rest/ - rights are checked route by route, and who lacks
one is told so as if the token were unknown; a coupon gets end and limits from its rule.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from infra.local.magento_promotions import Promotions, Refused
from infra.local.magento_search import Item, searched
from infra.local.stand_in import Asked, Told

ORDERS, SHIPMENTS = "Magento_Sales::actions_view", "Magento_Sales::shipment"
CARTS, STORES = "Magento_Cart::manage", "Magento_Backend::store"
RULES, GROUPS = "Magento_SalesRule::quote", "Magento_Customer::group"
ALL_RIGHTS = frozenset({ORDERS, SHIPMENTS, CARTS, STORES, RULES, GROUPS})
# How search criteria call what a body calls otherwise.
NAMES_IN_CARTS = {"entity_id": "id", "customer_email": "customer.email"}
NAMES_IN_GROUPS = {"customer_group_id": "id"}
STORE = {
    "id": 1,
    "code": "default",
    "website_id": 1,
    "locale": "en_GB",
    "base_currency_code": "EUR",
    "default_display_currency_code": "EUR",
    "timezone": "Europe/London",
    "base_url": "https://teashop.example/",
    "secure_base_url": "https://teashop.example/",
}


@dataclass
class MagentoStandIn:
    """One shop; what it holds is changed from outside as the shop's own pages would."""

    token: str
    rights: set[str] = field(default_factory=lambda: set(ALL_RIGHTS))
    stores: list[Item] = field(default_factory=lambda: [dict(STORE)])
    groups: list[Item] = field(default_factory=lambda: [{"id": n} for n in range(4)])
    orders: list[Item] = field(default_factory=list)
    shipments: list[Item] = field(default_factory=list)
    carts: list[Item] = field(default_factory=list)
    totals: dict[int, Item] = field(default_factory=dict)
    promotions: Promotions = field(default_factory=Promotions)

    def answer(self, asked: Asked) -> Told:
        """Answer a request as the shop would."""
        try:
            return Told(200, json.dumps(self._answered(asked)).encode())
        except Refused as refused:
            return Told(refused.status, refused.body)

    def _answered(self, asked: Asked) -> Any:
        for method, pattern, right, answer in self._routes():
            match = re.fullmatch(f"/rest/V1{pattern}", asked.path)
            if match and asked.method == method:
                self._check_right(asked.headers, right)
                return answer(asked, *match.groups())
        raise Refused(404, "Request does not match any route.")

    def _routes(self) -> tuple[tuple[str, str, str, Callable[..., Any]], ...]:
        return (
            ("GET", "/store/storeConfigs", STORES, lambda _: self.stores),
            ("GET", "/orders", ORDERS, lambda asked: searched(asked.query, self.orders)),
            ("GET", r"/orders/(\d+)", ORDERS, self._order),
            ("GET", "/shipments", SHIPMENTS, lambda a: searched(a.query, self.shipments)),
            ("GET", "/carts/search", CARTS, self._carts),
            ("GET", r"/carts/(\d+)", CARTS, self._cart),
            ("GET", r"/carts/(\d+)/totals", CARTS, self._totals),
            ("GET", "/customerGroups/search", GROUPS, self._groups),
            ("GET", "/salesRules/search", RULES, self.promotions.rules_found),
            ("POST", "/salesRules", RULES, self.promotions.rule_made),
            ("GET", "/coupons/search", RULES, self.promotions.coupons_found),
            ("POST", "/coupons", RULES, self.promotions.coupon_made),
        )

    def _check_right(self, headers: Mapping[str, str], right: str) -> None:
        known = headers.get("authorization") == f"Bearer {self.token}"
        if not known or right not in self.rights:
            message = "The consumer isn't authorized to access %resources."
            raise Refused(401, message, {"resources": right})

    def _order(self, _asked: Asked, number: str) -> Item:
        found = next((each for each in self.orders if each["entity_id"] == int(number)), None)
        if found is None:
            message = (
                "The entity that was requested doesn't exist. Verify the entity and try again."
            )
            raise Refused(404, message)
        return found

    def _carts(self, asked: Asked) -> Item:
        return searched(asked.query, self.carts, NAMES_IN_CARTS)

    def _cart(self, _asked: Asked, number: str) -> Item:
        found = next((each for each in self.carts if each["id"] == int(number)), None)
        if found is None:
            gaps = {"fieldName": "cartId", "fieldValue": number}
            raise Refused(404, "No such entity with %fieldName = %fieldValue", gaps)
        return found

    def _totals(self, asked: Asked, number: str) -> Item:
        self._cart(asked, number)
        return self.totals.get(int(number), {"items": []})

    def _groups(self, asked: Asked) -> Item:
        return searched(asked.query, self.groups, NAMES_IN_GROUPS)
