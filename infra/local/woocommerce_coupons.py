"""The coupons of a WooCommerce shop that is stood in for."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from infra.local.stand_in import Asked, Told
from infra.local.woocommerce_words import Refusal, invalid, page, told

TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)Z")
KINDS = frozenset({"percent", "fixed_cart", "fixed_product"})

Coupon = dict[str, Any]


class CouponWritten(msgspec.Struct, forbid_unknown_fields=True):
    """What may be written. ``date_expires_gmt`` is documented, taken, and dropped."""

    code: str
    discount_type: str = "fixed_cart"
    amount: str = "0"
    individual_use: bool = False
    usage_limit: int | None = None
    usage_limit_per_user: int | None = None
    minimum_amount: str = "0.00"
    date_expires: str | None = None
    date_expires_gmt: str | None = None
    description: str = ""
    meta_data: list[dict[str, Any]] = []


class Coupons:
    """``kept`` holds coupons as the API shows them, by their code in lower case."""

    def __init__(self) -> None:
        self.kept: dict[str, Coupon] = {}

    def listed(self, asked: Asked) -> Told:
        """Answer with the coupon of a code, or with all."""
        code = asked.query.get("code")
        rows = [c for c in self.kept.values() if code is None or c["code"] == code.lower()]
        return page(rows, asked)

    def made(self, asked: Asked) -> Told:
        """Make one, unless its code is there."""
        written = _read(asked.body)
        code = written.code.lower()
        if code in self.kept:
            raise Refusal(
                400, "woocommerce_rest_coupon_code_already_exists", "The coupon code already exists"
            )
        self.kept[code] = _shown(len(self.kept) + 1, code, written)
        return told(self.kept[code], 201)


def _read(body: bytes) -> CouponWritten:
    try:
        written = msgspec.json.decode(body, type=CouponWritten)
    except msgspec.ValidationError as error:
        raise invalid(str(error).rpartition("$.")[2].rstrip("`") or "code") from None
    if not written.code:
        raise Refusal(400, "woocommerce_rest_empty_coupon_code", "The coupon code cannot be empty.")
    if written.discount_type not in KINDS:
        raise invalid("discount_type")
    return written


def _shown(number: int, code: str, written: CouponWritten) -> Coupon:
    ends = TIME.fullmatch(written.date_expires or "")
    shown: Coupon = msgspec.to_builtins(written) | {
        "id": number,
        "code": code,
        "amount": f"{float(written.amount):.2f}",
        "date_expires": None,
        "date_expires_gmt": ends[1] if ends else None,
        "usage_count": 0,
    }
    return shown
