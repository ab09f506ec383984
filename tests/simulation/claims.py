"""What must hold when a step is claimed: nobody is written to who must not be, nor too early."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from chalicelib.carts.model import Cart, Status
from tests.fakes.table import MemoryTable
from tests.simulation.judge import Judge
from tests.simulation.knowledge import NEVER, Knowledge, token_of
from tests.simulation.promised import DELAYS, ECHO, GAPS, LATEST
from tests.simulation.webhook import Basket, Person, Webhook, points


class Claims:
    """Judges every claim by what the outside was promised until then."""

    def __init__(self, judge: Judge, knowledge: Knowledge) -> None:
        self._judge = judge
        self._knowledge = knowledge
        self.claimed: dict[tuple[str, int, int], Cart] = {}
        """The cart as it was when each of its steps was claimed last."""
        self.watch: Callable[[Cart], None] = lambda _: None

    def judge(self, cart: Cart, table: MemoryTable, now: datetime, worker: str) -> None:
        assert cart.claim is not None
        step = cart.claim.step
        self.claimed[cart.id, cart.episode, step] = cart
        self.watch(cart)
        self._nobody_who_bought(cart)
        self._nobody_who_refused(cart)
        self._what_was_told(cart)
        self._in_its_time(cart, step, now)
        self._no_rival(cart, table, worker)

    def _nobody_who_bought(self, cart: Cart) -> None:
        for purchase in self._knowledge.purchases:
            linked = is_linked(purchase, cart, self._knowledge)
            after = linked and cart.active_at <= purchase.at + ECHO
            self._judge.must(
                not after, token_of(cart), "is claimed after", purchase.what, purchase.number
            )

    def _nobody_who_refused(self, cart: Cart) -> None:
        token, refused = token_of(cart), self._knowledge.refused
        here = points(cart.contact.email, cart.contact.phone) & refused
        self._judge.must(not here, token, "is claimed, but mail was refused by", *here)
        self._consented(cart, token)

    def _consented(self, cart: Cart, token: str) -> None:
        """A yes may have been stored whatever the answer; a no was, once it was answered."""
        knowledge = self._knowledge
        for point in knowledge.points_of(cart):
            no = knowledge.latest("unsubscribed", point, knowledge.consents)
            yes = knowledge.latest("subscribed", point, knowledge.said)
            self._judge.must(no == NEVER or no < yes, token, "is claimed after", point, "said no")
        address = (cart.contact.email or "").lower()
        said_yes = knowledge.latest("subscribed", address, knowledge.said) > NEVER
        consented = cart.contact.accepts_email or said_yes
        self._judge.must(consented, token, "is claimed without consent")

    def _what_was_told(self, cart: Cart) -> None:
        token, basket = token_of(cart), basket_of(cart)
        allowed = self._knowledge.allowed(token, lambda webhook: webhook.basket)
        self._judge.must(basket in allowed, token, "is claimed with", basket, "none of", allowed)
        self._judge.must(basket[2], token, "is claimed with an empty basket")
        person = person_of(cart)
        people = self._knowledge.allowed(token, lambda webhook: webhook.person)
        self._judge.must(person in people, token, "is claimed for", person, "none of", people)

    def _in_its_time(self, cart: Cart, step: int, now: datetime) -> None:
        due = cart.active_at + DELAYS[step - 1]
        before = max((t.at for t in cart.taken if t.outcome != "skipped"), default=None)
        if before is not None:
            due = max(due, before + GAPS[step - 1])
        token = token_of(cart)
        self._judge.must(due <= now, token, "step", step, "is claimed too early:", due)
        self._judge.must(now <= due + LATEST, token, "step", step, "is claimed too late:", due)

    def _no_rival(self, cart: Cart, table: MemoryTable, worker: str) -> None:
        """One shopper, one sequence: of two carts, that which was touched last before we looked."""
        known = self._knowledge.order[: self._knowledge.begun.get(worker, 0)]
        touched = {webhook.token: webhook.at for webhook in sorted(known, key=lambda w: w.at)}
        for other in carts(table):
            mailable = other.contact.email and other.contact.accepts_email and other.basket.lines
            followed = other.status is Status.OPEN and other.timer and mailable
            if other.id == cart.id or not followed:
                continue
            known_so = touched.get(token_of(other)) == other.active_at
            newer = (other.active_at, other.id) > (cart.active_at, cart.id)
            rivals = known_so and newer and set(other.shoppers) & set(cart.shoppers)
            self._judge.must(
                not rivals, token_of(cart), "is claimed, though", token_of(other), "is newer"
            )


def carts(table: MemoryTable) -> list[Cart]:
    """Return every cart of a table."""
    return [
        msgspec.json.decode(item.document, type=Cart)
        for key, item in table.items.items()
        if key.sk == "STATE" and item.document.startswith(b"{")
    ]


def is_linked(purchase: Webhook, cart: Cart, knowledge: Knowledge) -> bool:
    """Tell if a purchase is the cart's, or its shopper's."""
    by_name = purchase.tokens & set(cart.tokens)
    return bool(by_name or knowledge.buyer(purchase) & knowledge.points_of(cart))


def basket_of(cart: Cart) -> Basket:
    """Return what a cart holds, in the outside's notation."""
    basket = cart.basket
    lines = tuple((line.title, str(line.line_price)) for line in basket.lines)
    return basket.currency or "", None if basket.total is None else str(basket.total), lines


def person_of(cart: Cart) -> Person:
    """Return whose a cart is, in the outside's notation."""
    contact = cart.contact
    return contact.email, contact.phone, bool(contact.accepts_email)
