"""What must hold, judged from outside: by the answers given and the mails that left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from chalicelib.carts.basket import Basket
from chalicelib.carts.model import Cart, Status
from chalicelib.errors import StepInFlight
from chalicelib.messages.mail import Mail
from chalicelib.recovery.timers import Due
from chalicelib.shoppers.contact import Contact
from chalicelib.storage.keys import cart_state
from chalicelib.storage.port import Write
from tests.fakes.table import MemoryTable
from tests.simulation.claims import Claims, basket_of, carts, person_of
from tests.simulation.counters import counted_lines, told_lines
from tests.simulation.judge import Broken, Judge
from tests.simulation.knowledge import NEVER, Knowledge, token_of
from tests.simulation.lateness import Lateness
from tests.simulation.mails import Mails
from tests.simulation.promised import ECHO
from tests.simulation.reasons import Reasons
from tests.simulation.writes import Timers, Writes


class Oracle:
    """Knows what was promised to whom, and holds every claim, mail and write against it."""

    def __init__(self) -> None:
        self._judge = Judge()
        self.knowledge = Knowledge()
        self.timers = Timers()
        self.lateness = Lateness(self._judge)
        self.claims = Claims(self._judge, self.knowledge)
        self.mails = Mails(self._judge, self.claims)
        reasons = Reasons(self._judge, self.knowledge, lambda step: len(self.mails.sent[step]))
        self._writes = Writes(self._judge, self.claims, reasons, self.timers)

    @property
    def checks(self) -> int:
        """How much was checked."""
        return self._judge.checks

    def written(
        self, writes: Sequence[Write], table: MemoryTable, now: datetime, worker: str
    ) -> None:
        """Something was written."""
        self._writes.judge(writes, table, now, worker)

    def left(self, mail: Mail, told_at: datetime, now: datetime) -> None:
        """A mail left for good."""
        self.mails.judge(mail, told_at, now)

    def failed(self, worker: str, error: BaseException, *, undisturbed: bool) -> None:
        """A worker failed: with nobody else at work and nothing gone wrong, it may only wait."""
        may = isinstance(error, StepInFlight | Broken)
        self._judge.must(may or not undisturbed, worker, "failed, and nothing was wrong:", error)

    def moved_on(self, table: MemoryTable, due: Due) -> None:
        """A due message was done with: its cart waits for something else now, or for nothing."""
        place = table.places.get(cart_state(due.shop, due.cart))
        still = place is not None and place.position.endswith(f"#{due.cart}#{due.round}")
        name = self.lateness.name_of(due.cart)
        self._judge.must(not still, name, "still waits for round", due.round, "which is done with")

    def quiet(self, waiting: Iterable[str], now: datetime) -> None:
        """Nobody is at work just now; ``waiting`` is the list of what is due."""
        self.lateness.judge(waiting, now)

    def at_rest(self, table: MemoryTable) -> None:
        """Nothing moves any more: nothing may be left undone, unexplained or uncounted."""
        for cart in carts(table):
            self._rested(cart)
        self.counted(table)

    def counted(self, table: MemoryTable) -> None:
        """Counters equal the timelines."""
        lines, cells = told_lines(table), counted_lines(table)
        self._judge.must(lines is None or lines == cells, "told", lines, "counted", cells)

    def _rested(self, cart: Cart) -> None:
        must, token = self._judge.must, token_of(cart)
        must(cart.claim is None, token, "is claimed for ever")
        must(cart.timer is None, token, "waits for", cart.timer, "for ever")
        ended = any(entry.what == "ended" and entry.why for entry in cart.timeline)
        explained = ended or cart.earlier_entries or cart.status is not Status.ENDED
        must(explained, token, "ended without a reason")
        self._as_told(cart, token)

    def _as_told(self, cart: Cart, token: str) -> None:
        """Nothing that was answered with 200 is lost."""
        must, knowledge = self._judge.must, self.knowledge
        baskets = knowledge.allowed(token, lambda webhook: webhook.basket)
        basket = basket_of(cart) if cart.basket != Basket() else None
        must(basket in baskets, token, "holds", basket, "none of", baskets)
        people = knowledge.allowed(token, lambda webhook: webhook.person)
        person = person_of(cart) if cart.contact != Contact() else None
        must(person in people, token, "is of", person, "none of", people)
        tried = knowledge.attempted[token]
        if any(webhook.is_deletion for webhook in tried):
            return
        last = max((webhook.at for webhook in tried if webhook.basket), default=NEVER)
        for purchase in knowledge.purchases:
            if purchase.tokens & set(cart.tokens) and last <= purchase.at + ECHO:
                must(_ended_by_purchase(cart), token, "does not know order", purchase.number)


def _ended_by_purchase(cart: Cart) -> bool:
    reasons = [entry.why for entry in cart.timeline if entry.what == "ended"]
    bought = bool(reasons) and reasons[-1].startswith("the shopper bought in this shop at")
    return bought or cart.status is Status.ORDERED
