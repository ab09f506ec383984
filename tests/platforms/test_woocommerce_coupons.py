"""Coupons at a WooCommerce shop: once, until their end, and ours."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from chalicelib.errors import PlatformDown, PlatformRefused
from chalicelib.offers.model import Coupon, Kind, Offer
from infra.local.stand_in import Trouble
from tests.fakes.world import HOST
from tests.platforms.woocommerce_shop import Shop, open_shop

TEN_PERCENT = Offer(kind=Kind.PERCENT, value=Decimal(10))
COUPON = Coupon(
    code="BACK-AB12CD",
    offer=TEN_PERCENT,
    currency="EUR",
    expires_at=datetime(2026, 11, 28, 12, tzinfo=UTC),
)


@pytest.fixture
def shop() -> Iterator[Shop]:
    with open_shop() as opened:
        yield opened


def made(shop: Shop) -> dict[str, Any]:
    """The one coupon that is there."""
    (coupon,) = shop.there.coupons.kept.values()
    return coupon


def test_a_coupon_works_once_and_ends(shop: Shop) -> None:
    shop.api().make_coupon(COUPON)
    coupon = made(shop)
    assert (coupon["code"], coupon["discount_type"], coupon["amount"]) == (
        "back-ab12cd",
        "percent",
        "10.00",
    )
    assert (coupon["usage_limit"], coupon["usage_limit_per_user"]) == (1, 1)
    assert coupon["date_expires_gmt"] == "2026-11-28T12:00:00"
    assert (coupon["individual_use"], coupon["minimum_amount"]) == (True, "0.00")


def test_an_amount_off_from_a_minimum_on(shop: Shop) -> None:
    offer = Offer(kind=Kind.AMOUNT, value=Decimal("7.50"), minimum_spend=Decimal(40))
    shop.api().make_coupon(msgspec.structs.replace(COUPON, offer=offer))
    coupon = made(shop)
    assert (coupon["discount_type"], coupon["amount"], coupon["minimum_amount"]) == (
        "fixed_cart",
        "7.50",
        "40",
    )


def test_making_it_again_is_success_and_makes_no_second_one(shop: Shop) -> None:
    for _ in range(2):
        shop.api().make_coupon(COUPON)
    assert len(shop.there.coupons.kept) == 1


def test_a_coupon_whose_answer_was_lost_is_there_and_found(shop: Shop) -> None:
    shop.server.trouble(HOST, Trouble.TRUNCATED)
    shop.api().make_coupon(COUPON)
    assert len(shop.there.coupons.kept) == 1


@pytest.mark.parametrize(
    "theirs",
    [{"meta_data": []}, {"amount": "50.00"}, {"discount_type": "fixed_cart"}],
)
def test_a_code_of_somebody_elses_is_not_ours(shop: Shop, theirs: dict[str, Any]) -> None:
    shop.api().make_coupon(COUPON)
    shop.there.coupons.kept["back-ab12cd"] |= theirs
    with pytest.raises(PlatformRefused, match="the code BACK-AB12CD is taken by another coupon"):
        shop.api().make_coupon(COUPON)


def test_a_code_that_never_ends_is_not_sent(shop: Shop) -> None:
    shop.api().make_coupon(COUPON)
    shop.there.coupons.kept["back-ab12cd"]["date_expires_gmt"] = None
    with pytest.raises(PlatformRefused, match="the shop made BACK-AB12CD without an end"):
        shop.api().make_coupon(COUPON)


def test_who_may_only_read_makes_none(shop: Shop) -> None:
    shop.there.permissions = "read"
    with pytest.raises(PlatformRefused, match="does not have write permissions") as refused:
        shop.api().make_coupon(COUPON)
    assert refused.value.status == 401


@pytest.mark.parametrize("trouble", [Trouble.BROKEN, Trouble.MALFORMED])
def test_a_shop_that_is_down_is_asked_later(shop: Shop, trouble: Trouble) -> None:
    shop.server.trouble(HOST, *[trouble] * 3)
    with pytest.raises(PlatformDown):
        shop.api().make_coupon(COUPON)
