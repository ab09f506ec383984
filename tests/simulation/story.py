"""What shoppers do in a history, and how a platform tells of it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from tests.fakes.edges import NOON
from tests.simulation.bodies import body
from tests.simulation.promised import DELAYS
from tests.simulation.webhook import Webhook

__all__ = ["Teller", "Webhook"]

DAYS = 5
AT_THE_DUE_MOMENT = 0.25
AROUND = (0, 1, 2, 1000, 2500)  # seconds
ACTIONS = (
    ("change", 60),
    ("empty", 4),
    ("other address", 4),
    ("no address", 3),
    ("other currency", 5),
    ("order", 8),
    ("paid", 3),
    ("completed", 4),
    ("order by address", 4),
    ("order by phone", 3),
    ("order by tokens", 4),
    ("test order", 3),
    ("cancel", 3),
    ("delete", 3),
    ("cart only", 10),
    ("says no to marketing", 3),
    ("says yes to marketing", 3),
)


@dataclass(slots=True)
class Teller:
    """Writes the story of one seed."""

    rng: random.Random
    told: list[Webhook] = field(default_factory=list)

    def story(self) -> list[Webhook]:
        """Return what happens, in the order in which it does."""
        for shopper in range(self.rng.randint(1, 3)):
            for cart in range(self.rng.randint(1, 2)):
                self._cart(f"s{shopper}c{cart}")
        return sorted(self.told, key=lambda webhook: webhook.at)

    def _cart(self, token: str) -> None:
        at = NOON + timedelta(seconds=self.rng.randint(0, DAYS * 86_400))
        for what in self._actions():
            number = len(self.told)
            topic, told = body(what, number, token, at, self.rng)
            webhook = Webhook(number=number, what=what, topic=topic, body=told, at=at, token=token)
            self.told.append(webhook)
            at += self._pause()

    def _pause(self) -> timedelta:
        """Some time, or as long as it takes for a reminder to be due: there the races are.

        Or a little longer: then a step whose sender died still waits for SES's word.
        """
        if self.rng.random() < AT_THE_DUE_MOMENT:
            return self.rng.choice(DELAYS) + timedelta(seconds=self.rng.choice(AROUND))
        pause = self.rng.choice((20, 300, 1800, 5400, 40_000, 90_000))
        return timedelta(seconds=1 + self.rng.randint(0, pause))

    def _actions(self) -> Iterator[str]:
        """A cart begins with its checkout, or before that, while nobody knows whose it is."""
        names, weights = zip(*ACTIONS, strict=True)
        yield self.rng.choice(("change", "change", "change", "cart only"))
        for _ in range(self.rng.randint(0, 7)):
            yield self.rng.choices(names, weights)[0]
