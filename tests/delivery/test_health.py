"""The breaker: when a region is left alone, and for how long."""

from datetime import timedelta

import pytest

from chalicelib.delivery.health import (
    FAILURES_MAX,
    FORGIVEN_AFTER,
    PAUSE_LONGEST,
    Health,
    failed,
    paused_until,
    worked,
)
from chalicelib.shops.policy import Channel
from tests.fakes.edges import NOON

MINUTE = timedelta(minutes=1)


def after(failures: int, every: timedelta = MINUTE) -> Health:
    """A region that failed so often, each time so long after the one before, the last at noon."""
    health = Health()
    for number in range(failures):
        health = failed(health, NOON - (failures - 1 - number) * every)
    return health


@pytest.mark.parametrize(
    ("failures", "pause"),
    [
        (1, None),
        (2, None),
        (3, 2 * MINUTE),
        (4, 4 * MINUTE),
        (5, 8 * MINUTE),
        (6, 16 * MINUTE),
        (7, 30 * MINUTE),
        (20, 30 * MINUTE),
    ],
)
def test_a_region_that_keeps_failing_is_left_alone_for_longer_each_time(
    failures: int, pause: timedelta | None
) -> None:
    board = {("eu-west-1", Channel.EMAIL): after(failures)}
    expected = None if pause is None else NOON + pause
    assert paused_until(board, "eu-west-1", Channel.EMAIL, NOON) == expected


def test_a_pause_ends_by_itself() -> None:
    board = {("eu-west-1", Channel.EMAIL): after(FAILURES_MAX)}
    assert paused_until(board, "eu-west-1", Channel.EMAIL, NOON + 2 * MINUTE) is None


def test_one_channel_says_nothing_about_another() -> None:
    board = {("eu-west-1", Channel.EMAIL): after(FAILURES_MAX)}
    assert paused_until(board, "eu-west-1", Channel.SMS, NOON) is None
    assert paused_until(board, "us-east-1", Channel.EMAIL, NOON) is None


def test_a_message_that_is_taken_forgives_all() -> None:
    assert worked(after(9)) == Health()
    well = Health(version=4)
    assert worked(well) is well


def test_failures_far_apart_are_not_in_a_row() -> None:
    assert after(9, every=FORGIVEN_AFTER + PAUSE_LONGEST).paused_until is None
