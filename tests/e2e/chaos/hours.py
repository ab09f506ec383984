"""What hours make of a cart or a notice that waits. Pure.

A claim whose sender can no longer live comes to the end of its lease, timers that are far ahead
come near, and what was lost on the way is overdue for the sweeper.
"""

from datetime import datetime, timedelta

from msgspec.structs import replace

from chalicelib.carts.model import Cart, Claim
from chalicelib.messages.news import News, Told
from chalicelib.messages.pulse import TAKEN_IN_WITHIN, beating
from chalicelib.notices.model import OrderNotice
from chalicelib.recovery.sweeper import OVERDUE_AFTER
from chalicelib.shops.policy import Channel
from chalicelib.storage.port import Write
from infra.local.clients import REGION

# Longer than a lease, and than it takes to be sure that SES tells of later mails.
HOURS = timedelta(hours=2)
FUNCTION_SECONDS = 8
# Its sender has been stopped by then, and nothing that it asked for is still on its way.
DEAD_AFTER = timedelta(seconds=FUNCTION_SECONDS + 3)
FAR_AHEAD = timedelta(seconds=20)
LOST_AFTER = timedelta(seconds=4)
OVERDUE = OVERDUE_AFTER + timedelta(minutes=1)


def after_hours(cart: Cart, now: datetime, *, news_is_in: bool) -> Cart:
    """Return the cart as if it had waited for hours; the same one if it may not be made to.

    A claim may only while nothing of what SES told still waits to be taken in: in hours it would
    have been. Who was made to wait is left alone until a function has looked at it.
    """
    if cart.timer is None or is_overdue(cart, now):
        return cart
    overdue = replace(cart, timer=replace(cart.timer, due_at=now - OVERDUE))
    if cart.claim is None:
        waits = not now - LOST_AFTER < cart.timer.due_at < now + FAR_AHEAD
        return overdue if waits else cart
    is_dead = cart.claim.claimed_at + DEAD_AFTER < now
    return replace(overdue, claim=_older(cart.claim)) if is_dead and news_is_in else cart


def notice_after_hours(notice: OrderNotice, now: datetime, *, news_is_in: bool) -> OrderNotice:
    """Return a notice as if its claim had been left for hours; else as for a cart."""
    if notice.claim is None or notice.claim.lease_until < now or not news_is_in:
        return notice
    is_dead = notice.claim.claimed_at + DEAD_AFTER < now
    return replace(notice, claim=_older(notice.claim)) if is_dead else notice


def is_overdue(cart: Cart, now: datetime) -> bool:
    """Tell if a cart is late enough for the sweeper."""
    return cart.timer is not None and cart.timer.due_at < now - OVERDUE_AFTER


def _older(claim: Claim) -> Claim:
    since = claim.unheard_since
    return replace(
        claim,
        claimed_at=claim.claimed_at - HOURS,
        lease_until=claim.lease_until - HOURS,
        unheard_since=since - HOURS if since else None,
    )


def news_meanwhile(now: datetime) -> Write:
    """Say how to note that SES told of somebody's mail in the middle of these hours."""
    other = News(
        channel=Channel.EMAIL,
        region=REGION,
        told=Told.SENT,
        shop="",
        cart="",
        shopper="",
        episode=1,
        step=1,
        at=now - HOURS / 2,
    )
    return beating(other, now - HOURS / 2 + TAKEN_IN_WITHIN)
