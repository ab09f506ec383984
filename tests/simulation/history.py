"""One history: a story, played with everything that a seed lets go wrong."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from msgspec.structs import replace

from chalicelib.messages.mail import Mail
from chalicelib.offers.model import Kind, Offer
from chalicelib.recovery.sequence import CLASSIC
from tests.simulation.due_side import DueSide
from tests.simulation.faults import Spot
from tests.simulation.judge import Violation
from tests.simulation.oracle import Oracle
from tests.simulation.platform import Platform
from tests.simulation.provider import Provider
from tests.simulation.readers import Readers
from tests.simulation.stage import Stage
from tests.simulation.story import Teller, Webhook

RATES = (0.0, 0.02, 0.08, 0.2, 0.35)
OFFERING = 0.3  # share of shops that offer something with the later steps
TEN_PERCENT = replace(
    CLASSIC,
    steps=tuple(
        replace(step, offer=Offer(kind=Kind.PERCENT, value=Decimal(10))) if number else step
        for number, step in enumerate(CLASSIC.steps)
    ),
)
TURNS_AT_MOST = 20_000  # a hundred times as many as most take
CALM_AFTER = timedelta(days=1)


class History:
    """Plays a seed; ``stage.log`` tells what happened."""

    def __init__(
        self,
        seed: int,
        story: Sequence[Webhook] | None = None,
        spared: frozenset[Spot] = frozenset(),
    ) -> None:
        self.seed = seed
        self.story = Teller(random.Random(f"{seed}:story")).story() if story is None else story
        self.rate = random.Random(f"{seed}:rate").choice(RATES)
        self.spared = spared
        self.oracle = Oracle()
        offers = random.Random(f"{seed}:offers").random() < OFFERING
        self.stage = Stage(seed, self.oracle, spared, TEN_PERCENT if offers else CLASSIC)
        self.stage.mailer._watch = self._left
        self.platform = Platform(self.stage)
        self.due_side = DueSide(self.stage)
        self.provider = Provider(self.stage)
        self.oracle.claims.watch = self.provider.others
        self.readers = Readers(self.stage)

    def play(self) -> None:
        """Play to the end; ``Violation`` as soon as a promise is broken."""
        stage = self.stage
        stage.faults.rate = self.rate
        for webhook in self.story:
            stage.call_cart(webhook.token)
            self.platform.deliver(webhook)
        last = max((w.at for w in self.story), default=stage.clock.now)
        stage.at(last + CALM_AFTER, self._calm)
        turns = 0
        while stage.is_busy:
            turns += 1
            if turns > TURNS_AT_MOST:
                raise Violation("it goes round for ever")
            stage.turn()
            self.due_side.look()
            self.oracle.quiet(stage.table.due(), stage.clock.now)
        self.oracle.at_rest(stage.table)

    def _calm(self) -> None:
        self.stage.note("from here on nothing goes wrong")
        self.stage.faults.rate = 0

    def _left(self, mail: Mail) -> None:
        stage = self.stage
        step = f"{stage.name_of(mail.tags['cart'])} step {mail.tags['step']}"
        stage.note(f"MAIL to {mail.to}, {step}")
        self.provider.tell(mail)
        self.readers.read(mail)
