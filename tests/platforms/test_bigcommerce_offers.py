"""Coupon codes and ways back at BigCommerce."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.carts.basket import Basket, Line
from chalicelib.carts.fold import new_cart
from chalicelib.carts.model import Cart
from chalicelib.errors import PlatformDown, PlatformRefused
from chalicelib.offers.model import Coupon, Kind, Offer
from chalicelib.shoppers.contact import Contact
from infra.local.stand_in import Asked, Told, Trouble
from tests.fakes.edges import NOON
from tests.platforms.bigcommerce_stage import CART, Stage

CODE = "BACK-7KXW2QPRMD"
TEN_PERCENT = Offer(kind=Kind.PERCENT, value=Decimal(10))


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage() as started:
        yield started


def coupon(offer: Offer = TEN_PERCENT, **changes: Any) -> Coupon:
    values: dict[str, Any] = {
        "code": CODE,
        "offer": offer,
        "currency": "EUR",
        "expires_at": datetime(2026, 11, 28, 12, 0, tzinfo=UTC),
    }
    return Coupon(**(values | changes))


def left(*lines: Line, **changes: Any) -> Cart:
    """A cart that Ann left."""
    cart = new_cart("tea", "cart-name", (CART,), NOON)
    basket = Basket(lines=lines, currency="EUR")
    ann = Contact(email="ann@example.com", phone="+44 20 7946 0000", customer="77", name="Ann")
    fields = {name: getattr(cart, name) for name in cart.__struct_fields__}
    return Cart(**(fields | {"basket": basket, "contact": ann} | changes))


def line(ref: str | None = "101:301", quantity: int = 2) -> Line:
    return Line(title="Assam", quantity=quantity, variant_ref=ref)


def test_a_code_takes_off_a_share_once_until_it_expires(stage: Stage) -> None:
    stage.api.make_coupon(coupon())
    assert stage.store.coupons.coupons == [
        {
            "id": 1,
            "name": f"rebasket {CODE}",
            "code": CODE,
            "type": "percentage_discount",
            "amount": "10.0000",
            "applies_to": {"entity": "categories", "ids": [0]},
            "enabled": True,
            "max_uses": 1,
            "max_uses_per_customer": 1,
            "expires": "Sat, 28 Nov 2026 12:00:00 +0000",
            "num_uses": 0,
        }
    ]
    assert stage.asked == ["POST /v2/coupons"]


def test_a_code_takes_off_an_amount_from_a_minimum_spend(stage: Stage) -> None:
    offer = Offer(kind=Kind.AMOUNT, value=Decimal("1E+1"), minimum_spend=Decimal("49.90"))
    stage.api.make_coupon(coupon(offer))
    (made,) = stage.store.coupons.coupons
    assert (made["type"], made["amount"], made["min_purchase"]) == (
        "per_total_discount",
        "10.0000",
        "49.90",
    )


def test_a_code_of_ours_that_is_there_already_is_success(stage: Stage) -> None:
    stage.api.make_coupon(coupon())
    stage.api.make_coupon(coupon())
    assert len(stage.store.coupons.coupons) == 1


@pytest.mark.parametrize("trouble", [Trouble.TRUNCATED, Trouble.RESET, Trouble.BROKEN])
def test_a_code_whose_answer_was_lost_is_made_once(stage: Stage, trouble: Trouble) -> None:
    stage.trouble(trouble)
    stage.api.make_coupon(coupon())
    assert len(stage.store.coupons.coupons) == 1


@pytest.mark.parametrize(
    "there",
    [{"name": "Summer sale"}, {"type": "free_shipping"}, {"amount": "50.0000"}, {"amount": None}],
)
def test_a_code_of_somebody_elses_is_refused(stage: Stage, there: dict[str, Any]) -> None:
    stage.api.make_coupon(coupon())
    stage.store.coupons.coupons[0] |= there
    with pytest.raises(PlatformRefused, match=r"^The coupon could not be created\.") as refused:
        stage.api.make_coupon(coupon())
    assert refused.value.status == 409


def test_a_code_in_another_currency_than_the_stores_is_refused_unasked(stage: Stage) -> None:
    with pytest.raises(PlatformRefused, match="default currency only"):
        stage.api.make_coupon(coupon(currency="USD"))
    assert stage.asked == []


def test_what_bigcommerce_says_against_a_code_is_told(stage: Stage) -> None:
    with pytest.raises(PlatformRefused, match=r"^The field 'code' is invalid\.$") as refused:
        stage.api.make_coupon(coupon(code="naïve"))
    assert refused.value.status == 400


def test_a_token_that_may_not_make_codes_is_refused_without_looking_further(stage: Stage) -> None:
    stage.store.rights = frozenset({"store_v2_marketing_read_only"})
    with pytest.raises(PlatformRefused, match="required scope") as refused:
        stage.api.make_coupon(coupon())
    assert (refused.value.status, len(stage.asked)) == (403, 1)


def test_a_bad_day_is_no_refusal(stage: Stage) -> None:
    stage.trouble(*[Trouble.BROKEN] * 3)
    with pytest.raises(PlatformDown):
        stage.api.make_coupon(coupon())


def test_the_way_back_is_a_new_cart_of_nobodys(stage: Stage) -> None:
    url = stage.api.way_back(left(line(), line("101:301:82=186", 1)), None)
    (made,) = stage.store.carts.made
    assert url is not None
    assert url.startswith(f"https://teashop.example/cart.php?action=load&id={made}&token=")
    asked = json.loads(stage.last.body)
    assert asked == {
        "line_items": [
            {"quantity": 2, "product_id": 101, "variant_id": 301},
            {
                "quantity": 1,
                "product_id": 101,
                "option_selections": [{"option_id": 82, "option_value": 186}],
            },
        ],
        "currency": {"code": "EUR"},
    }
    cart = stage.store.carts.carts[made]
    assert (cart["customer_id"], cart["email"]) == (0, "")
    told = str([each.body for _, each in stage.server.asked])
    assert not any(word in told for word in ("ann@", "Ann", "7946", "77", CART))


def test_a_cart_that_is_still_there_is_not_opened_itself(stage: Stage) -> None:
    stage.put_cart("nobody-yet")
    stage.store.carts.made.add(CART)
    url = stage.api.way_back(left(line()), None)
    assert url is not None
    assert CART not in url


def test_each_click_gets_a_way_of_its_own(stage: Stage) -> None:
    cart = left(line())
    assert stage.api.way_back(cart, None) != stage.api.way_back(cart, None)


def test_the_code_is_applied_to_the_new_cart(stage: Stage) -> None:
    stage.api.make_coupon(coupon())
    assert stage.api.way_back(left(line()), CODE) is not None
    (made,) = stage.store.carts.made
    assert stage.store.carts.coupons == {made: CODE}


def test_a_code_that_does_not_fit_costs_no_click(stage: Stage) -> None:
    assert stage.api.way_back(left(line()), "BACK-UNKNOWN") is not None
    assert stage.store.carts.coupons == {}


def test_a_code_that_cannot_be_applied_in_time_costs_no_click(stage: Stage) -> None:
    told = stage.store.answer

    def then_break(asked: Asked) -> Told:
        if asked.path.endswith("/v3/carts"):
            stage.trouble(*[Trouble.BROKEN] * 3)
        return told(asked)

    stage.store.answer = then_break  # type: ignore[method-assign]
    assert stage.api.way_back(left(line()), CODE) is not None


def test_what_cannot_be_put_back_is_left_out(stage: Stage) -> None:
    assert stage.api.way_back(left(line(None), line("nonsense"), line()), None) is not None
    assert len(json.loads(stage.last.body)["line_items"]) == 1


@pytest.mark.parametrize("lines", [(), (line(None),), (line("101"), line("x:y"))])
def test_a_cart_of_which_nothing_can_be_put_back_has_no_way(
    stage: Stage, lines: tuple[Line, ...]
) -> None:
    assert stage.api.way_back(left(*lines), CODE) is None
    assert stage.asked == []


@pytest.mark.parametrize(
    ("ref", "why"),
    [
        ("103:303", "out of stock"),
        ("102:302", "an option is required"),
        ("999:1", "does not exist"),
        ("101:999", "does not exist"),
    ],
)
def test_what_bigcommerce_will_not_put_back_is_refused_with_its_reason(
    stage: Stage, ref: str, why: str
) -> None:
    with pytest.raises(PlatformRefused, match=why) as refused:
        stage.api.way_back(left(line(ref)), None)
    assert refused.value.status == 422


def test_the_new_cart_is_of_the_channel_that_is_the_shop(stage: Stage) -> None:
    api = stage.asking({"access_token": "s3cret-token", "channel_id": "2"})
    assert api.way_back(left(line()), None) is not None
    assert json.loads(stage.last.body)["channel_id"] == 2


def test_a_new_cart_is_asked_for_once_and_not_again(stage: Stage) -> None:
    stage.trouble(Trouble.TRUNCATED)
    with pytest.raises(PlatformDown):
        stage.api.way_back(left(line()), None)
    assert len(stage.store.carts.made) == 1
