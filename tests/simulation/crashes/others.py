"""SES's news, links, and sweeps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from chalicelib.messages.news import Told
from tests.simulation.crashes.course import Work
from tests.simulation.crashes.due_steps import steps
from tests.simulation.crashes.kinds import Kind
from tests.simulation.crashes.scene import Scene


def tells(kind: Told) -> Callable[[Scene], Work]:
    return lambda scene: scene.told(kind)


def bounced_twice(scene: Scene) -> None:
    steps(1)(scene)
    scene.told(Told.BOUNCED_SOFTLY)(1)
    scene.step()
    scene.told(Told.BOUNCED_SOFTLY)(1)
    scene.step()
    scene.post("change", "s0c1")


def forgotten(scene: Scene) -> None:
    """The mail's cart is gone, with all that was counted; its shopper has left another."""
    steps(1)(scene)
    scene.post("change", "s0c1")
    gone = scene.stage.mailer.sent[-1].tags["cart"]
    table = scene.stage.table
    for key in list(table.items):
        if gone in key.pk or key.pk.startswith("STATS#"):
            del table.items[key]
            table.places.pop(key, None)


def lost(*tokens: str) -> Callable[[Scene], None]:
    """Carts whose timers are lost, and which are overdue."""

    def played(scene: Scene) -> None:
        for token in tokens:
            scene.post("change", token)
        scene.stage.timers.pending.clear()
        scene.clock.now += timedelta(hours=2)

    return played


NEWS = "SES tells"
KINDS = (
    *(Kind(NEWS, str(told), steps(1), tells(told)) for told in Told),
    Kind(NEWS, "bounced softly, the third time", bounced_twice, tells(Told.BOUNCED_SOFTLY)),
    Kind(NEWS, "bounced, its cart forgotten", forgotten, tells(Told.BOUNCED)),
    Kind("link", "click", steps(1), Scene.click),
    Kind("link", "unsubscribe", steps(1), Scene.unsubscribe),
    Kind("sweep", "one cart", lost("s0c0"), Scene.sweep),
    Kind("sweep", "three shoppers' carts", lost("s0c0", "s1c0", "s2c0"), Scene.sweep),
)
