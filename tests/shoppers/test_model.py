"""What is remembered of one contact point."""

from datetime import timedelta

from chalicelib.shoppers.learning import with_email_refused, with_order, with_soft_bounce
from chalicelib.shoppers.model import Profile
from tests.fakes.edges import NOON

PROFILE = Profile(shop="tea", id="s")
HOUR = timedelta(hours=1)


def test_the_newest_purchase_is_remembered_in_whatever_order_they_are_told() -> None:
    newer = with_order(PROFILE, NOON)
    assert newer.last_order_at == NOON
    assert with_order(newer, NOON - HOUR) is newer
    assert with_order(newer, NOON + HOUR).last_order_at == NOON + HOUR


def test_the_first_refusal_stays_with_its_reason() -> None:
    refused = with_email_refused(PROFILE, NOON, "unsubscribed")
    assert with_email_refused(refused, NOON + HOUR, "marked as spam") is refused
    assert refused.email_refused is not None
    assert refused.email_refused.why == "unsubscribed"


def test_the_third_soft_bounce_is_a_refusal() -> None:
    profile = PROFILE
    for _ in range(2):
        profile = with_soft_bounce(profile, NOON)
        assert profile.email_refused is None
    refused = with_soft_bounce(profile, NOON)
    assert refused.soft_bounces == 3
    assert refused.email_refused is not None
    assert refused.email_refused.why == "the mailbox kept bouncing"
