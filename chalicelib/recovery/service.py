"""The step worker's use case: a timer fired; look, decide, claim, send, record.

What can happen in between, and what then holds:

- Fired twice, or late: the timer's round is no longer the cart's, nothing is done.
- Anyone else wrote since we looked: the claim fails, we look again.
- We die before the claim: the queue delivers again, nothing was done.
- We die after it, before or after sending: the next delivery sets a timer for the end of the
  lease. If SES told of the mail by then, the step counts as sent; if it told of later ones only, it
  is tried again; if of neither, we ask again later, and in the end write it off as unconfirmed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec.structs import replace

from chalicelib.carts.model import Cart, Status
from chalicelib.carts.service import CartService
from chalicelib.delivery.health import Board
from chalicelib.delivery.service import RegionService
from chalicelib.errors import StepInFlight, Unavailable, UnknownShop, WriteConflict
from chalicelib.messages.providers_word import ProvidersWord
from chalicelib.recovery.attempt import Attempt, cleared
from chalicelib.recovery.case import Case
from chalicelib.recovery.decision import Decision, Hold, Send, Stop, Wait
from chalicelib.recovery.progress import released, settled, stopped, taken, with_timer
from chalicelib.recovery.sending import StepSender
from chalicelib.recovery.timers import Due, Timers
from chalicelib.recovery.unknown import Provider
from chalicelib.recovery.way import channels_of
from chalicelib.shoppers.countries import e164, phone_country
from chalicelib.shoppers.identity import phone_identity
from chalicelib.shoppers.service import ShopperService
from chalicelib.shoppers.where import Where
from chalicelib.shoppers.whereabouts import where
from chalicelib.shops.port import Secrets
from chalicelib.shops.service import Registered, ShopService
from chalicelib.storage.keys import shopper_id
from chalicelib.storage.port import Table, Write
from chalicelib.storage.races import Pause, attempts, won

TRIED_AGAIN_AFTER = timedelta(minutes=5)  # throttled or paused: a crowd is ahead of us


class StepService:
    """Runs the step of a cart that is due."""

    def __init__(
        self,
        *,
        shops: ShopService,
        carts: CartService,
        shoppers: ShopperService,
        sender: StepSender,
        secrets: Secrets,
        regions: RegionService,
        told: ProvidersWord,
        timers: Timers,
        table: Table,
        clock: Callable[[], datetime],
        pause: Pause,
    ) -> None:
        self._shops = shops
        self._carts = carts
        self._shoppers = shoppers
        self._sender = sender
        self._secrets = secrets
        self._regions = regions
        self._told = told
        self._timers = timers
        self._table = table
        self._clock = clock
        self._pause = pause

    def run(self, due: Due, receives: int = 1) -> str:
        """Do what is due and say in a word what that was; ``receives`` counts its deliveries.

        Raises when the queue should deliver ``due`` again: ``StepInFlight``, ``Unavailable``,
        ``OutcomeUnknown``, ``SetupError``.
        """
        otherwise = "the cart kept changing while its step was due"
        try:
            return won(lambda: self._run(due, receives), otherwise, self._pause)
        except UnknownShop:
            return "no such shop"  # it is being forgotten, cart by cart

    def _run(self, due: Due, receives: int) -> str:
        cart = self._carts.get(due.shop, due.cart)
        if cart is None or cart.timer is None or cart.timer.round != due.round:
            self._check_early(cart, due, receives)
            return "stale"
        case, decision = settled(self.case(cart), self._clock())
        if isinstance(decision, Send):
            case, decision = self._decided_again(case)
        self._tidy(case)
        match decision:
            case Send():
                return self._record(case, self._sender.send(case, decision))
            case Hold(until, why):
                self._move_on(cart, case.cart, Wait(until, why))
                return "held"
            case _:
                self._move_on(cart, case.cart, decision, *cleared(cart, case.given_back))
                return "waiting" if isinstance(decision, Wait) else "ended"

    def _decided_again(self, case: Case) -> tuple[Case, Decision]:
        """Decide by the shop as it is now, not as it was a minute ago: it may have left since."""
        fresh = self._shops.get(case.cart.shop, fresh=True)
        return settled(replace(case, shop=fresh.shop, sequence=fresh.sequence), self._clock())

    def _tidy(self, case: Case) -> None:
        if writes := self._shoppers.tidying(case.shopper):
            self._table.write(writes)

    def _check_early(self, cart: Cart | None, due: Due, receives: int) -> None:
        """Let a timer that overtook the writing of its own cart come again, once."""
        unwritten = cart is None or (cart.status is Status.OPEN and due.round > cart.rounds)
        if unwritten and receives == 1:
            raise StepInFlight("its timer fired before its cart was written")

    def case(self, cart: Cart) -> Case:
        """Gather all that a decision about this cart may look at."""
        registered, place = self._shops.get(cart.shop), where(cart.contact)
        number = e164(cart.contact.phone, place.country)
        shopper = self._shoppers.shopper(cart.shop, self._points(cart, number))
        claim = cart.claim
        return Case(
            provider=self._told.of(cart, claim) if claim else Provider.SILENT,
            shop=registered.shop,
            sequence=registered.sequence,
            cart=cart,
            shopper=shopper,
            rivals=self._carts.get_many(cart.shop, shopper.other_carts(cart.id)),
            where=place,
            number=number,
            number_country=phone_country(cart.contact.phone, place.country),
            home=self._regions.home,
            board=self._board(place, registered),
        )

    def _points(self, cart: Cart, number: str | None) -> tuple[str, ...]:
        """Name the shopper's contact points, and the number as providers tell it if that differs.

        Who texts STOP is known by that one.
        """
        written, international = phone_identity(cart.contact.phone), phone_identity(number)
        if international is None or international == written:
            return cart.shoppers
        key = self._secrets.find(cart.shop).identity_key
        return (*cart.shoppers, shopper_id(key, "phone", international))

    def _board(self, place: Where, registered: Registered) -> Board:
        channels = channels_of(registered.sequence)
        return self._regions.board(place.country, registered.shop.policy, channels)

    def _record(self, case: Case, attempt: Attempt) -> str:
        """Write down what became of a step, and set the next timer."""
        cart = attempt.cart
        for _ in attempts(self._pause):
            further, decision = self._after(case, cart, attempt)
            try:
                self._move_on(cart, further, decision, attempt.settling)
            except WriteConflict:
                stored = self._carts.get(cart.shop, cart.id)
                if stored is None or stored.claim != attempt.cart.claim:
                    break  # settled by somebody else after our lease ran out
                cart = stored
            else:
                return attempt.result.outcome
        else:
            raise Unavailable("the cart kept changing while its step was recorded")
        return "stale"

    def _after(self, case: Case, cart: Cart, attempt: Attempt) -> tuple[Cart, Decision]:
        now = self._clock()
        if attempt.is_over:
            behind = taken(cart, attempt.result, attempt.why, attempt.result.at)
        else:
            behind = released(cart, now, attempt.why)
        further, decision = settled(replace(case, cart=behind), now)
        if isinstance(decision, Send):
            wait = timedelta(0) if attempt.is_over else TRIED_AGAIN_AFTER
            decision = Wait(now + wait, f"step {decision.step} is due then")
        return further.cart, decision

    def _move_on(self, read: Cart, cart: Cart, decision: Decision, *writes: Write) -> None:
        """Set the next timer, if there is one, then write the cart: in this order nothing is lost.

        A timer whose cart was not written is stale when it fires.
        """
        now = self._clock()
        if isinstance(decision, Wait):
            cart, timer = with_timer(cart, decision.until, now, decision.hindrance)
            self._timers.set(Due(shop=cart.shop, cart=cart.id, round=timer.round), timer.due_at)
        elif isinstance(decision, Stop):
            cart = stopped(cart, decision, now)
        if writes or cart != read:
            self._table.write([*self._carts.put(cart, now), *writes])
