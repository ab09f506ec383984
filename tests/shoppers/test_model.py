"""What is remembered of one contact point."""

from datetime import timedelta

from chalicelib.shoppers.learning import with_allowed, with_order, with_refused, with_soft_bounce
from chalicelib.shoppers.model import Profile, Refusal, Shopper
from chalicelib.shops.policy import Channel
from tests.fakes.edges import NOON

PROFILE = Profile(shop="tea", id="s")
HOUR = timedelta(hours=1)


def test_the_newest_purchase_is_remembered_in_whatever_order_they_are_told() -> None:
    newer = with_order(PROFILE, NOON)
    assert newer.last_order_at == NOON
    assert with_order(newer, NOON - HOUR) is newer
    assert with_order(newer, NOON + HOUR).last_order_at == NOON + HOUR


def test_the_first_refusal_stays_with_its_reason() -> None:
    refused = with_refused(PROFILE, Channel.EMAIL, NOON, "unsubscribed")
    assert with_refused(refused, Channel.EMAIL, NOON + HOUR, "marked as spam") is refused
    assert [refusal.why for refusal in refused.refusals] == ["unsubscribed"]


def test_the_third_soft_bounce_is_a_refusal() -> None:
    profile = PROFILE
    for _ in range(2):
        profile = with_soft_bounce(profile, NOON)
        assert profile.refusal_of(Channel.EMAIL) is None
    refused = with_soft_bounce(profile, NOON)
    assert refused.soft_bounces == 3
    assert [refusal.why for refusal in refused.refusals] == ["the mailbox kept bouncing"]


def test_channels_are_refused_apart_and_one_of_everything_takes_the_first_ones_place() -> None:
    no = with_refused(PROFILE, Channel.SMS, NOON, "unsubscribed", source="unsubscribe link")
    both = with_refused(no, Channel.EMAIL, NOON + HOUR, "unsubscribed")
    assert [refusal.channel for refusal in both.refusals] == [Channel.EMAIL, Channel.SMS]
    harder = with_refused(both, Channel.SMS, NOON + HOUR, "the number is dead", of_all=True)
    shopper = Shopper(profiles=(PROFILE, harder))
    assert shopper.refused(Channel.EMAIL) == both.refusals[0]
    assert shopper.all_refused(Channel.EMAIL) is None
    assert shopper.all_refused(Channel.SMS) == Refusal(
        channel=Channel.SMS, at=NOON + HOUR, why="the number is dead", of_all=True
    )
    assert shopper.refused(Channel.PUSH) is None


def test_who_takes_a_no_back_is_refused_no_more_but_a_dead_address_stays_dead() -> None:
    no = with_refused(PROFILE, Channel.SMS, NOON, "unsubscribed")
    assert with_allowed(no, Channel.SMS) == PROFILE
    assert with_allowed(no, Channel.EMAIL) is no
    dead = with_refused(PROFILE, Channel.SMS, NOON, "the number is dead", of_all=True)
    assert with_allowed(dead, Channel.SMS) is dead
