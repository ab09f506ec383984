"""Making a coupon at a WooCommerce shop, also when it was made before."""

from __future__ import annotations

from chalicelib.errors import PlatformRefused
from chalicelib.offers.model import Coupon
from chalicelib.platforms.woocommerce_answers import CouponAnswer
from chalicelib.platforms.woocommerce_asking import Asking
from chalicelib.platforms.woocommerce_requests import coupon_body

EXISTS = "woocommerce_rest_coupon_code_already_exists"


def make_coupon(asking: Asking, coupon: Coupon) -> None:
    """Make a code; one of ours that is there already is success, anybody else's is not.

    Refused too when the shop made a code that never ends: a plugin took the end away.
    """
    made = _made(asking, coupon)
    if not made.is_of(coupon):
        raise PlatformRefused(f"the code {coupon.code} is taken by another coupon", code=EXISTS)
    if made.date_expires_gmt is None:
        raise PlatformRefused(f"the shop made {coupon.code} without an end")


def _made(asking: Asking, coupon: Coupon) -> CouponAnswer:
    """Have it made, or find what is there. Repeated it makes no second one: codes are unique."""
    try:
        return asking.ask(asking.site.post("coupons", coupon_body(coupon))).read(CouponAnswer)
    except PlatformRefused as refused:
        if refused.code != EXISTS:
            raise
    there = asking.ask(asking.site.get("coupons", code=coupon.code.lower()))
    found = there.read(list[CouponAnswer])
    if not found:
        raise PlatformRefused(f"the code {coupon.code} is taken and in the trash", code=EXISTS)
    return found[0]
