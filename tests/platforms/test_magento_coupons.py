"""Coupons at Magento: a rule for each offer and last day, and our own code in it, once."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from msgspec.structs import replace

from chalicelib.errors import PlatformDown, PlatformRefused
from chalicelib.offers.model import Kind
from infra.local.magento_stand_in import GROUPS, RULES, STORE
from infra.local.stand_in import Asked, Told, Trouble
from tests.fakes.world import HOST
from tests.platforms.magento_server import Magento, coupon, magento


@pytest.fixture
def shop() -> Iterator[Magento]:
    with magento() as started:
        yield started


def test_the_first_code_of_an_offer_makes_its_rule(shop: Magento) -> None:
    shop.api().make_coupon(coupon())
    assert shop.held.promotions.rules == [
        {
            "rule_id": 1,
            "name": "rebasket: 10 % off, until 2026-11-28",
            "description": "Made by rebasket for its reminders. Once it is over it may be deleted.",
            "website_ids": [1],
            "customer_group_ids": [0, 1, 2, 3],
            "to_date": "2026-11-28",
            "is_active": True,
            "is_rss": False,
            "is_advanced": True,
            "stop_rules_processing": False,
            "sort_order": 0,
            "simple_action": "by_percent",
            "discount_amount": 10,
            "discount_step": 0,
            "apply_to_shipping": False,
            "coupon_type": "SPECIFIC_COUPON",
            "use_auto_generation": True,
            "uses_per_coupon": 1,
            "uses_per_customer": 1,
            "times_used": 0,
        }
    ]
    (made,) = shop.held.promotions.coupons
    assert (made["code"], made["rule_id"]) == ("BACK-TEA23456", 1)
    assert (made["usage_limit"], made["expiration_date"]) == (1, "2026-11-28")


def test_the_next_code_of_the_same_offer_and_day_finds_it(shop: Magento) -> None:
    shop.api().make_coupon(coupon())
    shop.server.asked.clear()
    shop.api().make_coupon(coupon("BACK-TEA98765"))
    assert shop.asked() == ["GET /salesRules/search", "POST /coupons"]
    assert len(shop.held.promotions.rules) == 1
    assert [each["rule_id"] for each in shop.held.promotions.coupons] == [1, 1]


def test_another_promise_is_another_rule(shop: Magento) -> None:
    offers = [
        coupon("A"),
        coupon("B", value=Decimal("12.50")),
        coupon("C", minimum_spend=Decimal(50)),
        coupon("D", kind=Kind.AMOUNT),
        replace(coupon("E"), expires_at=datetime(2026, 11, 29, 12, 0, tzinfo=UTC)),
    ]
    for each in offers:
        shop.api().make_coupon(each)
    assert [rule["name"] for rule in shop.held.promotions.rules] == [
        "rebasket: 10 % off, until 2026-11-28",
        "rebasket: 12.5 % off, until 2026-11-28",
        "rebasket: 10 % off from 50 EUR, until 2026-11-28",
        "rebasket: 10 EUR off, until 2026-11-28",
        "rebasket: 10 % off, until 2026-11-29",
    ]
    amount = shop.held.promotions.rules[3]
    assert (amount["simple_action"], amount["discount_amount"]) == ("cart_fixed", 10)
    assert shop.held.promotions.rules[1]["discount_amount"] == 12.5


def test_a_minimum_spend_is_of_what_the_shopper_sees_with_tax(shop: Magento) -> None:
    shop.api().make_coupon(coupon(minimum_spend=Decimal("49.90")))
    assert shop.held.promotions.rules[0]["condition"] == {
        "condition_type": "Magento\\SalesRule\\Model\\Rule\\Condition\\Combine",
        "aggregator_type": "all",
        "value": "1",
        "conditions": [
            {
                "condition_type": "Magento\\SalesRule\\Model\\Rule\\Condition\\Address",
                "attribute_name": "base_subtotal_total_incl_tax",
                "operator": ">=",
                "value": "49.9",
            }
        ],
    }


def test_the_same_code_again_is_success_in_whatever_language_the_shop_says_no(
    shop: Magento,
) -> None:
    shop.held.promotions.exists_in_words = "%1 existiert bereits."
    for _ in range(3):
        shop.api().make_coupon(coupon())
    assert len(shop.held.promotions.coupons) == 1


def test_the_same_code_of_somebody_else_is_refused(shop: Magento) -> None:
    shop.held.promotions.coupons.append({"coupon_id": 9, "rule_id": 99, "code": "BACK-TEA23456"})
    with pytest.raises(
        PlatformRefused, match=r"^Coupon with the same code already exists\.$"
    ) as refused:
        shop.api().make_coupon(coupon())
    assert refused.value.status == 400


def test_two_workers_may_both_make_the_rule_and_find_each_others_codes(shop: Magento) -> None:
    shop.api().make_coupon(coupon())
    rules = shop.held.promotions.rules
    rules.append(rules[0] | {"rule_id": 2})
    shop.held.promotions.coupons[0]["rule_id"] = 2
    shop.api().make_coupon(coupon())
    assert len(shop.held.promotions.coupons) == 1


class Losing:
    """A shop, of which the answer to the making of its first rule goes wrong."""

    def __init__(self, shop: Magento, trouble: Trouble) -> None:
        self.shop = shop
        self.troubles = [trouble]

    def answer(self, asked: Asked) -> Told:
        if asked.path.endswith("/customerGroups/search") and self.troubles:
            self.shop.server.trouble(HOST, self.troubles.pop())  # of what is asked next
        return self.shop.held.answer(asked)


@pytest.mark.parametrize("trouble", [Trouble.TRUNCATED, Trouble.RESET, Trouble.BROKEN])
def test_a_rule_whose_answer_was_lost_is_made_once(shop: Magento, trouble: Trouble) -> None:
    shop.server.stand_ins[HOST] = Losing(shop, trouble)
    with pytest.raises(PlatformDown):
        shop.api().make_coupon(coupon())
    shop.api().make_coupon(coupon())
    assert len(shop.held.promotions.rules) == 1
    assert len(shop.held.promotions.coupons) == 1


def test_a_code_whose_answer_was_lost_is_tried_again_at_once(shop: Magento) -> None:
    shop.api().make_coupon(coupon("BACK-FIRST"))
    shop.server.asked.clear()
    shop.server.stand_ins[HOST] = After(shop, Trouble.TRUNCATED)
    shop.api().make_coupon(coupon())
    assert shop.asked() == [
        *("GET /salesRules/search", "POST /coupons", "POST /coupons"),
        "GET /coupons/search",
    ]
    assert len(shop.held.promotions.coupons) == 2


class After(Losing):
    """A shop, of which the answer to the making of a code goes wrong once."""

    def answer(self, asked: Asked) -> Told:
        if asked.path.endswith("/salesRules/search") and self.troubles:
            self.shop.server.trouble(HOST, self.troubles.pop())
        return self.shop.held.answer(asked)


def test_every_website_and_every_group_of_customers(shop: Magento) -> None:
    shop.held.stores.append(dict(STORE) | {"id": 2, "website_id": 2})
    shop.held.groups += [{"id": n} for n in range(4, 130)]
    shop.api().make_coupon(coupon())
    rule = shop.held.promotions.rules[0]
    assert rule["website_ids"] == [1, 2]
    assert rule["customer_group_ids"] == list(range(130))


def test_an_amount_in_another_currency_than_the_shops_base_is_refused(shop: Magento) -> None:
    shop.held.stores[0] |= {"base_currency_code": "USD"}
    with pytest.raises(PlatformRefused, match="taken off in USD there, not EUR"):
        shop.api().make_coupon(coupon(kind=Kind.AMOUNT))
    shop.api().make_coupon(coupon())
    assert shop.held.promotions.rules[0]["simple_action"] == "by_percent"


def test_a_magento_that_loses_a_rules_end_makes_no_codes(shop: Magento) -> None:
    shop.held.promotions.keeps_dates = False
    for _ in range(2):
        with pytest.raises(PlatformRefused, match="does not end when it should"):
            shop.api().make_coupon(coupon())
    assert shop.held.promotions.coupons == []


@pytest.mark.parametrize("right", [RULES, GROUPS])
def test_a_right_that_is_missing_is_named(shop: Magento, right: str) -> None:
    shop.held.rights.remove(right)
    with pytest.raises(PlatformRefused, match=f"isn't authorized to access {right}") as refused:
        shop.api().make_coupon(coupon())
    assert refused.value.status == 401


def test_amounts_are_written_as_json_numbers_exactly(shop: Magento) -> None:
    shop.api().make_coupon(coupon(kind=Kind.AMOUNT, value=Decimal("0.1")))
    (made,) = (a.body for _, a in shop.server.asked if a.path.endswith("/salesRules"))
    assert b'"discount_amount":0.1,' in made
    assert json.loads(made)["rule"]["discount_amount"] == 0.1
