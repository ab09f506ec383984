"""One shop, and what can happen in it, undisturbed but for one call."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from chalicelib.messages.mail import Mail
from chalicelib.messages.news import News, Told
from chalicelib.recovery.sequence import CLASSIC, Sequence
from chalicelib.shops.policy import Channel
from tests.fakes.world import HOME, PRESSED
from tests.simulation.bodies import body
from tests.simulation.cooperation import Death
from tests.simulation.crashes.course import Course, Work
from tests.simulation.promised import MINUTE
from tests.simulation.webhook import Webhook


class Steady(random.Random):
    """Chance that always takes the middle: everybody ticks the box."""

    def random(self) -> float:
        return 0.5


class Scene(Course):
    """Plays events one by one; carts are called by their tokens, s0c0 being the first."""

    def __init__(self, sequence: Sequence = CLASSIC) -> None:
        super().__init__(sequence)
        self.stage.mailer._watch = self._left
        self.dies_after_sending = False
        self._webhooks = 0

    def webhook(self, what: str, token: str = "s0c0") -> Work:
        """Return what posts a webhook of now."""
        self.stage.call_cart(token)
        self._webhooks += 1
        now = self.clock.now
        topic, told = body(what, self._webhooks, token, now, Steady())
        webhook = Webhook(
            number=self._webhooks, what=what, topic=topic, body=told, at=now, token=token
        )
        return lambda _: self._post(webhook)

    def _post(self, webhook: Webhook) -> None:
        self.oracle.knowledge.delivered(webhook, self.clock.now)
        self.world.post(webhook.topic, webhook.body)
        self.oracle.knowledge.answer(webhook)

    def post(self, what: str, token: str = "s0c0") -> None:
        """Post a webhook, and let a minute pass."""
        self.webhook(what, token)(1)
        self.clock.now += MINUTE

    def due(self) -> Work:
        """Let time pass until the next timer fires; return what runs its step."""
        at = self.stage.timers.next_at()
        assert at is not None, "no timer is set"
        self.until(at)
        (due,) = self.stage.timers.fired(self.clock.now)[:1]
        return self.stepping(due)

    def step(self) -> None:
        """Let the next timer fire, and run its step."""
        self.done(self.due())

    def told(self, kind: Told) -> Work:
        """Return what takes in SES's news of the last mail."""
        mail = self.stage.mailer.sent[-1]
        event = self._event(mail, kind, self.clock.now)
        token = self.stage.name_of(mail.tags["cart"])
        return lambda _: self._take(event, mail, token)

    def _take(self, event: News, mail: Mail, token: str) -> None:
        refused = self.oracle.knowledge.hearing(event, mail, token)
        self.world.feedback.take(event)
        self.oracle.knowledge.heard(event, mail, refused)

    def _left(self, mail: Mail) -> None:
        told_at = self.clock.now + timedelta(seconds=3)
        self.oracle.left(mail, told_at, self.clock.now)
        self.news.append((told_at, self._event(mail, Told.SENT, self.clock.now)))
        if self.dies_after_sending:
            raise Death

    def click(self) -> Work:
        """Return what follows the link of the last mail."""
        link = self.stage.mailer.sent[-1].content.text.rpartition("/")[2]
        return lambda _: self.world.links.click(link, PRESSED)

    def unsubscribe(self) -> Work:
        """Return what follows the unsubscribe link of the last mail."""
        mail, knowledge = self.stage.mailer.sent[-1], self.oracle.knowledge
        link = mail.headers["List-Unsubscribe"].strip("<>").rpartition("/")[2]

        def left(_: int) -> None:
            person = knowledge.leaving(mail, self.stage.name_of(mail.tags["cart"]))
            self.world.links.unsubscribe(link)
            knowledge.left(person)

        return left

    def _event(self, mail: Mail, told: Told, at: datetime) -> News:
        tags = mail.tags
        return News(
            channel=Channel.EMAIL,
            region=HOME,
            told=told,
            shop=tags["shop"],
            cart=tags["cart"],
            shopper=tags["shopper"],
            episode=int(tags["episode"]),
            step=int(tags["step"]),
            at=at,
        )
