"""What became of one attempt to send a claimed step. Pure."""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec.structs import replace

from chalicelib.carts.model import Cart, Claim, Taken, expiry
from chalicelib.messages.claims import Message, settling, unclaiming
from chalicelib.storage.port import Write

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
            step = self.message.episode, self.message.step
            return unclaiming(self.message.shop, self.message.cart, *step)
        message = replace(
            self.message,
            outcome=self.result.outcome,
            settled_at=self.result.at,
            provider_id=self.result.message_id,
        )
        return settling(message, expiry(self.result.at))


def cleared(cart: Cart, given_back: Claim | None) -> list[Write]:
    """Say how to forget the message of a claim that was given back and not taken anew at once.

    Were it left in the table, its step could never be claimed again.
    """
    if given_back is None:
        return []
    return [unclaiming(cart.shop, cart.id, given_back.episode, given_back.step)]


class Claimed(msgspec.Struct, frozen=True, kw_only=True):
    """A step that is ours to send: the cart as the claim left it, and its message."""

    cart: Cart
    message: Message

    def came_to(
        self,
        outcome: str,
        why: str,
        at: datetime,
        *,
        provider_id: str | None = None,
        coupon: str | None = None,
    ) -> Attempt:
        """Return what became of it."""
        result = Taken(
            step=self.message.step,
            outcome=outcome,
            at=at,
            message_id=provider_id,
            coupon=coupon,
        )
        return Attempt(cart=self.cart, message=self.message, result=result, why=why)
