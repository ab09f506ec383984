"""Claim a step, send it, and say what became of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec.structs import replace

from chalicelib.carts.model import Cart, expiry
from chalicelib.carts.service import CartService
from chalicelib.errors import (
    NotSent,
    PlatformDown,
    PlatformRefused,
    SendRefused,
    Unavailable,
    WriteConflict,
)
from chalicelib.messages.claims import Message, claiming
from chalicelib.messages.mail import Mail
from chalicelib.messages.service import MailService
from chalicelib.offers.model import Coupon, Refused
from chalicelib.offers.service import OfferService
from chalicelib.recovery.attempt import NOT_SENT, Attempt, Claimed
from chalicelib.recovery.decide import Case, due_at
from chalicelib.recovery.progress import claimed
from chalicelib.shoppers.service import ShopperService
from chalicelib.storage.port import Table

# A platform that does not answer is asked again every few minutes; after this long that is a no.
OFFER_WAITED_FOR = timedelta(hours=1)
REASON_LETTERS = 200  # a platform's own words, on a timeline that must stay small


class StepSender:
    """Sends one step, at most once whatever happens."""

    def __init__(
        self,
        *,
        mails: MailService,
        offers: OfferService,
        carts: CartService,
        shoppers: ShopperService,
        table: Table,
        clock: Callable[[], datetime],
        new_owner: Callable[[], str],
    ) -> None:
        self._mails = mails
        self._offers = offers
        self._carts = carts
        self._shoppers = shoppers
        self._table = table
        self._clock = clock
        self._new_owner = new_owner

    def send(self, case: Case, step: int) -> Attempt:
        """Claim and send; the outcome is ``sent``, ``refused``, ``skipped``, or ``not sent``.

        The last means that it never left and is tried again; skipped is what cannot have its offer.

        Raises ``WriteConflict`` when the claim was lost, ``OutcomeUnknown`` when the message may
        have left (the claim stays).
        """
        now = self._clock()
        coupon = self._coupon(case, step)
        mail = self._mail(case, step, coupon, now)
        message = Message(
            shop=case.cart.shop,
            cart=case.cart.id,
            episode=case.cart.episode,
            step=step,
            channel="email",
            template=case.sequence.steps[step - 1].template,
            claimed_at=now,
        )
        ours = Claimed(cart=self._claimed(case, message, now), message=message)
        if coupon is None:
            return self._sent(ours, mail)
        return self._with_offer(case, ours, mail, coupon)

    def _coupon(self, case: Case, step: int) -> Coupon | None:
        offer = case.sequence.steps[step - 1].offer
        if offer is None:
            return None
        due = due_at(case.cart, case.sequence, step)
        return self._offers.coupon(case.shop, case.cart, step, offer, due)

    def _mail(self, case: Case, step: int, coupon: Coupon | None, now: datetime) -> Mail:
        template = case.sequence.steps[step - 1].template
        return self._mails.compose(case.shop, case.cart, step, template, now, coupon=coupon)

    def _with_offer(self, case: Case, ours: Claimed, mail: Mail, coupon: Coupon) -> Attempt:
        """Have the coupon made, now that its message is claimed; else do as the sequence says."""
        try:
            self._offers.make(case.shop, coupon)
        except PlatformDown as failure:
            now = self._clock()
            if now < due_at(case.cart, case.sequence, ours.message.step) + OFFER_WAITED_FOR:
                return ours.came_to(NOT_SENT, f"its offer must wait: {failure}", now)
            return self._without_offer(case, ours, coupon, str(failure))
        except PlatformRefused as refusal:
            return self._without_offer(case, ours, coupon, str(refusal))
        return self._sent(ours, mail, coupon=coupon.code)

    def _without_offer(self, case: Case, ours: Claimed, coupon: Coupon, why: str) -> Attempt:
        reason, now = f"its offer was refused: {why[:REASON_LETTERS]}", self._clock()
        if coupon.offer.if_refused is Refused.SKIP:
            return ours.came_to("skipped", reason, now)
        plain = self._mail(case, ours.message.step, None, now)
        return self._sent(ours, plain, f"; {reason}")

    def _claimed(self, case: Case, message: Message, now: datetime) -> Cart:
        """Write the claim, on the condition that nothing the decision saw has changed since."""
        owner = self._new_owner()
        cart = claimed(case.cart, message.step, owner, now)
        again = case.given_back is not None
        writes = [*self._carts.put(cart, now), claiming(message, expiry(now), again=again)]
        try:
            self._table.write([*writes, *self._shoppers.unchanged(case.shopper)])
        except (WriteConflict, Unavailable):
            # The answer may have been lost after the claim was stored: then it is ours.
            stored = self._carts.get(cart.shop, cart.id)
            if stored is None or stored.claim is None or stored.claim.owner != owner:
                raise
            return stored
        return replace(cart, version=cart.version + 1, unsaved=())

    def _sent(
        self, ours: Claimed, mail: Mail, besides: str = "", coupon: str | None = None
    ) -> Attempt:
        try:
            provider_id = self._mails.send(mail)
        except SendRefused as refusal:
            return ours.came_to("refused", str(refusal), self._clock())
        except NotSent as failure:
            return ours.came_to(NOT_SENT, str(failure), self._clock())
        why, now = f"e-mail {ours.message.template}{besides}", self._clock()
        return ours.came_to("sent", why, now, provider_id=provider_id, coupon=coupon)
