"""Dying at every single port call, for each kind of webhook and of due step.

The worker dies once, at call number n; then everything is delivered again, as platforms and
queues do, and goes on undisturbed. Every one of these histories must end right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from chalicelib.errors import RebasketError, StepInFlight
from chalicelib.recovery.timers import Due
from tests.fakes.world import World, checkout, order
from tests.simulation.cooperation import Death
from tests.simulation.history import History
from tests.simulation.story import CONSENT

CALLS_AT_MOST = 40


@dataclass(frozen=True)
class Kind:
    """A thing to die in: what was before, what is done, and what must be mailed in the end."""

    name: str
    before: Callable[[World], None]
    topic: str | None
    body: Callable[[World], dict[str, object]] | None
    mails: int


def nothing(_: World) -> None:
    """Before the first webhook."""


def a_cart(world: World) -> None:
    world.post("checkouts/create", checkout(world.clock))
    world.clock.forward(minutes=1)


def a_sent_step(world: World) -> None:
    a_cart(world)
    world.let_pass(hours=1)


def a_no(world: World) -> dict[str, object]:
    said = {"state": "unsubscribed", "consent_updated_at": world.clock.now.isoformat()}
    return {"email_address": "ann@example.com", "email_marketing_consent": said}


KINDS = (
    Kind("new cart", nothing, "checkouts/create", lambda w: checkout(w.clock), 3),
    Kind("changed cart", a_cart, "checkouts/update", lambda w: checkout(w.clock), 3),
    Kind("order", a_cart, "orders/create", lambda w: order(w.clock), 0),
    Kind("order by address", a_cart, "orders/create", lambda w: order(w.clock, None), 0),
    Kind("order that overtakes", nothing, "orders/create", lambda w: order(w.clock), 0),
    Kind("cancelled order", a_cart, "orders/cancelled", lambda w: order(w.clock), 0),
    Kind("deleted cart", a_cart, "checkouts/delete", lambda _: {"cart_token": "c-1"}, 0),
    Kind("a no to marketing", a_cart, CONSENT, a_no, 0),
    Kind("due step that sends", a_cart, None, None, 3),
    Kind("due step after a sent one", a_sent_step, None, None, 3),
)


def due(world: World) -> Due:
    """Let time pass until the next timer fires, and run nothing."""
    world.clock.now = world.timers.next_at() or world.clock.now
    (fired,) = world.timers.fired(world.clock.now)
    return fired


def play(kind: Kind, dies_at: int) -> tuple[World, bool]:
    """Play one kind with a death at one call; tell also if that call was ever made."""
    history = History(0, story=[])
    history.faults.rate = 0
    world = history.containers[0]
    kind.before(world)
    work = doing(kind, world)
    history.faults.calls, history.faults.die_at = 0, dies_at
    died = attempt(work)
    history.faults.die_at = None
    history.catch_up()
    until_done(world, work)
    world.let_pass(days=10)
    return world, died


def doing(kind: Kind, world: World) -> Callable[[], object]:
    if kind.topic is None:
        message = due(world)
        return lambda: world.steps.run(message, receives=2)
    topic, body = kind.topic, kind.body(world) if kind.body else {}
    return lambda: world.post(topic, body)


def attempt(work: Callable[[], object]) -> bool:
    try:
        work()
    except Death:
        return True
    except RebasketError:
        pass
    return False


def until_done(world: World, work: Callable[[], object]) -> None:
    """Deliver again as long as the receiver asks for it, as platforms and the queue do."""
    for _ in range(5):
        try:
            work()
        except StepInFlight:
            world.clock.forward(minutes=3)
        else:
            return
    raise AssertionError("never done")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_death_at_any_call_ends_right(kind: Kind) -> None:
    for dies_at in range(1, CALLS_AT_MOST):
        world, died = play(kind, dies_at)
        steps = [mail.tags["step"] for mail in world.mailer.sent]
        assert len(steps) == len(set(steps)), f"dying at call {dies_at} sent a step twice"
        outcomes = [taken.outcome for taken in world.cart("c-1").taken]
        if kind.mails:
            assert len(outcomes) == kind.mails, f"dying at call {dies_at}: {outcomes}"
            assert set(outcomes) == {"sent"}, f"dying at call {dies_at}: {outcomes}"
            assert len(steps) == kind.mails
        else:
            assert steps == []
        if not died:
            return
    raise AssertionError(f"more than {CALLS_AT_MOST} calls")
