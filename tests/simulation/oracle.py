"""What must hold, judged from outside: by the answers given and the mails that left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from chalicelib.carts.fold import ECHO
from chalicelib.carts.model import Cart, Status
from chalicelib.messages.mail import Mail
from chalicelib.shoppers.identity import email_identity, phone_identity
from chalicelib.storage.port import Put, Write
from tests.fakes.table import MemoryTable
from tests.simulation.counters import counted_lines, told_lines
from tests.simulation.story import Webhook


class Violation(AssertionError):
    """A promise was broken."""


@dataclass(slots=True)
class Oracle:
    """Remembers what was promised to whom, and checks every claim and mail against it."""

    purchases: list[Webhook] = field(default_factory=list)
    unsubscribed: set[str] = field(default_factory=set)
    changes: dict[str, list[Webhook]] = field(default_factory=dict)
    attempted: dict[str, list[Webhook]] = field(default_factory=dict)
    said: list[Webhook] = field(default_factory=list)
    """What was told of consent, and may have been stored."""
    stored: list[Webhook] = field(default_factory=list)
    """What was told of consent, and was answered."""
    mails: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    checks: int = 0

    def delivered(self, webhook: Webhook) -> None:
        """A webhook was sent: whatever the answer, it may have been stored."""
        if webhook.consent:
            self.said.append(webhook)
            return
        self.attempted.setdefault(webhook.token, []).append(webhook)

    def answered(self, webhook: Webhook) -> None:
        """A webhook was answered with 200: from now on it counts."""
        if webhook.consent:
            self.stored.append(webhook)
            return
        if webhook.is_purchase:
            self.purchases.append(webhook)
        self.changes.setdefault(webhook.token, []).append(webhook)

    def written(self, writes: Sequence[Write], now: datetime) -> None:
        """Something was written; if that claims a step, it must have been allowed to."""
        puts = {write.key.sk: write for write in writes if isinstance(write, Put)}
        if any(sk.startswith("MESSAGE#") for sk in puts) and "STATE" in puts:
            cart = msgspec.json.decode(puts["STATE"].document, type=Cart)
            if cart.claim is not None:
                self._claimed(cart, now)

    def _claimed(self, cart: Cart, now: datetime) -> None:
        self.checks += 1
        for purchase in self.purchases:
            if _links(purchase, cart) and cart.active_at <= purchase.at + ECHO:
                raise Violation(f"{cart.tokens[0]} claimed at {now} after order {purchase.number}")
        if email_identity(cart.contact.email) in self.unsubscribed:
            raise Violation(f"{cart.tokens[0]} claimed at {now} after its shopper unsubscribed")
        if cart.basket.is_empty:
            raise Violation(f"{cart.tokens[0]} claimed at {now} without content")
        self._consented(cart, now)

    def _consented(self, cart: Cart, now: datetime) -> None:
        """A yes may have been stored whatever the answer; a no was, once it was answered."""
        address = email_identity(cart.contact.email)
        about = [w for w in self.said if email_identity(w.email) == address]
        yes = max((w.at for w in about if w.consent == "subscribed"), default=None)
        noes = [w.at for w in self.stored if w in about and w.consent == "unsubscribed"]
        if noes and (yes is None or yes <= max(noes)):
            raise Violation(f"{cart.tokens[0]} claimed at {now} after a no at {max(noes)}")
        if not cart.contact.accepts_email and yes is None:
            raise Violation(f"{cart.tokens[0]} claimed at {now} without consent")

    def left(self, mail: Mail) -> None:
        """A mail left for good."""
        self.checks += 1
        step = mail.tags["cart"], mail.tags["episode"], mail.tags["step"]
        self.mails[step] += 1
        if self.mails[step] > 1:
            raise Violation(f"step {step} was sent twice")

    def at_rest(self, table: MemoryTable, pending: set[str]) -> None:
        """Nothing moves any more: nothing may be left undone, unexplained or untimed."""
        for key, item in table.items.items():
            self.checks += 1
            if key.pk.startswith(("CART#", "SHOPPER#")) and item.expires_at is None:
                raise Violation(f"{key} holds personal data without an end")
            if key.sk == "STATE" and item.document.startswith(b"{"):
                self._rested(msgspec.json.decode(item.document, type=Cart), pending)
        self._counted(table)

    def _counted(self, table: MemoryTable) -> None:
        """Counters equal the timelines, whatever failed in between."""
        self.checks += 1
        lines, cells = told_lines(table), counted_lines(table)
        if lines is not None and lines != cells:
            raise Violation(f"counters {cells - lines} too many, {lines - cells} too few")

    def _rested(self, cart: Cart, pending: set[str]) -> None:
        token = cart.tokens[0]
        actionable = cart.contact.email is not None and not cart.basket.is_empty
        if cart.claim is not None:
            raise Violation(f"{token} is claimed for ever")
        if cart.status is Status.OPEN and actionable and not cart.finished_at:
            raise Violation(f"{token} is open, and nothing will ever look at it: {cart.timer}")
        if cart.status is Status.ENDED and not _explains(cart):
            raise Violation(f"{token} ended without a reason")
        for taken in cart.taken:
            sent = self.mails[(cart.id, str(cart.episode), str(taken.step))]
            if taken.outcome != "unconfirmed" and sent != (taken.outcome == "sent"):
                raise Violation(f"{token} step {taken.step} is {taken.outcome}, mails: {sent}")
        self._basket(cart)

    def _basket(self, cart: Cart) -> None:
        """The basket is that of the newest webhook answered, whatever order they came in."""
        attempted = self.attempted.get(cart.tokens[0], [])
        if any("line_items" not in webhook.body for webhook in attempted):
            return  # orders and deletions decide which later webhooks are echoes
        answered = self.changes.get(cart.tokens[0], [])
        newest = max((w.at for w in answered), default=attempted[0].at)
        held = tuple((line.title, str(line.line_price)) for line in cart.basket.lines)
        allowed = {_lines(webhook) for webhook in attempted if webhook.at >= newest}
        if held not in allowed:
            raise Violation(f"{cart.tokens[0]} holds {held}, none of {allowed}")


def _lines(webhook: Webhook) -> tuple[tuple[str, str], ...]:
    return tuple((line["title"], line["line_price"]) for line in webhook.body["line_items"])


def _explains(cart: Cart) -> bool:
    return any(entry.what == "ended" and entry.why for entry in cart.timeline)


def _links(purchase: Webhook, cart: Cart) -> bool:
    body = purchase.body
    by_token = {body["cart_token"], body["checkout_token"]} & set(cart.tokens)
    email, phone = email_identity(body["email"]), phone_identity(body["phone"])
    by_email = email is not None and email == email_identity(cart.contact.email)
    by_phone = phone is not None and phone == phone_identity(cart.contact.phone)
    return bool(by_token) or by_email or by_phone
