"""The events that are disturbed, each with what was before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.recovery.sequence import CLASSIC, Sequence
from tests.simulation.crashes.course import Work
from tests.simulation.crashes.scene import Scene


@dataclass(frozen=True)
class Kind:
    """An event: ``before`` sets the scene, ``event`` says what is to be disturbed."""

    group: str
    name: str
    before: Callable[[Scene], object]
    event: Callable[[Scene], Work]
    sequence: Sequence = CLASSIC


def nothing(_: Scene) -> None:
    """The very first event."""


def left(scene: Scene) -> None:
    """A cart was left a minute ago."""
    scene.post("change")


def after(*before: str) -> Callable[[Scene], None]:
    """Webhooks about the one cart, a minute apart."""

    def played(scene: Scene) -> None:
        for what in before:
            scene.post(what)

    return played
