"""Every promise holds while AWS fails, answers are lost and functions die, all at once.

A share of what ``make chaos`` plays.
"""

from collections import Counter

import pytest

from tests.e2e.chaos.endings import last_reason
from tests.e2e.chaos.faults import FAULTS
from tests.e2e.chaos.run import Played, play
from tests.e2e.chaos.stored import carts

pytestmark = pytest.mark.e2e
CARTS = 60
SEED = 1


@pytest.fixture(scope="module")
def played() -> Played:
    return play(CARTS, SEED, lambda _platform, _time: None)


def test_every_promise_holds_through_a_storm(played: Played) -> None:
    assert played.promises.broken == []
    assert len(played.promises.checks) == 11


def test_the_storm_was_one(played: Played) -> None:
    """Else the silence of the promises would prove nothing."""
    kinds = {kind for kinds in FAULTS.values() for kind in kinds}
    services, seen = zip(*(pair for pair, n in played.passed.faults.items() if n), strict=True)
    assert 0.15 < played.passed.share < 0.4
    assert (set(services), set(seen)) == (set(FAULTS), kinds)
    assert played.killed.total() >= 8
    assert played.platform.answers[503] > 10


def test_most_messages_arrive_all_the_same(played: Played) -> None:
    outcomes = Counter(taken.outcome for cart in carts(played.table) for taken in cart.taken)
    assert outcomes["sent"] > CARTS / 2
    assert outcomes["unconfirmed"] < outcomes["sent"] / 5
    ends = {last_reason(cart) for cart in carts(played.table)}
    assert ends >= {"ordered", "sequence finished", "no consent to marketing by e-mail"}
