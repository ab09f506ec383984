"""The bodies of a history's webhooks, as Shopify writes them."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

CONSENT = "customers_email_marketing_consent/update"
SAID = {"says no to marketing": "unsubscribed", "says yes to marketing": "subscribed"}
ORDER_TOPICS = {"cancel": "orders/cancelled", "paid": "orders/paid"}


def body(
    what: str, number: int, token: str, at: datetime, rng: random.Random
) -> tuple[str, dict[str, Any]]:
    """Return topic and body of what the shopper of a cart did; ``number`` tells it from others."""
    if what == "delete":
        return "checkouts/delete", {"cart_token": token}
    if what in SAID:
        return CONSENT, _consent(SAID[what], token[1], at)
    if what == "cart only":
        return "carts/update", _cart(number, token, at, rng)
    contact = _contact(what, token[1])
    if "order" in what or what in ORDER_TOPICS:
        return ORDER_TOPICS.get(what, "orders/create"), _order(what, number, token, at) | contact
    checkout = _checkout(what, number, token, at, rng) | contact
    if what == "completed":
        checkout["completed_at"] = at.isoformat()
    return "checkouts/update", checkout


def _contact(what: str, shopper: str) -> dict[str, Any]:
    """Say whose it is: every shopper has an address, another one, and a phone."""
    email: str | None = f"s{shopper}@example.com"
    if what == "other address":
        email = f"other{shopper}@example.com"
    if what in {"no address", "order by phone", "order by tokens"}:
        email = None
    by_phone = what not in {"order by address", "order by tokens"}
    return {"email": email, "phone": f"+49 30 555000{shopper}" if by_phone else None}


def _consent(state: str, shopper: str, at: datetime) -> dict[str, Any]:
    said = {"state": state, "consent_updated_at": at.isoformat()}
    return {"email_address": f"s{shopper}@example.com", "email_marketing_consent": said}


def _order(what: str, number: int, token: str, at: datetime) -> dict[str, Any]:
    linked = what not in {"order by address", "order by phone"}
    return {
        "id": 1000 + number,
        "test": what == "test order",
        "currency": "EUR",
        "total_price": "9.90",
        "cart_token": token if linked else None,
        "checkout_token": f"k-{token}" if linked else None,
        "created_at": at.isoformat(),
        "cancelled_at": at.isoformat(),
    }


def _checkout(
    what: str, number: int, token: str, at: datetime, rng: random.Random
) -> dict[str, Any]:
    lines = [] if what == "empty" else _lines(number, rng)
    told = {
        "token": f"k-{token}",
        "cart_token": token,
        "buyer_accepts_marketing": what != "no consent" and rng.random() < 0.9,
        "currency": "EUR",
        "presentment_currency": "JPY" if what == "other currency" else "EUR",
        "updated_at": at.isoformat(),
        "line_items": lines,
    }
    return told | ({"total_price": f"{number}.99"} if rng.random() < 0.3 else {})


def _cart(number: int, token: str, at: datetime, rng: random.Random) -> dict[str, Any]:
    """A cart as ``carts/update`` tells of it: its currency, if at all, in its lines."""
    lines = _lines(number, rng)
    if rng.random() < 0.5:
        for line in lines:
            money = {"amount": f"{number + 1}.25", "currency_code": "CHF"}
            line["line_price_set"] = {"presentment_money": money}
    return {"token": token, "updated_at": at.isoformat(), "line_items": lines}


def _lines(number: int, rng: random.Random) -> list[dict[str, Any]]:
    """Lines that are told apart by title and price: the number of the webhook that told of them."""
    return [
        {"title": f"Tea {number}.{n}", "quantity": 1, "line_price": f"{number + 1}.{50 + n}"}
        for n in range(rng.choice((1, 1, 2)))
    ]
