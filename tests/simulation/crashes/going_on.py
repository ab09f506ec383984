"""What comes after one call of an event has gone wrong: deliveries again, and days that pass."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from chalicelib.errors import RebasketError
from tests.simulation.claims import carts
from tests.simulation.cooperation import Death
from tests.simulation.crashes.course import Work
from tests.simulation.crashes.scene import Scene
from tests.simulation.faults import Fault
from tests.simulation.judge import Violation
from tests.simulation.promised import MINUTE

DAYS = timedelta(days=12)
TURNS_AT_MOST = 2000
LOOKS = 10 * MINUTE  # how often others' mails are told of while a claim waits for that


def disturbed(scene: Scene, work: Work, call: int, fault: Fault) -> bool:
    """Let one call of an event go wrong; tell if it was made, and could."""
    faults = scene.stage.faults
    faults.calls, faults.struck, faults.planned = 0, False, (call, fault)
    with suppress(RebasketError, Death):
        work(1)
    faults.planned = None
    return faults.struck


def carry_on(scene: Scene) -> None:
    """Let days pass: timers, SES's news, mails of others, the sweeper."""
    until, turns = scene.clock.now + DAYS, 0
    while (at := _next(scene)) is not None and at <= until:
        turns += 1
        if turns > TURNS_AT_MOST:
            raise Violation("it goes round for ever")
        scene.until(at)
        scene.run_due_steps()
        overdue_at = scene.overdue_at()
        if overdue_at is not None and overdue_at <= scene.clock.now:
            scene.sweep()(1)


def _next(scene: Scene) -> datetime | None:
    times = [scene.stage.timers.next_at(), scene.overdue_at(), scene.next_news_at()]
    if any(cart.claim for cart in carts(scene.stage.table)):
        times.append(scene.clock.now + LOOKS)
    return min((at for at in times if at is not None), default=None)
