"""Cart price rules and their coupons, as Magento wants them. Pure.

A coupon has no end, limit or discount of its own: Magento writes its rule's over whatever is sent
(``CouponRepository::save``, https://github.com/magento/magento2/issues/8817). So every offer has
one rule for each last day, named by all that it promises, and found by that name again.
"""

from __future__ import annotations

from datetime import UTC
from decimal import Decimal
from typing import Any

import msgspec

from chalicelib.offers.model import Coupon, Kind

NAME_BEGINS = "rebasket"
GENERATED = 1  # Magento\SalesRule\Api\Data\CouponInterface::TYPE_GENERATED
ACTIONS = {Kind.PERCENT: "by_percent", Kind.AMOUNT: "cart_fixed"}
# With tax, as shoppers read a minimum; known since Magento 2.4.
SUBTOTAL = "base_subtotal_total_incl_tax"
CONDITION = "Magento\\SalesRule\\Model\\Rule\\Condition\\"


class RuleBody(msgspec.Struct):
    """A cart price rule, as far as we read it."""

    rule_id: int
    name: str | None = None
    to_date: str | None = None


class CouponBody(msgspec.Struct):
    """A coupon, as far as we read it."""

    rule_id: int
    code: str | None = None


def last_day(coupon: Coupon) -> str:
    """Return a rule's last day, which counts in the shop's own time zone, and as a whole.

    It is the day on which the code ends in UTC, noon: so it ends nowhere too early.
    """
    return f"{coupon.expires_at.astimezone(UTC):%Y-%m-%d}"


def rule_name(coupon: Coupon) -> str:
    """Name a rule by all that it promises: another promise is another rule."""
    offer = coupon.offer
    unit = " %" if offer.kind is Kind.PERCENT else f" {coupon.currency}"
    least = offer.minimum_spend
    minimum = f" from {_plain(least)} {coupon.currency}" if least is not None else ""
    return f"{NAME_BEGINS}: {_plain(offer.value)}{unit} off{minimum}, until {last_day(coupon)}"


def rule(coupon: Coupon, websites: list[int], groups: list[int]) -> dict[str, Any]:
    """Return the rule behind a coupon, good for every shopper of these websites."""
    offer = coupon.offer
    return {
        "name": rule_name(coupon),
        "description": "Made by rebasket for its reminders. Once it is over it may be deleted.",
        "website_ids": websites,
        "customer_group_ids": groups,
        "to_date": last_day(coupon),
        "is_active": True,
        "is_rss": False,
        "is_advanced": True,
        "stop_rules_processing": False,
        "sort_order": 0,
        "simple_action": ACTIONS[offer.kind],
        "discount_amount": _number(offer.value),
        "discount_step": 0,
        "apply_to_shipping": False,
        "coupon_type": "SPECIFIC_COUPON",
        "use_auto_generation": True,
        "uses_per_coupon": 1,
        "uses_per_customer": 1,
    } | (_at_least(offer.minimum_spend) if offer.minimum_spend is not None else {})


def coupon_of(rule_id: int, coupon: Coupon) -> dict[str, Any]:
    """Return a coupon with our own code; rules that allow many codes take generated ones only."""
    return {"rule_id": rule_id, "code": coupon.code, "type": GENERATED}


def _at_least(amount: Decimal) -> dict[str, Any]:
    return {
        "condition": {
            "condition_type": f"{CONDITION}Combine",
            "aggregator_type": "all",
            "value": "1",  # "all of these are true"; without it they would have to be false
            "conditions": [
                {
                    "condition_type": f"{CONDITION}Address",
                    "attribute_name": SUBTOTAL,
                    "operator": ">=",
                    "value": _plain(amount),
                }
            ],
        }
    }


def _plain(amount: Decimal) -> str:
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(amount: Decimal) -> msgspec.Raw:
    """Write an amount as a JSON number, exactly."""
    return msgspec.Raw(_plain(amount).encode())
