"""Losing a race, and trying again: not at once, and not together."""

import time

import pytest

from chalicelib import wiring
from chalicelib.errors import Unavailable, WriteConflict
from chalicelib.storage.races import won


class Race:
    """An attempt that loses as often as it is told."""

    def __init__(self, losses: int) -> None:
        self.losses = losses

    def __call__(self) -> str:
        self.losses -= 1
        if self.losses >= 0:
            raise WriteConflict("somebody else")
        return "written"


def test_who_wins_at_once_does_not_pause() -> None:
    pauses: list[float] = []
    assert won(Race(0), "never", pauses.append) == "written"
    assert pauses == []


def test_who_lost_a_race_pauses_longer_each_time_before_trying_again() -> None:
    pauses: list[float] = []
    assert won(Race(4), "never", pauses.append) == "written"
    assert pauses == [0.05, 0.1, 0.2, 0.4]


def test_five_lost_races_are_a_failure_of_ours_without_a_pause_after_the_last() -> None:
    pauses: list[float] = []
    with pytest.raises(Unavailable, match="it kept changing"):
        won(Race(5), "it kept changing", pauses.append)
    assert len(pauses) == 4


def test_two_that_lost_together_do_not_try_again_together(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    for _ in range(100):
        wiring.pause(0.4)
    assert len(set(slept)) > 90
    assert 0 <= min(slept) < 0.1
    assert 0.3 < max(slept) <= 0.4
