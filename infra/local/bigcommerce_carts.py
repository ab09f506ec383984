"""Carts and checkouts of the BigCommerce stand-in. They share their ids."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from infra.local.bigcommerce_answers import refused, wrapped
from infra.local.stand_in import Told

NOT_FOUND = "The requested resource was not found."
OPTIONS = "line_items.physical_items.options"
LINE_FIELDS = {"quantity", "product_id", "variant_id", "option_selections", "list_price", "name"}
CART_FIELDS = {"customer_id", "line_items", "custom_items", "channel_id", "currency", "locale"}


@dataclass
class Product:
    """What is for sale. ``needs`` are the ids of the options that must be chosen."""

    name: str
    price: float
    variant: int
    stock: int = 1000
    needs: frozenset[int] = frozenset()


@dataclass
class Carts:
    """Carts by id; ``host`` is the shop's, where carts are opened."""

    host: str
    catalog: dict[int, Product] = field(default_factory=dict)
    carts: dict[str, dict[str, Any]] = field(default_factory=dict)
    addresses: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Of checkouts: ``billing_address`` and ``consignments``."""
    tokens: dict[str, str] = field(default_factory=dict)
    """Of abandoned carts, as their links name them."""
    made: set[str] = field(default_factory=set)
    """Those made by this API: no others can be opened by a link."""
    coupons: dict[str, str] = field(default_factory=dict)
    """The code applied to a cart."""

    def get(self, cart: str, query: Mapping[str, str]) -> Told:
        """``GET /v3/carts/{id}``; options are told if they are asked for."""
        if cart not in self.carts:
            return refused(404, NOT_FOUND)
        told = dict(self.carts[cart])
        if OPTIONS not in query.get("include", ""):
            told["line_items"] = {
                kind: [{k: v for k, v in item.items() if k != "options"} for item in items]
                for kind, items in told["line_items"].items()
            }
        return wrapped(told)

    def checkout(self, cart: str) -> Told:
        """``GET /v3/checkouts/{id}``."""
        if cart not in self.carts:
            return refused(404, NOT_FOUND)
        nobody = {"billing_address": {"email": ""}, "consignments": []}
        told = {"id": cart, "cart": self.carts[cart]} | self.addresses.get(cart, nobody)
        return wrapped(told)

    def abandoned(self, token: str) -> Told:
        """``GET /v3/abandoned-carts/{token}``."""
        cart = self.tokens.get(token)
        return wrapped({"cart_id": cart}) if cart else refused(404, NOT_FOUND)

    def create(self, body: Any, query: Mapping[str, str]) -> Told:
        """``POST /v3/carts``: of products that there are, in stock, with their options chosen."""
        if not isinstance(body, dict) or set(body) - CART_FIELDS:
            return refused(400, "Input is invalid", {"body": "unknown fields"})
        lines = body.get("line_items") or []
        wrong = next(filter(None, map(self._wrong_line, lines)), None)
        if not lines or wrong:
            problem = wrong or "line_items: missing"
            return refused(422, "JSON data is missing or invalid", {"line_items": problem})
        cart = str(uuid.uuid4())
        self.carts[cart] = self._cart(cart, body, lines)
        self.made.add(cart)
        links = self._links(cart) if "redirect_urls" in query.get("include", "") else {}
        return wrapped(self.carts[cart] | links, 201)

    def apply(self, cart: str, body: Any, codes: set[str]) -> Told:
        """``POST /v3/checkouts/{id}/coupons``."""
        if cart not in self.carts:
            return refused(404, NOT_FOUND)
        code = body.get("coupon_code") if isinstance(body, dict) else None
        if not isinstance(code, str) or code not in codes:
            return refused(422, "The coupon code is not valid", {"coupon_code": "invalid"})
        self.coupons[cart] = code
        return wrapped({"id": cart, "cart": self.carts[cart], "coupons": [{"code": code}]})

    def _wrong_line(self, line: Any) -> str | None:
        if not isinstance(line, dict) or set(line) - LINE_FIELDS:
            return "unknown fields"
        product = self.catalog.get(line.get("product_id", 0))
        chosen = {each.get("option_id") for each in line.get("option_selections", [])}
        if product is None or line.get("variant_id", product.variant) != product.variant:
            return "the product or its variant does not exist"
        if not isinstance(line.get("quantity"), int) or line["quantity"] > product.stock:
            return "the product is out of stock"
        return "an option is required" if product.needs - chosen else None

    def _cart(self, cart: str, body: dict[str, Any], lines: list[dict[str, Any]]) -> dict[str, Any]:
        items = [self._item(line) for line in lines]
        return {
            "id": cart,
            "customer_id": body.get("customer_id", 0),
            "channel_id": body.get("channel_id", 1),
            "email": "",
            "currency": body.get("currency", {"code": "EUR"}),
            "cart_amount": sum(item["extended_sale_price"] for item in items),
            "line_items": {
                "physical_items": items,
                "digital_items": [],
                "gift_certificates": [],
                "custom_items": [],
            },
        }

    def _item(self, line: dict[str, Any]) -> dict[str, Any]:
        product = self.catalog[line["product_id"]]
        return {
            "id": str(uuid.uuid4()),
            "product_id": line["product_id"],
            "variant_id": product.variant,
            "name": product.name,
            "quantity": line["quantity"],
            "sale_price": product.price,
            "extended_sale_price": product.price * line["quantity"],
        }

    def _links(self, cart: str) -> dict[str, Any]:
        opened = f"https://{self.host}/cart.php?action=load&id={cart}&token={uuid.uuid4().hex}"
        return {"redirect_urls": {"cart_url": opened, "checkout_url": f"{opened}&checkout=1"}}
