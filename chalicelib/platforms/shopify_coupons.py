"""Having Shopify make a discount code of a coupon. Pure.

https://shopify.dev/docs/api/admin-graphql/latest/mutations/discountCodeBasicCreate
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec

from chalicelib.offers.model import Coupon, Kind
from chalicelib.platforms.shopify_graphql import Mutated

MAKE = """
mutation MakeDiscount($discount: DiscountCodeBasicInput!) {
  discountCodeBasicCreate(basicCodeDiscount: $discount) {
    codeDiscountNode { id }
    userErrors { field code message }
  }
}
"""

WHOSE = """
query WhoseDiscount($code: String!) {
  codeDiscountNodeByCode(code: $code) {
    codeDiscount { ... on DiscountCodeBasic { title } }
  }
}
"""

# Its end is rounded up to that of a day everywhere, and clocks differ; an earlier start costs
# nothing, since nobody knows the code.
STARTS_EARLIER = timedelta(days=2)


def discount(coupon: Coupon) -> dict[str, Any]:
    """Return a ``DiscountCodeBasicInput``: one use in all, on the whole order."""
    starts_at = coupon.expires_at - timedelta(days=coupon.offer.valid_days) - STARTS_EARLIER
    made: dict[str, Any] = {
        "title": title_of(coupon),
        "code": coupon.code,
        "startsAt": starts_at,
        "endsAt": coupon.expires_at,
        "usageLimit": 1,
        "appliesOncePerCustomer": True,
        "context": {"all": "ALL"},
        "customerGets": {"value": _value(coupon), "items": {"all": True}},
        "combinesWith": {
            "orderDiscounts": False,
            "productDiscounts": False,
            "shippingDiscounts": True,
        },
    }
    minimum = coupon.offer.minimum_spend
    if minimum is not None:
        made["minimumRequirement"] = {"subtotal": {"greaterThanOrEqualToSubtotal": f"{minimum:f}"}}
    return made


def title_of(coupon: Coupon) -> str:
    """Return what a merchant sees in the list of discounts, and we know ours by."""
    return f"rebasket {coupon.code}"


def _value(coupon: Coupon) -> dict[str, Any]:
    if coupon.offer.kind is Kind.PERCENT:
        return {"percentage": float(coupon.offer.value / 100)}  # a share, from 0 to 1
    return {"discountAmount": {"amount": f"{coupon.offer.value:f}", "appliesOnEachItem": False}}


class MadeData(msgspec.Struct, rename="camel"):
    """The answer to ``MAKE``."""

    discount_code_basic_create: Mutated


class Discount(msgspec.Struct):
    """A discount; of one of another kind than ours nothing is told."""

    title: str | None = None


class DiscountNode(msgspec.Struct, rename="camel"):
    """What a code belongs to."""

    code_discount: Discount


class WhoseData(msgspec.Struct, rename="camel"):
    """The answer to ``WHOSE``."""

    code_discount_node_by_code: DiscountNode | None = None
