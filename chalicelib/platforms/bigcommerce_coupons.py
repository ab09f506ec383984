"""Coupon codes at BigCommerce. Pure.

https://developer.bigcommerce.com/docs/rest-content/marketing/coupons - in the store's default
currency only; code and name are each unique.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from email.utils import format_datetime

import msgspec

from chalicelib.intake.values import Amount
from chalicelib.offers.model import Coupon, Kind

TYPES = {Kind.PERCENT: "percentage_discount", Kind.AMOUNT: "per_total_discount"}
EVERY_CATEGORY = {"entity": "categories", "ids": [0]}


class CouponBody(msgspec.Struct):
    """A coupon that is there already."""

    name: str | None = None
    code: str | None = None
    type: str | None = None
    amount: Amount = None


def requested(coupon: Coupon) -> dict[str, object]:
    """Return what ``POST /v2/coupons`` takes."""
    offer = coupon.offer
    body: dict[str, object] = {
        "name": _name(coupon),
        "code": coupon.code,
        "type": TYPES[offer.kind],
        "amount": f"{offer.value:f}",
        "applies_to": EVERY_CATEGORY,
        "enabled": True,
        "max_uses": 1,
        "max_uses_per_customer": 1,
        "expires": format_datetime(coupon.expires_at),
    }
    minimum = offer.minimum_spend
    return body | ({} if minimum is None else {"min_purchase": f"{minimum:f}"})


def is_ours(there: CouponBody, coupon: Coupon) -> bool:
    """Tell if a coupon is this very one, made earlier."""
    same = (there.name, there.code, there.type) == (
        _name(coupon),
        coupon.code,
        TYPES[coupon.offer.kind],
    )
    try:
        return same and Decimal(str(there.amount)) == coupon.offer.value
    except InvalidOperation:
        return False


def _name(coupon: Coupon) -> str:
    return f"rebasket {coupon.code}"
