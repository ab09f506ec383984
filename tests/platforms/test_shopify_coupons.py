"""Coupons at Shopify: made once, recognised again, refused with a reason."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.errors import PlatformDown, PlatformRefused
from chalicelib.offers.model import Coupon, Kind, Offer
from infra.local.stand_in import Trouble
from tests.platforms.shopify_stage import ADMIN, Stage

UNTIL = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)


def coupon(code: str = "BACK-2345678", **offer: Any) -> Coupon:
    terms: dict[str, Any] = {"kind": Kind.PERCENT, "value": Decimal(10)} | offer
    return Coupon(code=code, offer=Offer(**terms), currency="EUR", expires_at=UNTIL)


def made(stage: Stage, code: str = "back-2345678") -> dict[str, Any]:
    """What the discount was asked to be."""
    discount: dict[str, Any] = stage.there.discounts[code]["codeDiscount"]
    return discount


def test_ten_percent_once_until_a_day(shopify: Stage) -> None:
    shopify.api.make_coupon(coupon())
    assert made(shopify) == {
        "__typename": "DiscountCodeBasic",
        "title": "rebasket BACK-2345678",
        "code": "BACK-2345678",
        "startsAt": "2026-11-19T12:00:00Z",
        "endsAt": "2026-11-28T12:00:00Z",
        "usageLimit": 1,
        "appliesOncePerCustomer": True,
        "context": {"all": "ALL"},
        "customerGets": {"value": {"percentage": 0.1}, "items": {"all": True}},
        "combinesWith": {
            "orderDiscounts": False,
            "productDiscounts": False,
            "shippingDiscounts": True,
        },
    }


def test_an_amount_off_above_a_minimum(shopify: Stage) -> None:
    value, minimum = Decimal("5E+2"), Decimal("49.90")
    shopify.api.make_coupon(coupon(kind=Kind.AMOUNT, value=value, minimum_spend=minimum))
    assert made(shopify)["customerGets"] == {
        "value": {"discountAmount": {"amount": "500", "appliesOnEachItem": False}},
        "items": {"all": True},
    }
    assert made(shopify)["minimumRequirement"] == {
        "subtotal": {"greaterThanOrEqualToSubtotal": "49.90"}
    }


@pytest.mark.parametrize(("percent", "share"), [("12.5", 0.125), ("100", 1.0), ("0.1", 0.001)])
def test_percents_are_shares_at_shopify(shopify: Stage, percent: str, share: float) -> None:
    shopify.api.make_coupon(coupon(value=Decimal(percent)))
    assert made(shopify)["customerGets"]["value"] == {"percentage": share}


def test_one_of_ours_that_is_there_already_is_success(shopify: Stage) -> None:
    shopify.api.make_coupon(coupon())
    shopify.api.make_coupon(coupon())
    assert len(shopify.there.discounts) == 1


@pytest.mark.parametrize("trouble", [Trouble.TRUNCATED, Trouble.RESET])
def test_an_answer_lost_after_it_was_made_is_no_second_code(
    shopify: Stage, trouble: Trouble
) -> None:
    shopify.server.trouble(ADMIN, trouble)
    shopify.api.make_coupon(coupon())
    assert len(shopify.there.discounts) == 1


@pytest.mark.parametrize("kind", ["DiscountCodeBasic", "DiscountCodeFreeShipping"])
def test_a_code_that_is_the_merchants_own_is_refused(shopify: Stage, kind: str) -> None:
    shopify.there.discounts["back-2345678"] = {
        "__typename": "DiscountCodeNode",
        "id": "gid://shopify/DiscountCodeNode/1",
        "codeDiscount": {"__typename": kind, "title": "Spring sale"},
    }
    with pytest.raises(PlatformRefused, match="Code must be unique") as refused:
        shopify.api.make_coupon(coupon())
    assert refused.value.code == "TAKEN"


def test_without_the_right_there_is_a_reason(shopify: Stage) -> None:
    shopify.there.scopes.discard("write_discounts")
    with pytest.raises(PlatformRefused, match="`write_discounts` access scope") as refused:
        shopify.api.make_coupon(coupon())
    assert (refused.value.code, refused.value.status) == ("ACCESS_DENIED", 200)


def test_what_shopify_does_not_take_is_refused_in_its_own_words(shopify: Stage) -> None:
    early = Coupon(
        code="", offer=Offer(kind=Kind.AMOUNT, value=Decimal(1)), currency="EUR", expires_at=UNTIL
    )
    with pytest.raises(PlatformRefused, match="code can't be blank") as refused:
        shopify.api.make_coupon(early)
    assert refused.value.code == "BLANK"


def test_shopifys_own_failure_is_worth_trying_again(
    shopify: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = [{"field": None, "code": "INTERNAL_ERROR", "message": "Unexpected internal error"}]
    monkeypatch.setattr("infra.local.shopify_shop._wrong_with", lambda _: failed)
    with pytest.raises(PlatformDown, match="Unexpected internal error"):
        shopify.api.make_coupon(coupon())


def test_there_is_no_better_way_back_than_the_carts_own(shopify: Stage) -> None:
    assert shopify.api.way_back(None, "BACK") is None  # type: ignore[arg-type]
    assert shopify.calls == 0
