"""What to do about a cart whose timer fired: the heart, and a pure function."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from chalicelib.carts.fold import ECHO
from chalicelib.carts.model import Cart, Claim, Status
from chalicelib.recovery.decision import Decision, Hold, Send, Skip, Stop, Wait
from chalicelib.recovery.permission import not_allowed
from chalicelib.recovery.sequence import Sequence
from chalicelib.recovery.unknown import Provider, of_the_dead
from chalicelib.shoppers.model import Shopper
from chalicelib.shops.model import Shop
from chalicelib.shops.policy import Channel

FINISHED = "sequence finished"


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """All that a decision may look at. ``rivals`` are the shopper's other carts in this shop."""

    shop: Shop
    sequence: Sequence
    cart: Cart
    shopper: Shopper
    rivals: tuple[Cart, ...] = ()
    provider: Provider = Provider.SILENT
    given_back: Claim | None = None
    """A claim that was just found not to have been sent: its message is still in the table."""


def decide(case: Case, now: datetime) -> Decision:
    """Decide about one cart at one moment."""
    claim = case.cart.claim
    if claim is not None:
        if now < claim.lease_until:
            return Hold(claim.lease_until, f"step {claim.step} is being sent")
        return of_the_dead(claim, case.provider, now)
    why = _no_more(case, now)
    return Stop(why) if why else _next_step(case.cart, case.sequence, now)


def _no_more(case: Case, now: datetime) -> str | None:
    """Give the first reason for silence, or None."""
    cart, shopper = case.cart, case.shopper
    bought_at = shopper.last_order_at
    if cart.status is Status.ORDERED:
        return "ordered"
    if bought_at is not None and cart.active_at <= bought_at + ECHO:
        return f"the shopper bought in this shop at {bought_at:%Y-%m-%d %H:%M:%S}Z"
    if cart.status is Status.ENDED:
        return "ended before"
    if cart.basket.is_empty:
        return "the cart is empty"
    if cart.contact.email is None:
        return "no address to write to"
    allowed = not_allowed(case.shop, shopper, cart.contact, Channel.EMAIL, cart.contact.country)
    return _gone(case.shop) or allowed or _not_sensible(case, now)


def _gone(shop: Shop) -> str | None:
    if shop.removed_at is None:
        return None
    return f"the shop took our access away at {shop.removed_at:%Y-%m-%d %H:%M:%S}Z"


def _not_sensible(case: Case, now: datetime) -> str | None:
    cart = case.cart
    if cart.active_at < case.shop.started_at:
        return "left before rebasket was switched on"
    rest = timedelta(seconds=case.sequence.rest_seconds)
    if cart.finished_at is not None and not cart.taken and now < cart.finished_at + rest:
        return f"the whole sequence was sent until {cart.finished_at:%Y-%m-%d}; resting"
    if any(_outranks(rival, case) for rival in case.rivals):
        return "a newer cart of the same shopper is followed instead"
    return None


def _outranks(rival: Cart, case: Case) -> bool:
    """Tell which of two carts is followed: the one touched last; on a tie the greater name.

    One that nobody may be written about outranks none.
    """
    followed = rival.status is Status.OPEN and rival.timer is not None
    mailable = rival.contact.email is not None and not rival.basket.is_empty
    where = rival.contact.country
    why = not_allowed(case.shop, case.shopper, rival.contact, Channel.EMAIL, where)
    newer = (rival.active_at, rival.id) > (case.cart.active_at, case.cart.id)
    return followed and mailable and why is None and newer


def _next_step(cart: Cart, sequence: Sequence, now: datetime) -> Decision:
    number = len(cart.taken) + 1
    if number > len(sequence.steps):
        return Stop(FINISHED)
    due = due_at(cart, sequence, number)
    if now < due:
        return Wait(due, f"step {number} is due then")
    if now > due + timedelta(seconds=sequence.late_after_seconds):
        return Skip(number, f"overdue since {due:%Y-%m-%d %H:%M:%S}Z")
    return Send(number)


def due_at(cart: Cart, sequence: Sequence, number: int) -> datetime:
    """Tell when a step is due: its delay after the last activity, keeping the designed distance.

    The distance to the step before also holds when that one went out late, so an outage is not
    followed by a burst.
    """
    step = sequence.steps[number - 1]
    due = cart.active_at + timedelta(seconds=step.delay_seconds)
    sent_at = max((t.at for t in cart.taken if t.outcome != "skipped"), default=None)
    if sent_at is None or number == 1:
        return due
    gap = step.delay_seconds - sequence.steps[number - 2].delay_seconds
    return max(due, sent_at + timedelta(seconds=gap))


def should_open(cart: Cart, shop: Shop) -> bool:
    """Tell if a cart needs a timer: it can be acted on and has none that will look at it."""
    actionable = cart.status is Status.OPEN and not cart.basket.is_empty
    reachable = cart.contact.email is not None
    return actionable and reachable and cart.timer is None and cart.active_at >= shop.started_at
