"""A sequence: the steps by which a shop tries to win a cart back. Pure."""

from __future__ import annotations

from typing import Annotated

import msgspec

from chalicelib.offers.model import Offer
from chalicelib.shops.policy import Channel

HOUR = 3600


class Step(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One message: ``delay_seconds`` after the shopper's last activity, worded by ``template``.

    ``channels`` are tried in this order: the next one only when the one before cannot be used.
    With an ``offer`` its coupon is made at the shop's platform when the message is about to leave.
    """

    delay_seconds: Annotated[int, msgspec.Meta(ge=0, le=90 * 24 * HOUR)]
    template: Annotated[str, msgspec.Meta(pattern="^[a-z0-9-]{1,40}$")]
    offer: Offer | None = None
    channels: Annotated[tuple[Channel, ...], msgspec.Meta(min_length=1)] = (Channel.EMAIL,)


class Sequence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Steps in order, and the patience around them.

    A step more than ``late_after_seconds`` overdue is skipped: after an outage nobody is asked
    about a cart of last week. ``rest_seconds`` after a finished sequence the same cart is left
    alone, however often its shopper looks into it.
    """

    name: str
    steps: Annotated[tuple[Step, ...], msgspec.Meta(min_length=1, max_length=20)]
    late_after_seconds: int = 24 * HOUR
    rest_seconds: int = 7 * 24 * HOUR


CLASSIC = Sequence(
    name="classic",
    steps=(
        Step(delay_seconds=1 * HOUR, template="reminder-1"),
        Step(delay_seconds=24 * HOUR, template="reminder-2"),
        Step(delay_seconds=72 * HOUR, template="reminder-3"),
    ),
)
"""What a shop follows until it designs its own."""
