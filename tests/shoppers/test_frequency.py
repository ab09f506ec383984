"""Caps roll, spacing holds between channels, and one message counts once."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from chalicelib.recovery.hindrance import Hindrance
from chalicelib.shoppers.erasing import kept
from chalicelib.shoppers.frequency import Sent, distinct, too_often, with_one_more
from chalicelib.shoppers.learning import with_sent
from chalicelib.shoppers.model import Profile, Shopper
from chalicelib.shops.policy import Cap, Channel, Policy
from tests.fakes.edges import NOON

HOUR, DAY = 3600, 24 * 3600
OURS = ("ours", 1, 1)


def sent(hours_ago: float, cart: str = "c", step: int = 1, by: Channel = Channel.EMAIL) -> Sent:
    at = NOON - timedelta(hours=hours_ago)
    return Sent(at=at, channel=by, cart=cart, episode=1, step=step)


def until(
    policy: Policy, messages: Iterable[Sent], channel: Channel = Channel.SMS
) -> datetime | None:
    found = too_often(messages, channel, policy, NOON, ours=OURS)
    assert found is None or found.until is not None
    return found.until if found else None


TWO_A_DAY = Cap(most=2, within_seconds=DAY)
ONE_SMS_A_WEEK = Cap(most=1, within_seconds=7 * DAY, channel=Channel.SMS)


@pytest.mark.parametrize(
    ("caps", "messages", "room_in_hours"),
    [
        ((), [sent(0, "a"), sent(0, "b")], None),
        ((TWO_A_DAY,), [sent(3)], None),
        ((TWO_A_DAY,), [sent(20, "a"), sent(3, "b")], 4),
        ((TWO_A_DAY,), [sent(23, "a"), sent(20, "b"), sent(3, "c")], 4),
        ((TWO_A_DAY,), [sent(25, "a"), sent(3, "b")], None),
        ((TWO_A_DAY,), [sent(24, "a"), sent(3, "b")], None),
        ((ONE_SMS_A_WEEK,), [sent(3)], None),
        ((ONE_SMS_A_WEEK,), [sent(3, by=Channel.SMS)], 7 * 24 - 3),
        (
            (TWO_A_DAY, ONE_SMS_A_WEEK),
            [sent(1, "a", by=Channel.SMS), sent(2, "b")],
            7 * 24 - 1,
        ),
    ],
)
def test_there_is_room_again_when_the_oldest_that_fills_a_cap_is_out_of_its_time(
    caps: tuple[Cap, ...], messages: list[Sent], room_in_hours: float | None
) -> None:
    expected = None if room_in_hours is None else NOON + timedelta(hours=room_in_hours)
    assert until(Policy(caps=caps), messages) == expected


def test_at_the_moment_that_is_named_there_is_room_and_a_second_before_there_is_none() -> None:
    policy = Policy(caps=(TWO_A_DAY,), spacing_seconds=6 * HOUR)
    messages = [sent(20, "a"), sent(3, "b")]
    at = until(policy, messages)
    assert at is not None
    assert too_often(messages, Channel.SMS, policy, at, ours=OURS) is None
    before = at - timedelta(seconds=1)
    assert too_often(messages, Channel.SMS, policy, before, ours=OURS) is not None


def test_a_cap_of_one_channel_does_not_hold_another() -> None:
    messages = [sent(3, by=Channel.SMS)]
    assert until(Policy(caps=(ONE_SMS_A_WEEK,)), messages, Channel.WHATSAPP) is None


def test_two_messages_are_apart_whatever_their_channels() -> None:
    policy = Policy(spacing_seconds=6 * HOUR)
    assert until(policy, [sent(2, by=Channel.PUSH)]) == NOON + timedelta(hours=4)
    assert until(policy, [sent(6, by=Channel.PUSH)]) is None


def test_the_message_itself_does_not_stand_in_its_own_way() -> None:
    policy = Policy(caps=(Cap(most=1, within_seconds=DAY),), spacing_seconds=HOUR)
    assert until(policy, [sent(0, "ours", by=Channel.EMAIL)]) is None
    assert until(policy, [sent(0, "ours", step=2)]) is not None


def test_what_hinders_says_why() -> None:
    two, apart = Policy(caps=(TWO_A_DAY,)), Policy(spacing_seconds=6 * HOUR)
    assert too_often([sent(20, "a"), sent(3)], Channel.SMS, two, NOON, ours=OURS) == Hindrance(
        until=NOON + timedelta(hours=4),
        why="2 messages within 1 day, 0:00:00 are enough; room again from 2026-11-20 16:00:00Z",
    )
    assert too_often([sent(2)], Channel.SMS, apart, NOON, ours=OURS) == Hindrance(
        until=NOON + timedelta(hours=4),
        why="too soon after another message, by email; room again from 2026-11-20 16:00:00Z",
    )


def test_a_message_that_stands_under_two_contact_points_counts_once() -> None:
    by_mail = Profile(shop="tea", id="m", sent=(sent(20, "a"), sent(3, "b")))
    by_phone = Profile(shop="tea", id="p", sent=(sent(4, "b"), sent(1, "c")))
    both = Shopper(profiles=(by_mail, by_phone)).sent
    assert [each.name for each in both] == [("a", 1, 1), ("b", 1, 1), ("c", 1, 1)]
    assert both[1].at == NOON - timedelta(hours=3)


def test_a_second_try_takes_the_place_of_the_first() -> None:
    profile = with_sent(Profile(shop="tea", id="s"), sent(2, by=Channel.SMS))
    again = with_sent(profile, sent(1, by=Channel.EMAIL))
    assert again.sent == (sent(1, by=Channel.EMAIL),)
    assert with_sent(again, sent(1, by=Channel.EMAIL)) is again


def test_fifty_of_each_channel_within_thirty_days_are_kept() -> None:
    messages: tuple[Sent, ...] = (sent(31 * 24, "old"), sent(29 * 24, "text", by=Channel.SMS))
    for number in range(60):
        messages = with_one_more(messages, sent(60 - number, f"c{number}"))
    assert [each.cart for each in messages] == ["text", *(f"c{n}" for n in range(10, 60))]
    assert distinct(messages) == messages


def test_an_erasure_forgets_what_was_sent_and_what_was_before_it() -> None:
    profile = with_sent(Profile(shop="tea", id="s"), sent(2))
    erased = kept(profile, NOON)
    assert erased == Profile(shop="tea", id="s", erased_at=NOON)
    assert with_sent(erased, sent(1)) is erased
    later = replace(sent(1), at=NOON + timedelta(hours=1))
    assert with_sent(erased, later).sent == (later,)
