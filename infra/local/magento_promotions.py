"""A Magento shop's cart price rules and coupons, and how the shop refuses what it does not take."""

import json
from dataclasses import dataclass, field
from typing import Any

from infra.local.magento_search import Item, searched
from infra.local.stand_in import Asked

# Magento\SalesRule\Api\Data\RuleInterface and CouponInterface
OF_RULES = frozenset(
    (
        *("rule_id", "name", "store_labels", "description", "website_ids", "customer_group_ids"),
        *("from_date", "to_date", "uses_per_customer", "is_active", "condition"),
        *("action_condition", "stop_rules_processing", "is_advanced", "product_ids", "sort_order"),
        *("simple_action", "discount_amount", "discount_qty", "discount_step", "is_rss"),
        *("apply_to_shipping", "times_used", "coupon_type", "use_auto_generation"),
        *("uses_per_coupon", "simple_free_shipping", "extension_attributes"),
    )
)
OF_COUPONS = frozenset(
    (
        *("coupon_id", "rule_id", "code", "usage_limit", "usage_per_customer", "times_used"),
        *("expiration_date", "is_primary", "created_at", "type", "extension_attributes"),
    )
)


class Refused(Exception):
    """The shop says no; ``parameters`` fill the gaps of the message."""

    def __init__(self, status: int, message: str, parameters: Any = None) -> None:
        super().__init__(message)
        self.status = status
        told = {"message": message} | ({"parameters": parameters} if parameters else {})
        self.body = json.dumps(told).encode()


@dataclass
class Promotions:
    """Rules, and the coupons that lead to them."""

    rules: list[Item] = field(default_factory=list)
    coupons: list[Item] = field(default_factory=list)
    exists_in_words: str = "%1 already exists."
    """Messages are in the language of the shop."""
    keeps_dates: bool = True
    """Magento 2.4.1 to 2.4.3 lose a rule's dates."""

    def rules_found(self, asked: Asked) -> Item:
        """Answer ``GET /V1/salesRules/search``."""
        return searched(asked.query, self.rules)

    def coupons_found(self, asked: Asked) -> Item:
        """Answer ``GET /V1/coupons/search``."""
        return searched(asked.query, self.coupons)

    def rule_made(self, asked: Asked) -> Item:
        """Answer ``POST /V1/salesRules``."""
        rule = _given(asked, "rule", OF_RULES)
        if not rule.get("name") or not rule.get("website_ids"):
            raise Refused(400, "Please specify a website.")
        made = {"times_used": 0, "uses_per_coupon": 0, **rule, "rule_id": len(self.rules) + 1}
        if not self.keeps_dates:
            made |= {"to_date": "0000-00-00"}
        self.rules.append(made)
        return made

    def coupon_made(self, asked: Asked) -> Item:
        """Answer ``POST /V1/coupons``: end and limits are the rule's, whatever was sent."""
        coupon = _given(asked, "coupon", OF_COUPONS)
        rule = self._rule(coupon)
        if any(each["code"].lower() == coupon["code"].lower() for each in self.coupons):
            raise Refused(400, self.exists_in_words, ["Coupon with the same code"])
        made = coupon | {
            "coupon_id": len(self.coupons) + 1,
            "expiration_date": rule.get("to_date"),
            "usage_limit": rule.get("uses_per_coupon"),
            "usage_per_customer": rule.get("uses_per_customer"),
        }
        self.coupons.append(made)
        return made

    def _rule(self, coupon: Item) -> Item:
        rule = next((r for r in self.rules if r["rule_id"] == coupon.get("rule_id")), None)
        if rule is None:
            raise Refused(400, "Error occurred when saving coupon: %1", ["No such entity"])
        many = rule.get("use_auto_generation", False)
        if many is not (coupon.get("type") == 1):
            only = "only allows" if many else "does not allow"
            why = f"Specified rule {only} auto generated coupons"
            raise Refused(400, "Error occurred when saving coupon: %1", [why])
        return rule


def _given(asked: Asked, name: str, fields: frozenset[str]) -> Item:
    """Return the one argument that a call must have, without a field that Magento lacks."""
    try:
        body = json.loads(asked.body)
    except ValueError:
        raise Refused(400, "Decoding error.") from None
    if asked.headers.get("content-type") != "application/json":
        raise Refused(400, "Content-Type header is empty or invalid.")
    if not isinstance(body.get(name), dict):
        raise Refused(400, '"%fieldName" is required. Enter and try again.', {"fieldName": name})
    for each in body[name].keys() - fields:
        raise Refused(400, 'Property "%1" does not have accessor method.', [each])
    return dict(body[name])
