"""What shoppers do with a mail: they click, or they unsubscribe."""

from __future__ import annotations

from datetime import timedelta

from chalicelib.messages.mail import Mail
from tests.fakes.world import PRESSED
from tests.simulation.promised import GAPS
from tests.simulation.stage import Stage

CLICKS, LEAVES = 0.15, 0.1
NEXT_STEPS = tuple(int(gap.total_seconds()) for gap in GAPS[1:])
"""When the next mail is due: there the races are."""
TRIED_AGAIN_AFTER = timedelta(seconds=60)


class Readers:
    """Follow the links in mails."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def read(self, mail: Mail) -> None:
        rng = self._stage.rng("read", mail.tags["cart"], mail.tags["episode"], mail.tags["step"])
        later = self._stage.clock.now + timedelta(seconds=rng.choice((5, 90, 4000, *NEXT_STEPS)))
        choice = rng.random()
        token = self._stage.name_of(mail.tags["cart"])
        if choice < CLICKS:
            link = mail.content.text.rpartition("/")[2]
            self._stage.start_at(later, f"click in a mail about {token}", lambda: self._click(link))
        elif choice < CLICKS + LEAVES:
            link = mail.headers["List-Unsubscribe"].strip("<>").rpartition("/")[2]
            name = f"unsubscribe from {token} ({mail.to})"
            self._stage.start_at(later, name, lambda: self._leave(link, mail, name))

    def _click(self, link: str) -> None:
        self._stage.attempt(lambda world: f"led {type(world.links.click(link, PRESSED)).__name__}")

    def _leave(self, link: str, mail: Mail, name: str) -> None:
        stage = self._stage
        person = stage.oracle.knowledge.leaving(mail, stage.name_of(mail.tags["cart"]))
        if stage.attempt(lambda world: f"done by {world.links.unsubscribe(link).shop.id}"):
            stage.oracle.knowledge.left(person)
        else:
            later = stage.clock.now + TRIED_AGAIN_AFTER
            stage.start_at(later, name, lambda: self._leave(link, mail, name))
