"""Coupons at Magento: the rule of an offer's day is found or made, and a code of ours put in it."""

from __future__ import annotations

import msgspec

from chalicelib.errors import PlatformDown, PlatformRefused
from chalicelib.offers.model import Coupon, Kind
from chalicelib.platforms.magento_rest import Rest
from chalicelib.platforms.magento_rules import (
    CouponBody,
    RuleBody,
    coupon_of,
    last_day,
    rule,
    rule_name,
)
from chalicelib.platforms.magento_stores import Stores

GUESTS = 0  # Magento\Customer\Model\Group::NOT_LOGGED_IN_ID


class GroupBody(msgspec.Struct):
    """A group of customers."""

    id: int


class Coupons:
    """Makes one shop's coupons."""

    def __init__(self, rest: Rest, stores: Stores) -> None:
        self._rest = rest
        self._stores = stores

    def make(self, coupon: Coupon) -> None:
        """Make a code that works once; one of ours that is there already is success."""
        rules = self._named(coupon) or [self._made(coupon)]
        for each in rules:
            if not (each.to_date or "").startswith(last_day(coupon)):
                # Magento 2.4.1 to 2.4.3 lose it: https://github.com/magento/magento2/issues/35265
                raise PlatformRefused(f"the rule {each.name!r} does not end when it should")
        body = {"coupon": coupon_of(rules[0].rule_id, coupon)}
        try:
            self._rest.post("/coupons", body, repeatable=True)
        except PlatformRefused:
            if not self._is_there(coupon, {each.rule_id for each in rules}):
                raise

    def _named(self, coupon: Coupon) -> list[RuleBody]:
        """Return the offer's rules of that day: two, if two workers needed the first at once."""
        found = self._rest.search("/salesRules/search", RuleBody, ("name", "eq", rule_name(coupon)))
        same = [each for each in found if each.name == rule_name(coupon)]
        return sorted(same, key=lambda each: each.rule_id)

    def _made(self, coupon: Coupon) -> RuleBody:
        stores = self._stores.all()
        base = {store.base_currency_code for store in stores}
        if coupon.offer.kind is Kind.AMOUNT and base != {coupon.currency}:
            told = ", ".join(sorted(filter(None, base)))
            raise PlatformRefused(f"amounts are taken off in {told} there, not {coupon.currency}")
        websites = sorted({store.website_id for store in stores})
        body = {"rule": rule(coupon, websites, self._groups())}
        # Not repeatable: a rule that was made although its answer was lost is found by its name.
        return self._rest.post("/salesRules", body, repeatable=False).read(RuleBody)

    def _groups(self) -> list[int]:
        """Return all groups of customers, of which guests are the first."""
        others = self._rest.walk("/customerGroups/search", "customer_group_id")
        return [GUESTS, *(_group(each) for each in others)]

    def _is_there(self, coupon: Coupon, rules: set[int]) -> bool:
        """Tell if a code is there, and ours. The refusal itself is in the shop's own language."""
        found = self._rest.search("/coupons/search", CouponBody, ("code", "eq", coupon.code))
        return any(each.code == coupon.code and each.rule_id in rules for each in found)


def _group(raw: msgspec.Raw) -> int:
    try:
        return msgspec.json.decode(raw, type=GroupBody).id
    except msgspec.DecodeError as error:
        raise PlatformDown(f"a group is not as documented: {error}") from None
