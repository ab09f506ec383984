"""What must hold of every reason that is written down: it is true."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from chalicelib.carts.model import Cart, Entry
from tests.fakes.table import MemoryTable
from tests.simulation.claims import carts
from tests.simulation.judge import Judge
from tests.simulation.knowledge import Knowledge, token_of
from tests.simulation.promised import DELAYS, LATEST
from tests.simulation.webhook import Webhook

REFUSED = "e-mail refused: "
PLAIN: dict[str, Callable[[Cart], bool]] = {
    "sequence finished": lambda cart: [taken.step for taken in cart.taken] == [1, 2, 3],
    "the cart is empty": lambda cart: cart.basket.is_empty,
    "no address to write to": lambda cart: cart.contact.email is None,
    "no consent to marketing by e-mail": lambda cart: not cart.contact.accepts_email,
}


class Reasons:
    """Judges what is new on a timeline."""

    def __init__(
        self, judge: Judge, knowledge: Knowledge, sent: Callable[[tuple[str, int, int]], int]
    ) -> None:
        self._judge = judge
        self._knowledge = knowledge
        self._sent = sent

    def judge(self, before: Cart | None, cart: Cart, table: MemoryTable, now: datetime) -> None:
        told = len(before.timeline) + before.earlier_entries if before else 0
        for entry in cart.timeline[max(0, told - cart.earlier_entries) :]:
            if entry.what == "ended":
                true = self._ended(entry.why, cart, table)
                self._judge.must(true, token_of(cart), "ended, but not because:", entry.why)
            elif entry.what.startswith("step ") and entry.what.endswith(" skipped"):
                self._skipped(entry, cart, now)
        known = len(before.taken) if before and before.episode == cart.episode else 0
        for taken in cart.taken[known:]:
            mails = self._sent((cart.id, cart.episode, taken.step))
            fits = {"sent": mails > 0, "skipped": mails == 0, "refused": mails == 0}
            true = fits.get(taken.outcome, True)
            self._judge.must(
                true, token_of(cart), "step", taken.step, "is", taken.outcome, "with mails:", mails
            )

    def _ended(self, why: str, cart: Cart, table: MemoryTable) -> bool:
        if why in PLAIN:
            return PLAIN[why](cart)
        if why.startswith("the whole sequence was sent until"):
            return cart.finished_at is not None
        tried = self._knowledge.attempted[token_of(cart)]
        ever = {point for webhook in tried for point in webhook.points}
        bought = self._knowledge.ends_attempted
        if why.startswith("the shopper bought in this shop at"):
            return any(self._may_be_of(purchase, cart, ever) for purchase in bought)
        if why.startswith(REFUSED):
            said = why.removeprefix(REFUSED)
            return any((point, said) in self._knowledge.rumours for point in ever)
        if why == "a newer cart of the same shopper is followed instead":
            others = (other for other in carts(table) if other.id != cart.id)
            return any(set(other.shoppers) & set(cart.shoppers) for other in others)
        noes = [w for w in self._knowledge.said if w.consent == "unsubscribed"]
        told = {
            "the platform deleted the cart": any(w.is_deletion for w in tried),
            "the shop tells that marketing by e-mail was refused": any(
                webhook.body["email_address"] in ever for webhook in noes
            ),
        }
        return told.get(why, False)

    def _may_be_of(self, purchase: Webhook, cart: Cart, ever: set[str]) -> bool:
        of_its_cart = self._knowledge.attempted[purchase.token] if purchase.tokens else []
        buyer = purchase.points.union(*(webhook.points for webhook in of_its_cart))
        return bool(buyer & ever or purchase.tokens & set(cart.tokens))

    def _skipped(self, entry: Entry, cart: Cart, now: datetime) -> None:
        step = int(entry.what.split()[1])
        late = now - (cart.active_at + DELAYS[step - 1]) > LATEST
        self._judge.must(late, token_of(cart), entry.what, "though it is not late")
