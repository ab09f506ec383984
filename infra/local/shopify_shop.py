"""A Shopify shop's state: orders, checkouts, discounts, webhooks; and what asking it comes to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from graphql import GraphQLError

Node = dict[str, Any]
SINCE = re.compile(r"updated_at:>='(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)'")
TAKEN = "Code must be unique. Please try a different code."
SCOPE_OF_TOPIC = {"CUSTOMERS": "read_customers", "APP": ""}  # all others: read_orders
LOCAL = "http://127.0.0.1"  # Shopify itself takes https only


@dataclass
class ShopifyShop:
    """What the shop holds; nodes are as the API tells them."""

    host: str
    name: str = "Tea & Co"
    domain: str = "teashop.example"
    currency: str = "EUR"
    scopes: set[str] = field(
        default_factory=lambda: {
            *("read_orders", "read_customers", "read_products", "write_discounts")
        }
    )
    orders: list[Node] = field(default_factory=list)
    checkouts: list[Node] = field(default_factory=list)
    discounts: dict[str, Node] = field(default_factory=dict)
    """By code in lower case, as it was asked for."""
    hooks: list[Node] = field(default_factory=list)
    _hooks_made: int = 0

    def root(self) -> Node:
        """Return what the outermost fields lead to."""
        return {
            "shop": self._shop(),
            "currentAppInstallation": {"accessScopes": [{"handle": s} for s in self.scopes]},
            "orders": self._orders,
            "order": lambda _info, id: self._found(self.orders, id),  # noqa: A006
            "abandonedCheckouts": lambda _info, **a: _changed(self.checkouts, a.get("query")),
            "node": lambda _info, id: self._found([*self.orders, *self.checkouts], id),  # noqa: A006
            "codeDiscountNodeByCode": lambda _info, code: self.discounts.get(code.lower()),
            "webhookSubscriptions": lambda _info, **_: self.hooks,
            "discountCodeBasicCreate": self._make_discount,
            "webhookSubscriptionCreate": self._subscribe,
            "webhookSubscriptionDelete": self._unsubscribe,
        }

    def _shop(self) -> Node:
        return {
            "name": self.name,
            "currencyCode": self.currency,
            "myshopifyDomain": self.host,
            "primaryDomain": {"host": self.domain, "localization": {"defaultLocale": "en"}},
        }

    def _orders(self, _info: Any, **arguments: Any) -> list[Node]:
        found = _changed(self.orders, arguments.get("query"))
        by = {"UPDATED_AT": "updatedAt", "CREATED_AT": "createdAt"}
        key = by.get(arguments["sortKey"], "id")
        return sorted(found, key=lambda node: str(node[key]))

    @staticmethod
    def _found(nodes: list[Node], gid: str) -> Node | None:
        return next((node for node in nodes if node["id"] == gid), None)

    def _make_discount(self, _info: Any, basicCodeDiscount: Node) -> Node:  # noqa: N803
        errors = list(_wrong_with(basicCodeDiscount))
        code = basicCodeDiscount.get("code") or ""
        if code.lower() in self.discounts:
            errors.append(_error("code", TAKEN, "TAKEN"))
        if errors:
            return {"codeDiscountNode": None, "userErrors": errors}
        node = {
            "__typename": "DiscountCodeNode",
            "id": f"gid://shopify/DiscountCodeNode/{len(self.discounts) + 1}",
            "codeDiscount": {"__typename": "DiscountCodeBasic"} | basicCodeDiscount,
        }
        self.discounts[code.lower()] = node
        return {"codeDiscountNode": node, "userErrors": []}

    def _subscribe(self, _info: Any, topic: str, webhookSubscription: Node) -> Node:  # noqa: N803
        uri = webhookSubscription.get("uri") or ""
        if problem := self._against(topic, uri):
            errors = [{"field": ["webhookSubscription", "callbackUrl"], "message": problem}]
            return {"webhookSubscription": None, "userErrors": errors}
        self._hooks_made += 1
        gid = f"gid://shopify/WebhookSubscription/{self._hooks_made}"
        self.hooks.append({"id": gid, "topic": topic, "uri": uri})
        return {"webhookSubscription": self.hooks[-1], "userErrors": []}

    def _against(self, topic: str, uri: str) -> str | None:
        scope = SCOPE_OF_TOPIC.get(topic.partition("_")[0], "read_orders")
        if scope and scope not in self.scopes:
            return "You cannot create a webhook subscription with the specified topic"
        if not uri.startswith(("https://", LOCAL)):
            return "Address protocol is not supported"
        if any((hook["topic"], hook["uri"]) == (topic, uri) for hook in self.hooks):
            return "Address for this topic has already been taken"
        return None

    def _unsubscribe(self, _info: Any, id: str) -> Node:  # noqa: A002
        if self._found(self.hooks, id) is None:
            errors = [{"field": ["id"], "message": "Webhook subscription does not exist"}]
            return {"deletedWebhookSubscriptionId": None, "userErrors": errors}
        self.hooks[:] = [hook for hook in self.hooks if hook["id"] != id]
        return {"deletedWebhookSubscriptionId": id, "userErrors": []}


def _changed(nodes: list[Node], query: str | None) -> list[Node]:
    if query is None:
        return nodes
    since = SINCE.fullmatch(query)
    if since is None:
        raise GraphQLError(f"this stand-in does not understand the search {query!r}")
    return [node for node in nodes if node["updatedAt"] >= since[1]]


def _wrong_with(discount: Node) -> list[Node]:
    """Say what Shopify would not take. Only what the documentation calls needed, or a range."""
    needed = ("title", "code", "startsAt", "customerGets", "context")
    errors = [
        _error(name, f"{name} can't be blank", "BLANK") for name in needed if not discount.get(name)
    ]
    value = (discount.get("customerGets") or {}).get("value") or {}
    share = value.get("percentage")
    if share is not None and not 0 < share <= 1:
        errors.append(
            _error("customerGets", "Value must be between 0.0 and 1.0", "VALUE_OUTSIDE_RANGE")
        )
    if share is None and not (value.get("discountAmount") or {}).get("amount"):
        errors.append(_error("customerGets", "Value can't be blank", "BLANK"))
    if (discount.get("endsAt") or "9999") <= (discount.get("startsAt") or ""):
        errors.append(_error("endsAt", "Ends at needs to be after starts_at", "INVALID"))
    return errors


def _error(name: str, message: str, code: str) -> Node:
    return {"field": ["basicCodeDiscount", name], "message": message, "code": code}
