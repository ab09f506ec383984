"""A worker died, or an answer was lost: what becomes of a step that SES tells of."""

import pytest

from chalicelib.errors import Unavailable
from chalicelib.messages.news import Told
from tests.fakes.world import World, checkout
from tests.recovery.died import died, hear, outcomes


@pytest.mark.parametrize("told", [Told.SENT, Told.DELIVERED, Told.BOUNCED_SOFTLY])
def test_what_ses_tells_of_was_sent_and_is_not_sent_again(told: Told) -> None:
    world, due = died(took_it=True)
    hear(world, told)
    assert world.steps.run(due, receives=2) == "held"
    assert world.let_pass(minutes=15) == ["waiting"]
    assert outcomes(world) == [(1, "sent")]
    assert world.let_pass(hours=23) == ["sent"]
    assert world.subjects == ["ann@example.com: reminder-1", "ann@example.com: reminder-2"]


def test_a_step_found_to_be_sent_was_sent_when_it_was_claimed() -> None:
    world, due = died(took_it=True)
    world.steps.run(due, receives=2)
    claimed_at = world.clock.now
    hear(world, Told.SENT)
    world.let_pass(minutes=15)
    assert [taken.at for taken in world.cart("c-1").taken] == [claimed_at]


def test_a_step_whose_timer_cannot_be_set_is_settled_later() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    world.clock.forward(hours=1)
    (due,) = world.timers.fired(world.clock.now)
    world.timers.failure = Unavailable("Scheduler is down")
    with pytest.raises(Unavailable):
        world.steps.run(due)
    world.timers.failure = None
    hear(world, Told.SENT)
    assert world.steps.run(due, receives=2) == "held"
    assert world.let_pass(minutes=15) == ["waiting"]
    assert outcomes(world) == [(1, "sent")]
    assert len(world.mailer.sent) == 1
