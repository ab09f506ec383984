"""Coupons and webhooks of the BigCommerce stand-in: each unique in its own way."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any

from infra.local.bigcommerce_answers import bare, page, refused, refused_bare, wrapped
from infra.local.stand_in import Told

CODE = re.compile(r"[a-zA-Z0-9_\ -]{1,50}")
NAME_MAX_LETTERS = 100
COUPON_NEEDS = ("name", "type", "amount", "code", "applies_to")
TYPES = {"per_item_discount", "percentage_discount", "per_total_discount", "free_shipping"}
LOCAL = "http://127.0.0.1"  # BigCommerce itself takes https only
SCOPE = re.compile(r"store/[\w/*]+")


@dataclass
class Coupons:
    """Coupons: no two of a name, no two of a code."""

    coupons: list[dict[str, Any]] = field(default_factory=list)

    def listed(self, query: Mapping[str, str]) -> Told:
        """``GET /v2/coupons``."""
        code = query.get("code")
        return bare([each for each in self.coupons if code in (None, each["code"])])

    def create(self, body: Any) -> Told:
        """``POST /v2/coupons``."""
        wrong = self._wrong(body)
        if wrong:
            return refused_bare(400, f"The field '{wrong}' is invalid.")
        for name in ("name", "code"):
            if any(each[name] == body[name] for each in self.coupons):
                said = {"conflict_reason": f"A coupon with this {name} already exists."}
                return refused_bare(409, "The coupon could not be created.", said)
        made = body | {"id": len(self.coupons) + 1, "num_uses": 0}
        made["amount"] = f"{float(body['amount']):.4f}"
        self.coupons.append(made)
        return bare(made, 201)

    def _wrong(self, body: Any) -> str | None:
        if not isinstance(body, dict):
            return "body"
        missing = [name for name in COUPON_NEEDS if not body.get(name)]
        if missing:
            return missing[0]
        checks = {
            "name": len(body["name"]) <= NAME_MAX_LETTERS,
            "code": CODE.fullmatch(body["code"]) is not None,
            "type": body["type"] in TYPES,
            "amount": isinstance(body["amount"], str) and float(body["amount"]) > 0,
            "min_purchase": float(body.get("min_purchase", 1)) > 0,
            "expires": _is_rfc_2822(body.get("expires", "")),
        }
        return next((name for name, fits in checks.items() if not fits), None)


def _is_rfc_2822(text: str) -> bool:
    try:
        return not text or parsedate_to_datetime(text).tzinfo is not None
    except ValueError:
        return False


@dataclass
class Hooks:
    """Webhooks: no two of a scope and destination."""

    hooks: dict[int, dict[str, Any]] = field(default_factory=dict)

    def listed(self, query: Mapping[str, str]) -> Told:
        """``GET /v3/hooks``."""
        return page(list(self.hooks.values()), query)

    def create(self, body: Any) -> Told:
        """``POST /v3/hooks``."""
        wrong = _wrong_hook(body)
        if wrong:
            return refused(422, "JSON data is missing or invalid", {wrong: "error.path.missing"})
        same = (body["scope"], body["destination"])
        if any((each["scope"], each["destination"]) == same for each in self.hooks.values()):
            return refused(409, "A webhook with this scope and destination already exists")
        number = max(self.hooks, default=18048286) + 1
        self.hooks[number] = {"is_active": True, "headers": None} | body | {"id": number}
        return wrapped(self.hooks[number])

    def change(self, number: str, body: Any) -> Told:
        """``PUT /v3/hooks/{id}``."""
        if int(number) not in self.hooks:
            return refused(404, f"Webhook with id [{number}] not found")
        self.hooks[int(number)] |= body
        return wrapped(self.hooks[int(number)])

    def remove(self, number: str) -> Told:
        """``DELETE /v3/hooks/{id}``: what was removed is returned."""
        hook = self.hooks.pop(int(number), None)
        return wrapped(hook) if hook else refused(404, f"Webhook with id [{number}] not found")


def _wrong_hook(body: Any) -> str | None:
    if not isinstance(body, dict) or not SCOPE.fullmatch(str(body.get("scope", ""))):
        return "scope"
    return (
        None if str(body.get("destination", "")).startswith(("https://", LOCAL)) else "destination"
    )
