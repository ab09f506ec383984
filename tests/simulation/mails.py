"""What must hold when a mail has left: it is the only one of its step, and says what was told."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from chalicelib.messages.mail import Mail
from chalicelib.offers.model import Coupon
from tests.fakes.table import MemoryTable
from tests.simulation.claims import Claims, basket_of, carts
from tests.simulation.judge import Judge
from tests.simulation.knowledge import token_of
from tests.simulation.promised import TAKEN_IN
from tests.simulation.webhook import Basket

Step = tuple[str, int, int]


class Sent(NamedTuple):
    """A mail that left, and when SES's first word of it gets here."""

    at: datetime
    told_at: datetime


class Mails:
    """Judges every mail."""

    def __init__(self, judge: Judge, claims: Claims) -> None:
        self._judge = judge
        self._claims = claims
        self.sent: dict[Step, list[Sent]] = defaultdict(list)
        self._made: set[str] = set()
        self._offered: dict[str, Step] = {}
        self.others: list[Sent] = []
        """Those about carts of other shops."""
        self.overtaken = 0
        """Mails sent twice because news of later ones overtook that of the first by a quarter-hour:
        what decision 12 could not close."""

    def judge(self, mail: Mail, told_at: datetime, now: datetime) -> None:
        step = mail.tags["cart"], int(mail.tags["episode"]), int(mail.tags["step"])
        before = list(self.sent[step])
        self.sent[step].append(Sent(now, told_at))
        cart = self._claims.claimed.get(step)
        self._judge.must(cart is not None, "step", step, "was sent unclaimed")
        assert cart is not None
        for first in before:
            self._judge.must(
                self._is_overtaken(first, now), token_of(cart), f"step {step[2]} was sent twice"
            )
            self.overtaken += 1
        self._judge.must(
            mail.to == cart.contact.email, token_of(cart), "was claimed for", cart.contact.email
        )
        code, says, held = *_says(mail), basket_of(cart)
        self._offers(code, step, token_of(cart))
        self._judge.must(says == held, token_of(cart), "holds", held, "and its mail says", says)

    def _offers(self, code: str | None, step: Step, token: str) -> None:
        if code is not None:
            self._judge.must(code in self._made, token, "is offered", code, "which does not work")
            of = self._offered.setdefault(code, step)
            self._judge.must(of == step, token, "is offered", code, "which was another's:", of)

    def offered(self, coupon: Coupon, table: MemoryTable) -> None:
        """A coupon was made: somebody must be about to get it."""
        self._made.add(coupon.code)
        claimed = any(cart.claim for cart in carts(table))
        self._judge.must(claimed, coupon.code, "was made, and no step is claimed")

    def _is_overtaken(self, first: Sent, now: datetime) -> bool:
        """Tell if news of a later mail came long ago, and that of this one not until just now."""
        if first.told_at + TAKEN_IN <= now:
            return False
        everyone = chain(self.others, *self.sent.values())
        return any(sent.at > first.at and sent.told_at + 2 * TAKEN_IN <= now for sent in everyone)


def _says(mail: Mail) -> tuple[str | None, Basket]:
    code, currency, total, lines = json.loads(mail.content.text.partition("\n")[0])
    return code, (currency, total, tuple((title, price) for title, price in lines))
