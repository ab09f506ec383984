"""Orders of the BigCommerce stand-in, as version 2 lists and filters them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

from infra.local.bigcommerce_answers import bare, refused_bare
from infra.local.stand_in import Told

NOT_FOUND = "The requested resource was not found."
LISTED_AT_MOST = 250


@dataclass
class Orders:
    """Orders by number, what was bought in each, and what was sent of it."""

    orders: dict[int, dict[str, Any]] = field(default_factory=dict)
    products: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    shipments: dict[int, list[dict[str, Any]]] = field(default_factory=dict)

    def get(self, number: str) -> Told:
        """``GET /v2/orders/{id}``."""
        order = self.orders.get(int(number))
        return bare(order) if order else refused_bare(404, NOT_FOUND)

    def part(self, number: str, kind: str, query: Mapping[str, str]) -> Told:
        """``GET /v2/orders/{id}/products`` or ``shipments``; 50 unless more are asked for."""
        if int(number) not in self.orders:
            return refused_bare(404, NOT_FOUND)
        most = min(int(query.get("limit", 50)), LISTED_AT_MOST)
        parts = self.products if kind == "products" else self.shipments
        return bare(parts.get(int(number), [])[:most])

    def listed(self, query: Mapping[str, str]) -> Told:
        """``GET /v2/orders``: by number, 50 unless more are asked for."""
        most = int(query.get("limit", 50))
        unknown = set(query) - set(FILTERS) - {"limit", "page", "sort"}
        if unknown or query.get("sort", "id:asc") != "id:asc":
            return refused_bare(400, f"The field '{min(unknown or {'sort'})}' is invalid.")
        if most > LISTED_AT_MOST:
            return refused_bare(413, "The limit is above the maximum.")
        try:
            found = [order for _, order in sorted(self.orders.items()) if _fits(order, query)]
        except ValueError:
            return refused_bare(400, "The field 'min_date_modified' is invalid.")
        start = (int(query.get("page", 1)) - 1) * most
        return bare(found[start : start + most])


def _fits(order: dict[str, Any], query: Mapping[str, str]) -> bool:
    return all(fits(order, query[name]) for name, fits in FILTERS.items() if name in query)


def _modified(order: dict[str, Any]) -> datetime:
    return parsedate_to_datetime(order["date_modified"])


FILTERS: dict[str, Callable[[dict[str, Any], str], bool]] = {
    "min_id": lambda order, value: int(order["id"]) >= int(value),
    "cart_id": lambda order, value: bool(order.get("cart_id") == value),
    "min_date_modified": lambda o, value: _modified(o) >= datetime.fromisoformat(value),
}
