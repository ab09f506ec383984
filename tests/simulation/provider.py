"""What SES tells of mails: by mailbox, at least once, late, in any order, or nothing for hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from chalicelib.carts.model import Cart
from chalicelib.messages.mail import Mail
from chalicelib.messages.model import Rendered
from chalicelib.messages.news import News, Told
from chalicelib.shops.policy import Channel
from tests.simulation.mails import Sent
from tests.simulation.promised import GAPS, TAKEN_IN
from tests.simulation.stage import Stage

REDELIVERED_AFTER = timedelta(seconds=180)  # the feedback queue's visibility timeout
RECEIVED_AT_MOST = 5
MAILBOXES = (
    (("reads",), 60),
    (("clicks",), 8),
    (("full",), 10),
    (("gone",), 8),
    (("complains",), 6),
    (("slow",), 4),
    (("refused",), 4),
)
AFTER = tuple(timedelta(seconds=seconds) for seconds in (2, 60, 3000, 50_000))
FATES = {
    "reads": (Told.DELIVERED, Told.OPENED, Told.OPENED),
    "clicks": (Told.DELIVERED, Told.OPENED, Told.CLICKED),
    "full": (Told.BOUNCED_SOFTLY,),
    "gone": (Told.BOUNCED,),
    "complains": (Told.DELIVERED, Told.COMPLAINED),
    "slow": (Told.DELAYED, Told.DELIVERED),
    "refused": (Told.REJECTED,),
}
MANNERS = ("prompt", "prompt", "prompt", "silent for hours", "stragglers")
NO_WORDS = Rendered(subject="", html="", text="")


class Provider:
    """Tells of every mail; how late is the manner of its history."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        rng = stage.rng("provider")
        self.manner = rng.choice(MANNERS)
        begins = [rng.uniform(0, 5 * 24) for _ in range(3)]
        self._silences = [
            (stage.clock.now + timedelta(hours=h), timedelta(hours=rng.choice((1, 3, 12))))
            for h in begins
        ]
        self.told = 0
        self.late = 0

    def tell(self, mail: Mail) -> None:
        """Plan all that is told of a mail."""
        rng = self._stage.rng("told", mail.tags["cart"], mail.tags["episode"], mail.tags["step"])
        now = self._stage.clock.now
        first = min(self._hear(mail, Told.SENT, now, rng) for _ in range(rng.choice((1, 1, 2))))
        self._stage.oracle.left(mail, first, now)
        for told, later in _fate(self._stage.rng("mailbox", mail.to), rng):
            for _ in range(rng.choice((1, 1, 1, 2))):
                self._hear(mail, told, now + later, rng)

    def others(self, cart: Cart) -> None:
        """Have mails of other shops sent in the hours after a claim, as on any stage."""
        rng = self._stage.rng("others", cart.id, cart.episode, self._stage.clock.now)
        for _ in range(rng.choice((0, 1, 3))):
            later = timedelta(minutes=rng.choice((2, 16, 40, 200)))
            self._stage.at(self._stage.clock.now + later, self._other)

    def _other(self) -> None:
        now = self._stage.clock.now
        tags = {"shop": "wine", "cart": "other", "shopper": "other", "episode": "1", "step": "1"}
        mail = Mail(sender="", to="", reply_to=None, content=NO_WORDS, headers={}, tags=tags)
        told_at = self._hear(mail, Told.SENT, now, self._stage.rng("other", now))
        self._stage.oracle.mails.others.append(Sent(now, told_at))

    def _hear(self, mail: Mail, told: Told, at: datetime, rng: Random) -> datetime:
        arrives = self._arrives(at, rng)
        self.told += 1
        self.late += arrives > at + TAKEN_IN
        tags = mail.tags
        event = News(
            channel=Channel.EMAIL,
            region=mail.tags.get("region", ""),
            told=told,
            shop=tags["shop"],
            cart=tags["cart"],
            shopper=tags["shopper"],
            episode=int(tags["episode"]),
            step=int(tags["step"]),
            at=self._stage.clock.now,
        )
        self._hear_at(event, mail, arrives, 1)
        return arrives

    def _arrives(self, at: datetime, rng: Random) -> datetime:
        """Say when news of a moment gets here; silence keeps its order, stragglers do not."""
        if self.manner == "stragglers" and rng.random() < 0.2:
            return at + timedelta(seconds=rng.choice((300, 1200, 4000, 20_000)))
        if self.manner == "silent for hours":
            for begins, lasts in self._silences:
                if begins <= at < begins + lasts:
                    return begins + lasts + (at - begins) / 1000
        return at + timedelta(seconds=rng.choice((1, 3, 20)))

    def _hear_at(self, event: News, mail: Mail, at: datetime, receive: int) -> None:
        name = f"ses tells {self._stage.name_of(event.cart)} step {event.step} {event.told}"
        self._stage.start_at(at, name, lambda: self._take(event, mail, receive))

    def _take(self, event: News, mail: Mail, receive: int) -> None:
        stage = self._stage
        refused = stage.oracle.knowledge.hearing(event, mail, stage.name_of(event.cart))
        if stage.attempt(lambda world: world.feedback.take(event)) is not None:
            stage.oracle.knowledge.heard(event, mail, refused)
        elif receive < RECEIVED_AT_MOST:
            self._hear_at(event, mail, stage.clock.now + REDELIVERED_AFTER, receive + 1)
        else:
            self._give_up(event, mail)

    def _give_up(self, event: News, mail: Mail) -> None:
        """A dead letter, which an operator puts back some hours later."""
        stage = self._stage
        stage.stream.lost += 1
        hours = stage.rng("operator", stage.workers.name).choice((2, 5, 30))

        def put_back() -> None:
            stage.stream.lost -= 1
            self._hear_at(event, mail, stage.clock.now + timedelta(seconds=3), 1)

        stage.at(stage.clock.now + timedelta(hours=hours), put_back)


def _fate(mailbox: Random, rng: Random) -> Iterator[tuple[Told, timedelta]]:
    kinds, weights = zip(*MAILBOXES, strict=True)
    kind = mailbox.choices(kinds, weights)[0][0]
    for told in FATES[kind]:
        yield told, rng.choice((*AFTER, *GAPS))
