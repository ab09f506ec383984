"""The step worker's use case: a timer fired; look, decide, claim, send, record.

What can happen in between, and what then holds:

- Fired twice, or late: the timer's round is no longer the cart's, nothing is done.
- Anyone else wrote since we looked: the claim fails, we look again.
- We die before the claim: the queue delivers again, nothing was done.
- We die after it: the next delivery waits for the lease, then writes the step off as
  unconfirmed. It is never sent twice.
- We die after sending, before recording: the same; the step went out once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from msgspec.structs import replace

from chalicelib.carts.model import Cart
from chalicelib.carts.service import CartService
from chalicelib.errors import StepInFlight, Unavailable, WriteConflict
from chalicelib.recovery.decide import Case
from chalicelib.recovery.decision import Decision, Hold, Send, Stop, Wait
from chalicelib.recovery.progress import settled, stopped, taken, waiting
from chalicelib.recovery.sending import Attempt, StepSender
from chalicelib.recovery.timers import Due, Timers
from chalicelib.shoppers.service import ShopperService
from chalicelib.shops.service import ShopService
from chalicelib.storage.port import Table, Write

ATTEMPTS = 5  # lost races in a row; more is a fault for the queue to retry
RIVALS_LOOKED_AT = 100  # one read; a shopper with more carts than that is a machine


class StepService:
    """Runs the step of a cart that is due."""

    def __init__(
        self,
        *,
        shops: ShopService,
        carts: CartService,
        shoppers: ShopperService,
        sender: StepSender,
        timers: Timers,
        table: Table,
        clock: Callable[[], datetime],
    ) -> None:
        self._shops = shops
        self._carts = carts
        self._shoppers = shoppers
        self._sender = sender
        self._timers = timers
        self._table = table
        self._clock = clock

    def run(self, due: Due) -> str:
        """Do what is due and say in a word what that was.

        Raises when the queue should deliver ``due`` again: ``StepInFlight``, ``Unavailable``,
        ``OutcomeUnknown``, ``SetupError``.
        """
        for _ in range(ATTEMPTS):
            try:
                return self._run(due)
            except WriteConflict:
                continue
        raise Unavailable("the cart kept changing while its step was due")

    def _run(self, due: Due) -> str:
        cart = self._carts.get(due.shop, due.cart)
        if cart is None or cart.timer is None or cart.timer.round != due.round:
            return "stale"
        now = self._clock()
        case, decision = settled(self.case(cart), now)
        match decision:
            case Send(step):
                self._record(case, self._sender.send(case, step))
                return "sent"
            case Hold(why=why):
                raise StepInFlight(why)
            case Wait():
                self._move_on(case.cart, decision)
                return "waiting"
            case _:
                self._move_on(case.cart, decision)
                return "ended"

    def case(self, cart: Cart) -> Case:
        """Gather all that a decision about this cart may look at."""
        registered = self._shops.get(cart.shop)
        shopper = self._shoppers.shopper(cart.shop, cart.shoppers)
        others = list(shopper.other_carts(cart.id))[:RIVALS_LOOKED_AT]
        return Case(
            shop=registered.shop,
            sequence=registered.sequence,
            cart=cart,
            shopper=shopper,
            rivals=self._carts.get_many(cart.shop, others),
        )

    def _record(self, case: Case, attempt: Attempt) -> None:
        """Write down what became of a step, and set the next timer."""
        cart = attempt.cart
        for _ in range(ATTEMPTS):
            behind = taken(cart, attempt.result, attempt.why)
            further, decision = settled(replace(case, cart=behind), self._clock())
            try:
                return self._move_on(further.cart, decision, attempt.settling)
            except WriteConflict:
                stored = self._carts.get(cart.shop, cart.id)
                if stored is None or stored.claim != attempt.cart.claim:
                    return None  # settled by somebody else after our lease ran out
                cart = stored
        raise Unavailable("the cart kept changing while its step was recorded")

    def _move_on(self, cart: Cart, decision: Decision, *writes: Write) -> None:
        """Set the next timer, if there is one, then write the cart: in this order nothing is lost.

        A timer whose cart was not written is stale when it fires.
        """
        now = self._clock()
        if isinstance(decision, Stop):
            after = stopped(cart, decision, now)
        else:
            until = decision if isinstance(decision, Wait) else Wait(now, "the next step is due")
            after = waiting(cart, until, now)
            if after.timer is not None:
                due = Due(shop=cart.shop, cart=cart.id, round=after.timer.round)
                self._timers.set(due, after.timer.due_at)
        if writes or after is not cart:
            self._table.write([self._carts.put(after, now), *writes])
