"""A worker died, or an answer was lost: what becomes of a step that may have gone out."""

import pytest

from chalicelib.errors import OutcomeUnknown, Unavailable
from chalicelib.messages.mail import Mail
from chalicelib.messages.mail_events import MailEvent, Told
from chalicelib.recovery.timers import Due
from tests.fakes.edges import MemoryMailer
from tests.fakes.world import World, checkout


class LosesAnswers(MemoryMailer):
    """Takes the first mail, or does not, and never says so."""

    def __init__(self, *, takes: bool) -> None:
        super().__init__()
        self.takes = takes
        self.lost = False

    def send(self, mail: Mail) -> str:
        if self.lost:
            return super().send(mail)
        self.lost = True
        if self.takes:
            super().send(mail)
        raise OutcomeUnknown("the answer was lost")


def died(*, took_it: bool) -> tuple[World, Due]:
    """A world in which the first step was claimed, and its sender is gone."""
    world = World()
    world.mailer = LosesAnswers(takes=took_it)
    world.mails._mailer = world.mailer
    world.post("checkouts/create", checkout(world.clock))
    world.clock.forward(hours=1)
    (due,) = world.timers.fired(world.clock.now)
    with pytest.raises(OutcomeUnknown):
        world.steps.run(due)
    return world, due


def hear(world: World, told: Told) -> None:
    """Let SES tell of the first step's mail."""
    cart = world.cart("c-1")
    world.feedback.take(
        MailEvent(
            told=told,
            shop="tea",
            cart=cart.id,
            shopper=cart.shoppers[0],
            episode=1,
            step=1,
            at=world.clock.now,
        )
    )


def outcomes(world: World) -> list[tuple[int, str]]:
    return [(taken.step, taken.outcome) for taken in world.cart("c-1").taken]


@pytest.mark.parametrize("told", [Told.SENT, Told.DELIVERED, Told.BOUNCED_SOFTLY])
def test_what_ses_tells_of_was_sent_and_is_not_sent_again(told: Told) -> None:
    world, due = died(took_it=True)
    hear(world, told)
    assert world.steps.run(due, receives=2) == "held"
    assert world.let_pass(minutes=15) == ["waiting"]
    assert outcomes(world) == [(1, "sent")]
    assert world.let_pass(hours=23) == ["sent"]
    assert world.subjects == ["ann@example.com: reminder-1", "ann@example.com: reminder-2"]


def test_what_ses_never_heard_of_is_sent_after_the_lease() -> None:
    world, due = died(took_it=False)
    assert world.steps.run(due, receives=2) == "held"
    assert world.let_pass(minutes=14) == []
    assert world.let_pass(minutes=1) == ["sent"]
    assert world.subjects == ["ann@example.com: reminder-1"]
    assert outcomes(world) == [(1, "sent")]


def test_while_news_of_ses_is_lost_nothing_is_sent_again() -> None:
    world, due = died(took_it=True)
    world.stream.lost = 1
    assert world.steps.run(due, receives=2) == "held"
    assert world.let_pass(minutes=15) == ["waiting"]
    assert outcomes(world) == [(1, "unconfirmed")]
    assert len(world.mailer.sent) == 1


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
