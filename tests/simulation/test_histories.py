"""A share of the histories that ``make soak`` plays."""

import pytest

from tests.simulation.claims import carts
from tests.simulation.faults import Fault
from tests.simulation.judge import Violation
from tests.simulation.shrinking import shrunk, told, violation

SEEDS = 400
SHARE = 50
WORTH = (
    *("done by tea", ": led ", "deployment", ": stale", ": ended", ": not sent", ": held"),
    *("bounced softly", "complained", "opened", "sweep: 1 queued"),
)
TOLD = (
    *("ordered", "order cancelled", "reopened", "unsubscribed", "clicked", "not sent yet"),
    *("step 1 sent", "step 2 sent", "step 3 sent", "step 1 unconfirmed", "step 1 skipped"),
    *("step 1 bounced", "step 1 bounced softly", "step 1 complained", "step 1 delayed"),
)


@pytest.mark.parametrize("first", range(0, SEEDS, SHARE))
def test_every_promise_holds_in_every_history(first: int) -> None:
    for seed in range(first, first + SHARE):
        _, broken = violation(seed)
        if broken is not None:
            raise Violation(told(*shrunk(seed)))


def test_a_seed_plays_the_same_history_again() -> None:
    assert violation(7)[0].stage.log == violation(7)[0].stage.log


def test_what_is_left_out_changes_nothing_else() -> None:
    """Else a failing history could not be made short: what strikes one must not hang on others."""
    whole = violation(7)[0]
    others = {webhook.token for webhook in whole.story} - {whole.story[0].token}
    without = violation(7, [webhook for webhook in whole.story if webhook.token in others])[0]
    for token in others:
        if token[:2] != whole.story[0].token[:2]:
            told = [[line for line in h.stage.log if token in line] for h in (whole, without)]
            assert told[0] == told[1]


def test_histories_are_worth_playing() -> None:
    """They send, they fail, and they lose: else their silence would prove nothing."""
    histories = [violation(seed)[0] for seed in range(150)]
    assert sum(len(history.stage.mailer.sent) for history in histories) > 200
    kinds = {fault for history in histories for fault in history.stage.faults.injected.values()}
    assert kinds == set(Fault)
    assert sum(history.due_side.timers_lost for history in histories) > 5
    lines = "\n".join(line for history in histories for line in history.stage.log)
    for what in WORTH:
        assert what in lines, what
    whats = {
        entry.what for h in histories for cart in carts(h.stage.table) for entry in cart.timeline
    }
    assert {what for what in TOLD if what not in whats} == set()
