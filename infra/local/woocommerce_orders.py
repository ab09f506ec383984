"""The orders of a WooCommerce shop that is stood in for."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from infra.local.stand_in import Asked, Told
from infra.local.woocommerce_words import SERVER_TIME, Refusal, invalid, page, told

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
# "any" leaves out what is in the trash.
STATUSES = frozenset({"pending", "processing", "on-hold", "completed", "cancelled"}) | frozenset(
    {"refunded", "failed", "checkout-draft"}
)
ORDERED_BY = frozenset({"date", "id", "include", "title", "slug", "modified"})

Order = dict[str, Any]


class Orders:
    """``kept`` holds orders as the API shows them, by their id.

    ``knows_drafts`` is whether the shop has the block checkout; ``on_list`` is called before each
    page, for a shop that goes on changing while it is read.
    """

    def __init__(self) -> None:
        self.kept: dict[int, Order] = {}
        self.knows_drafts = True
        self.on_list: Callable[[], None] = lambda: None

    def put(self, order: Order) -> None:
        """Keep an order, or what became of it."""
        self.kept[int(order["id"])] = order

    def one(self, order: str) -> Told:
        """Answer for one order."""
        if int(order) not in self.kept:
            raise Refusal(404, "woocommerce_rest_shop_order_invalid_id", "Invalid ID.")
        return told(self.kept[int(order)], Date=SERVER_TIME)

    def listed(self, asked: Asked) -> Told:
        """Answer with a page of orders, by status and change."""
        self.on_list()
        query = asked.query
        wanted = self._statuses(query.get("status", "any"))
        rows = [o for o in self.kept.values() if o["status"] in wanted]
        if after := query.get("modified_after"):
            if not TIME.fullmatch(after) or query.get("dates_are_gmt") != "true":
                raise invalid("modified_after")
            rows = [o for o in rows if o["date_modified_gmt"] > after]
        if query.get("orderby", "date") not in ORDERED_BY:
            raise invalid("orderby")
        by = "date_modified_gmt" if query.get("orderby") == "modified" else "date_created_gmt"
        rows.sort(key=lambda o: (o[by], o["id"]), reverse=query.get("order", "desc") == "desc")
        return page([_only(o, query.get("_fields", "")) for o in rows], asked)

    def _statuses(self, said: str) -> frozenset[str]:
        known = STATUSES if self.knows_drafts else STATUSES - {"checkout-draft"}
        asked = frozenset(said.split(","))
        if not asked <= known | {"any", "trash"}:
            raise invalid("status")
        there = frozenset(str(order["status"]) for order in self.kept.values())
        return there - {"trash"} if "any" in asked else asked


def _only(order: Order, fields: str) -> Order:
    return {k: v for k, v in order.items() if k in fields.split(",")} if fields else order
