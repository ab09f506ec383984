"""What to do about a notice that is asked for. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from chalicelib.notices.model import OrderNotice
from chalicelib.shoppers.model import Shopper
from chalicelib.shops.model import Shop
from chalicelib.shops.policy import Channel

# News that late only puzzles: after an outage, or from the first look at a shop's old orders.
LATE_AFTER = timedelta(days=2)


class Tell(msgspec.Struct, frozen=True):
    """Send it now."""


class Leave(msgspec.Struct, frozen=True):
    """It is over: ``status`` and ``why`` are written down."""

    status: str
    why: str


class Hold(msgspec.Struct, frozen=True):
    """Another worker is sending it; ask again after its lease."""


class Done(msgspec.Struct, frozen=True):
    """It was told before."""


Decision = Tell | Leave | Hold | Done


def decide(
    notice: OrderNotice, shop: Shop, shopper: Shopper, *, was_taken: bool, now: datetime
) -> Decision:
    """Decide about one notice at one moment; ``was_taken`` is SES's own word of its mail.

    One whose sender died is never tried again: a buyer who is told twice doubts the order.
    """
    if notice.status != "asked":
        return Done()
    if notice.claim is not None:
        if was_taken:
            return Leave("sent", "its sender died, but the provider took it")
        if now < notice.claim.lease_until:
            return Hold()
        return Leave("unconfirmed", "its sender died; it may or may not have gone out")
    why = _speaks_against(notice, shop, shopper, now)
    return Leave("dropped", why) if why else Tell()


def _speaks_against(notice: OrderNotice, shop: Shop, shopper: Shopper, now: datetime) -> str | None:
    if shop.removed_at is not None:
        return "the shop took our access away"
    if notice.kind not in shop.notices:
        return "the shop has such notices switched off"
    if notice.happened_at < shop.started_at:
        return "from before rebasket was switched on"
    if now > notice.happened_at + LATE_AFTER:
        return f"too late: it happened at {notice.happened_at:%Y-%m-%d %H:%M:%S}Z"
    if notice.contact.email is None:
        return "no address to write to"
    refusal = shopper.all_refused(Channel.EMAIL)
    return f"e-mail refused: {refusal.why}" if refusal else None
