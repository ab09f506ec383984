"""Codes: the same for the same step, never guessed, good to the end of a day everywhere."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest

from chalicelib.carts.model import Cart
from chalicelib.offers.codes import LETTERS, coupon_for, last_day_of
from chalicelib.offers.model import Coupon, Kind, Offer
from tests.fakes.edges import NOON

TEN = Offer(kind=Kind.PERCENT, value=Decimal(10))
KEY = b"l" * 32


def coupon(cart: str = "c", step: int = 2, **changes: object) -> Coupon:
    told: dict[str, object] = {"offer": TEN, "due_at": NOON, "key": KEY, "episode": 1} | changes
    episode = int(str(told.pop("episode")))
    touched = Cart(shop="tea", id=cart, tokens=("t",), active_at=NOON, episode=episode)
    return coupon_for(touched, step, currency="EUR", **told)  # type: ignore[arg-type]


def test_a_step_tried_again_offers_the_same_code() -> None:
    assert coupon() == coupon()
    assert coupon().code == coupon(due_at=NOON + timedelta(hours=3)).code


def test_codes_of_different_steps_differ() -> None:
    codes = [
        coupon().code,
        coupon(cart="d").code,
        coupon(step=3).code,
        coupon(episode=2).code,
        coupon(key=b"m" * 32).code,
        coupon(due_at=NOON + timedelta(days=1)).code,
        coupon(offer=Offer(kind=Kind.PERCENT, value=Decimal(15))).code,
    ]
    assert len(set(codes)) == len(codes)


def test_a_code_can_be_read_out_and_spells_nothing() -> None:
    for number in range(200):
        code = coupon(cart=f"c{number}").code
        assert code.startswith("BACK-")
        assert len(code) == 15
        assert set(code[5:]) <= set(LETTERS)
    assert not set(LETTERS) & set("AEIOU01L")


def test_it_works_until_the_named_day_has_ended_everywhere() -> None:
    made = coupon(due_at=datetime(2028, 2, 22, 23, 59, tzinfo=UTC))
    assert made.expires_at == datetime(2028, 3, 1, 12, tzinfo=UTC)
    assert last_day_of(made).date().isoformat() == "2028-02-29"


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ('{"kind":"percent","value":"101"}', "over 0 and at most 100"),
        ('{"kind":"percent","value":"0"}', "over 0 and at most 100"),
        ('{"kind":"amount","value":"NaN"}', "at most 1000000000"),
        ('{"kind":"amount","value":"5","minimum_spend":"-1"}', "minimum spend is over 0"),
        ('{"kind":"amount","value":"5","valid_days":91}', "<= 90"),
        ('{"kind":"gift","value":"5"}', "Invalid enum value 'gift'"),
    ],
)
def test_an_offer_that_makes_no_sense_is_told(document: str, problem: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=problem):
        msgspec.json.decode(document, type=Offer)
