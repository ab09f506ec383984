"""A step with an offer: its code is made once, when its message leaves, or the reason is told."""

from decimal import Decimal

import pytest

from chalicelib.errors import NotSent, OutcomeUnknown, PlatformDown, PlatformRefused
from chalicelib.offers.model import Kind, Offer, Refused
from chalicelib.recovery.sequence import HOUR, Sequence, Step
from chalicelib.recovery.timers import Due
from tests.fakes.world import World, checkout, order
from tests.recovery.died import hear_of_another


def world(if_refused: Refused = Refused.SEND_WITHOUT) -> World:
    """A shop whose second reminder offers ten percent, and one cart that was left."""
    offer = Offer(
        kind=Kind.PERCENT,
        value=Decimal(10),
        minimum_spend=Decimal(20),
        if_refused=if_refused,
    )
    steps = (
        Step(delay_seconds=HOUR, template="reminder-1"),
        Step(delay_seconds=24 * HOUR, template="reminder-2", offer=offer),
    )
    made = World(sequence=Sequence(name="ten", steps=steps))
    made.post("checkouts/create", checkout(made.clock))
    return made


def test_a_code_is_made_when_its_message_leaves_and_not_before() -> None:
    tea = world()
    tea.let_pass(hours=23)
    assert tea.api.coupons == {}
    assert tea.let_pass(hours=1) == ["sent"]
    (coupon,) = tea.api.coupons.values()
    assert (coupon.offer.value, coupon.currency) == (Decimal(10), "EUR")
    taken = tea.cart("c-1").taken
    assert [each.coupon for each in taken] == [None, coupon.code]


def test_who_bought_before_gets_no_code() -> None:
    tea = world()
    tea.let_pass(hours=23)
    tea.post("orders/create", order(tea.clock))
    tea.let_pass(days=10)
    assert tea.api.coupons == {}


def test_a_step_tried_again_reuses_its_code() -> None:
    tea = world()
    tea.let_pass(hours=23)
    tea.mailer.failure = NotSent("throttled")
    assert tea.let_pass(hours=1) == ["not sent"]
    assert tea.let_pass(minutes=5) == ["sent"]
    assert len(tea.api.coupons) == 1
    assert tea.cart("c-1").taken[1].coupon == next(iter(tea.api.coupons))


def test_a_worker_that_died_with_the_code_made_reuses_it() -> None:
    tea = world()
    tea.let_pass(hours=23)
    tea.mailer.failure = OutcomeUnknown("answer lost")
    with pytest.raises(OutcomeUnknown):
        tea.let_pass(hours=1)
    cart = tea.cart("c-1")
    assert cart.timer is not None
    due = Due(shop="tea", cart=cart.id, round=cart.timer.round)
    tea.clock.forward(minutes=3)
    assert tea.steps.run(due, receives=2) == "held"
    for _ in range(8):
        tea.clock.forward(minutes=15)
        hear_of_another(tea)
        tea.let_pass(seconds=1)
    assert [each.outcome for each in tea.cart("c-1").taken] == ["sent", "sent"]
    assert tea.cart("c-1").taken[1].coupon == next(iter(tea.api.coupons))
    assert len(tea.api.coupons) == 1


def test_a_refused_offer_is_left_out_and_the_reason_written() -> None:
    tea = world()
    tea.let_pass(hours=23)
    tea.api.failure = PlatformRefused("discounts need the scope write_discounts")
    assert tea.let_pass(hours=1) == ["sent"]
    line = next(e for e in tea.cart("c-1").timeline if e.what == "step 2 sent")
    assert line.why.startswith(
        "e-mail reminder-2; its offer was refused: discounts need the scope write_discounts; from "
    )
    assert tea.cart("c-1").taken[1].coupon is None
    assert tea.api.coupons == {}


def test_a_message_that_is_nothing_without_its_offer_is_skipped() -> None:
    tea = world(Refused.SKIP)
    tea.let_pass(hours=23)
    tea.api.failure = PlatformRefused("no more codes")
    assert tea.let_pass(hours=1) == ["skipped"]
    line = next(e for e in tea.cart("c-1").timeline if e.what == "step 2 skipped")
    assert line.why == "its offer was refused: no more codes"
    assert len(tea.mailer.sent) == 1
    assert tea.let_pass(days=5) == []
    assert tea.cart("c-1").timeline[-1].why == "sequence finished"


def test_a_platform_that_is_down_is_asked_again_within_the_hour() -> None:
    tea = world()
    tea.let_pass(hours=23)
    tea.api.failure = PlatformDown("teashop.example: answered 503")
    assert tea.let_pass(hours=1) == ["not sent"]
    assert tea.let_pass(minutes=5) == ["sent"]
    assert tea.cart("c-1").taken[1].coupon is not None


def test_after_an_hour_of_silence_the_message_goes_without_its_offer() -> None:
    tea = world()
    tea.let_pass(hours=23)
    results: list[str] = []
    for _ in range(14):
        tea.api.failure = PlatformDown("teashop.example: ReadTimeoutError")
        results += tea.let_pass(hours=1) if not results else tea.let_pass(minutes=5)
    assert results == ["not sent"] * 12 + ["sent"]
    assert tea.cart("c-1").taken[1].coupon is None


def test_a_shop_that_cannot_be_asked_says_so() -> None:
    tea = world()
    tea.secrets.stored["tea"].api.clear()
    try:
        tea.let_pass(hours=24)
    finally:
        tea.secrets.stored["tea"].api["access_token"] = "s3cret-token"
    line = next(e for e in tea.cart("c-1").timeline if e.what == "step 2 sent")
    assert "no way to make coupons: the shop's platform cannot be asked; from" in line.why
