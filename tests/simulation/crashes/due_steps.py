"""Every kind of due step: each decision, and each thing that may come of sending."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from chalicelib.errors import NotSent
from chalicelib.messages.news import Told
from tests.simulation.cooperation import Death
from tests.simulation.crashes.course import Work
from tests.simulation.crashes.kinds import Kind, after, left
from tests.simulation.crashes.scene import Scene
from tests.simulation.history import TEN_PERCENT

GROUP = "due step"
MINUTES = timedelta(minutes=1)


def due(scene: Scene) -> Work:
    return scene.due()


def steps(number: int) -> Callable[[Scene], None]:
    """A cart of which so many steps were sent."""

    def played(scene: Scene) -> None:
        left(scene)
        for _ in range(number):
            scene.step()

    return played


def busy(scene: Scene) -> None:
    left(scene)
    scene.clock.now += 40 * MINUTES
    scene.post("change")


def overdue(scene: Scene) -> Work:
    work = scene.due()
    scene.clock.now += timedelta(hours=25)
    return work


def finished_then_touched(scene: Scene) -> None:
    steps(3)(scene)
    scene.clock.now += timedelta(days=1)
    scene.post("change")


def with_a_newer_rival(scene: Scene) -> None:
    left(scene)
    scene.post("change", "s0c1")


def unsubscribed(scene: Scene) -> None:
    steps(1)(scene)
    scene.unsubscribe()(1)


def complained(scene: Scene) -> None:
    steps(1)(scene)
    scene.told(Told.COMPLAINED)(1)


def again(scene: Scene) -> Work:
    scene.done(work := scene.due())
    return work


def throttled(scene: Scene) -> None:
    left(scene)
    scene.stage.mailer.failure = NotSent("throttled")


def rejected(scene: Scene) -> None:
    left(scene)
    scene.stage.mailer.refuses = frozenset({"1"})


def died(scene: Scene, *, took_it: bool) -> None:
    """The first step's sender died; its message was delivered again and waits for the lease."""
    left(scene)
    if took_it:
        scene.dies_after_sending = True
    else:
        scene.stage.mailer.failure = Death()  # type: ignore[assignment]
    work = scene.due()
    try:
        work(1)
    except Death:
        scene.dies_after_sending = False
    scene.clock.now += 3 * MINUTES
    work(2)


def died_and_heard_of(scene: Scene) -> None:
    died(scene, took_it=True)


def died_and_not_heard_of(looks: int) -> Callable[[Scene], None]:
    def played(scene: Scene) -> None:
        died(scene, took_it=False)
        for _ in range(looks):
            scene.step()

    return played


def died_then_touched(scene: Scene) -> None:
    died_and_not_heard_of(2)(scene)
    scene.post("change")


def died_while_nobody_tells(scene: Scene) -> None:
    scene.others_are_mailed = False
    died_and_not_heard_of(5)(scene)


def died_then_bought(scene: Scene) -> None:
    died(scene, took_it=True)
    scene.post("order")


KINDS = tuple(
    Kind(GROUP, *kind)
    for kind in (
        ("sends the first", left, due),
        ("sends the second", steps(1), due),
        ("sends the last", steps(2), due),
        ("sends with an offer", steps(1), due, TEN_PERCENT),
        ("waits: the shopper was active", busy, due),
        ("skips: a day overdue", left, overdue),
        ("stops: bought by address", after("change", "order by address"), due),
        ("stops: emptied", after("change", "empty"), due),
        ("stops: address removed", after("change", "no address"), due),
        ("stops: no consent", after("change", "no consent"), due),
        ("stops: the shop tells of a no", after("change", "says no to marketing"), due),
        ("stops: unsubscribed", unsubscribed, due),
        ("stops: complained", complained, due),
        ("stops: rests after a whole sequence", finished_then_touched, due),
        ("stops: a newer cart is followed", with_a_newer_rival, due),
        ("stale: bought", after("change", "order"), due),
        ("stale: done before", left, again),
        ("not sent: throttled", throttled, due),
        ("refused by SES", rejected, due),
        ("its sender died: SES took it", died_and_heard_of, due),
        ("its sender died: first look", died_and_not_heard_of(0), due),
        ("its sender died: silent once", died_and_not_heard_of(1), due),
        ("its sender died: tried again", died_and_not_heard_of(2), due),
        ("its sender died: written off", died_while_nobody_tells, due),
        ("its sender died: the shopper came back", died_then_touched, due),
        ("its sender died: bought meanwhile", died_then_bought, due),
    )
)
