"""Claim a step, send it, and say what became of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec
from msgspec.structs import replace

from chalicelib.carts.model import Cart, Taken, expiry
from chalicelib.carts.service import CartService
from chalicelib.errors import NotSent, SendRefused, Unavailable, WriteConflict
from chalicelib.messages.claims import Message, claiming, settling, unclaiming
from chalicelib.messages.mail import Mail
from chalicelib.messages.service import MailService
from chalicelib.recovery.decide import Case
from chalicelib.recovery.progress import claimed
from chalicelib.shoppers.service import ShopperService
from chalicelib.storage.port import Table, Write

NOT_SENT = "not sent"


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """A claimed step whose outcome is known, but not yet recorded."""

    cart: Cart
    message: Message
    result: Taken
    why: str

    @property
    def is_over(self) -> bool:
        """The provider has spoken: the step need not be tried again."""
        return self.result.outcome != NOT_SENT

    @property
    def settling(self) -> Write:
        """Say how to write the message's outcome down, or to give its claim back."""
        if not self.is_over:
            return unclaiming(self.message)
        message = replace(
            self.message,
            outcome=self.result.outcome,
            settled_at=self.result.at,
            provider_id=self.result.message_id,
        )
        return settling(message, expiry(self.result.at))


class StepSender:
    """Sends one step, at most once whatever happens."""

    def __init__(
        self,
        *,
        mails: MailService,
        carts: CartService,
        shoppers: ShopperService,
        table: Table,
        clock: Callable[[], datetime],
        new_owner: Callable[[], str],
    ) -> None:
        self._mails = mails
        self._carts = carts
        self._shoppers = shoppers
        self._table = table
        self._clock = clock
        self._new_owner = new_owner

    def send(self, case: Case, step: int) -> Attempt:
        """Claim and send; the outcome is ``sent``, ``refused``, or ``not sent``: it never left.

        Raises ``WriteConflict`` when the claim was lost, ``OutcomeUnknown`` when the message may
        have left (the claim stays).
        """
        now = self._clock()
        template = case.sequence.steps[step - 1].template
        mail = self._mails.compose(case.shop, case.cart, step, template, now)
        message = Message(
            shop=case.cart.shop,
            cart=case.cart.id,
            episode=case.cart.episode,
            step=step,
            channel="email",
            template=template,
            claimed_at=now,
        )
        cart = self._claimed(case, message, now)
        return self._sent(cart, message, mail)

    def _claimed(self, case: Case, message: Message, now: datetime) -> Cart:
        """Write the claim, on the condition that nothing the decision saw has changed since."""
        owner = self._new_owner()
        cart = claimed(case.cart, message.step, owner, now)
        writes = [*self._carts.put(cart, now), claiming(message, expiry(now), again=case.retried)]
        try:
            self._table.write([*writes, *self._shoppers.unchanged(case.shopper)])
        except (WriteConflict, Unavailable):
            # The answer may have been lost after the claim was stored: then it is ours.
            stored = self._carts.get(cart.shop, cart.id)
            if stored is None or stored.claim is None or stored.claim.owner != owner:
                raise
            return stored
        return replace(cart, version=cart.version + 1, unsaved=())

    def _sent(self, cart: Cart, message: Message, mail: Mail) -> Attempt:
        try:
            provider_id = self._mails.send(mail)
        except SendRefused as refusal:
            return self._attempt(cart, message, "refused", str(refusal))
        except NotSent as failure:
            return self._attempt(cart, message, NOT_SENT, str(failure))
        return self._attempt(cart, message, "sent", f"e-mail {message.template}", provider_id)

    def _attempt(
        self,
        cart: Cart,
        message: Message,
        outcome: str,
        why: str,
        provider_id: str | None = None,
    ) -> Attempt:
        result = Taken(step=message.step, outcome=outcome, at=self._clock(), message_id=provider_id)
        return Attempt(cart=cart, message=message, result=result, why=why)
