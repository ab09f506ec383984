"""One webhook of a history, and what it means, read without any of the program's own code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

Lines = tuple[tuple[str, str], ...]
Basket = tuple[str, str | None, Lines]
"""Currency, total, and the lines with their prices."""
Person = tuple[str | None, str | None, bool]
"""Address, phone, and whether mail is welcome."""


@dataclass(frozen=True)
class Webhook:
    """One thing that a platform tells. ``at`` is when it happened there."""

    number: int
    what: str
    topic: str
    body: dict[str, Any]
    at: datetime
    token: str

    @property
    def is_purchase(self) -> bool:
        return self.what == "completed" or (self._is_order and not self.body["test"])

    @property
    def ends_its_cart(self) -> bool:
        """It turns what is told of its cart until ten minutes later into an echo."""
        return self.topic == "orders/cancelled" or self.is_purchase

    @property
    def is_deletion(self) -> bool:
        """The platform threw its cart away; a purchase before that is not looked for any more."""
        return self.topic == "checkouts/delete"

    @property
    def _is_order(self) -> bool:
        return self.topic in {"orders/create", "orders/paid"}

    @property
    def consent(self) -> str | None:
        """What it tells of consent to marketing, if it does: subscribed or unsubscribed."""
        said = self.body.get("email_marketing_consent")
        return said["state"] if said else None

    @cached_property
    def tokens(self) -> frozenset[str]:
        named = (self.body.get(name) for name in ("cart_token", "checkout_token", "token"))
        return frozenset(token for token in named if token)

    @cached_property
    def points(self) -> frozenset[str]:
        """The contact points that it names."""
        return points(self.body.get("email"), self.body.get("phone"))

    @cached_property
    def basket(self) -> Basket | None:
        """What it says of the basket, if it changes one."""
        if "line_items" not in self.body or self.what == "completed":
            return None
        lines = self.body["line_items"]
        if self.topic == "carts/update":
            return _cart_basket(lines)
        held = tuple((line["title"], line["line_price"]) for line in lines)
        return self.body["presentment_currency"], self.body.get("total_price") or _sum(held), held

    @cached_property
    def person(self) -> Person | None:
        """What it says of the shopper, if it changes that."""
        if self.topic != "checkouts/update" or self.what == "completed":
            return None
        body = self.body
        return body["email"], body["phone"], body["buyer_accepts_marketing"]


def points(email: str | None, phone: str | None) -> frozenset[str]:
    """Return contact points in one notation."""
    digits = "".join(filter(str.isdigit, phone or ""))
    return frozenset(point for point in ((email or "").lower(), digits) if point)


def _cart_basket(lines: list[dict[str, Any]]) -> Basket:
    sets = [line.get("line_price_set") for line in lines]
    if lines and all(sets):
        money = [each["presentment_money"] for each in sets if each]
        held = tuple((x["title"], m["amount"]) for x, m in zip(lines, money, strict=True))
        return money[0]["currency_code"], _sum(held), held
    held = tuple((line["title"], line["line_price"]) for line in lines)
    return "EUR", _sum(held), held


def _sum(lines: Lines) -> str | None:
    return str(sum((Decimal(price) for _, price in lines), Decimal(0))) if lines else None
