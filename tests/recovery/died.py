"""A step that was claimed and whose sender is gone, and SES's word on it."""

from datetime import datetime

import pytest

from chalicelib.errors import OutcomeUnknown
from chalicelib.messages.mail import Mail
from chalicelib.messages.news import News, Told
from chalicelib.recovery.timers import Due
from chalicelib.shops.policy import Channel
from tests.fakes.edges import MemoryMailer
from tests.fakes.world import HOME, World, checkout


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
    world.carriers.mailer = world.mailer
    world.post("checkouts/create", checkout(world.clock))
    world.clock.forward(hours=1)
    (due,) = world.timers.fired(world.clock.now)
    with pytest.raises(OutcomeUnknown):
        world.steps.run(due)
    return world, due


def hear(world: World, told: Told) -> None:
    """Let SES tell of the first step's mail."""
    world.feedback.take(event(told, world.cart("c-1").id, world.clock.now))


def hear_of_another(world: World, taken_at: datetime | None = None) -> None:
    """Let SES tell that it took a mail about somebody else's cart."""
    world.feedback.take(event(Told.SENT, "another", taken_at or world.clock.now))


def event(told: Told, cart: str, at: datetime) -> News:
    return News(
        channel=Channel.EMAIL,
        region=HOME,
        told=told,
        shop="tea",
        cart=cart,
        shopper="s",
        episode=1,
        step=1,
        at=at,
    )


def outcomes(world: World) -> list[tuple[int, str]]:
    return [(taken.step, taken.outcome) for taken in world.cart("c-1").taken]
