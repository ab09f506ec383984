"""How a cart moves on when a step is claimed, taken, or the episode ends. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from chalicelib.carts.fold import ended
from chalicelib.carts.model import Cart, Claim, Status, Taken, Timer, noted
from chalicelib.messages.claims import Message
from chalicelib.recovery.case import Case
from chalicelib.recovery.decide import FINISHED, decide
from chalicelib.recovery.decision import Decision, Hold, Retry, Settle, Skip, Stop
from chalicelib.recovery.unknown import asked

# Far longer than the step function may live (30 s), so an expired claim's owner is surely dead; and
# as long as news of the mail, once it is here, can take with every retry of the feedback queue.
LEASE = timedelta(minutes=15)
PENDING_KEPT = 10  # more at a time would be ten returns to one cart within one step's delay


def claimed(cart: Cart, message: Message, owner: str, now: datetime) -> Cart:
    """Return the cart with a step's message claimed by ``owner``."""
    claim = Claim(
        owner=owner,
        channel=message.channel,
        region=message.region,
        episode=cart.episode,
        step=message.step,
        claimed_at=now,
        lease_until=now + LEASE,
    )
    return replace(cart, claim=claim)


def released(cart: Cart, now: datetime, why: str) -> Cart:
    """Return the cart with its claim given back: the step did not go out and may be tried again."""
    return noted(replace(cart, claim=None), now, "not sent yet", why)


def taken(cart: Cart, result: Taken, why: str, now: datetime) -> Cart:
    """Return the cart with a step behind it, sent or not; its claim, if any, is gone.

    ``result.at`` may be earlier than ``now``, when it is found out. A step of an earlier episode
    (the cart was reopened while it was being sent) is only noted.
    """
    is_current = cart.claim is None or cart.claim.episode == cart.episode
    steps = (*cart.taken, result) if is_current else cart.taken
    return noted(
        replace(cart, claim=None, taken=steps),
        now,
        f"step {result.step} {result.outcome}",
        why,
    )


def settled(case: Case, now: datetime) -> tuple[Case, Decision]:
    """Carry out what needs nobody but the cart, until there is something to do or to wait for."""
    decision = decide(case, now)
    while isinstance(decision, Skip | Settle | Retry):
        if isinstance(decision, Retry):
            cart = released(case.cart, now, decision.why)
            case = replace(case, cart=cart, given_back=case.cart.claim)
        else:
            result = _result(case.cart, decision, now)
            case = replace(case, cart=taken(case.cart, result, decision.why, now))
        decision = decide(case, now)
    if isinstance(decision, Hold) and case.cart.claim is not None:
        claim = asked(case.cart.claim, case.provider, now)
        case = replace(case, cart=replace(case.cart, claim=claim))
    return case, decision


def _result(cart: Cart, decision: Skip | Settle, now: datetime) -> Taken:
    """Say what became of a step; one whose sender died went out, if it did, when it was claimed."""
    if isinstance(decision, Skip):
        return Taken(step=decision.step, outcome="skipped", at=now)
    at = cart.claim.claimed_at if cart.claim else now
    return Taken(step=decision.step, outcome=decision.outcome, at=at)


def stopped(cart: Cart, decision: Stop, now: datetime) -> Cart:
    """Return the cart at its end, with the reason; one that had ended before only rests."""
    if cart.status is not Status.OPEN:
        return replace(cart, timer=None)
    finished = decision.why == FINISHED
    over = ended(cart, now, finished_at=now if finished else cart.finished_at)
    return noted(over, now, "ended", decision.why)


def with_timer(cart: Cart, until: datetime, now: datetime, why: str = "") -> tuple[Cart, Timer]:
    """Return the cart with its next timer on record, and the timer: never due in the past.

    ``why`` tells what it waits for, where that is not just the time of its step.
    """
    timer = Timer(round=cart.rounds + 1, due_at=max(until, now))
    told = f"due {timer.due_at:%Y-%m-%d %H:%M:%S}Z{f' ({why})' if why else ''}"
    pending = (*(each for each in cart.pending if each.due_at > now), timer)[-PENDING_KEPT:]
    timed = replace(cart, timer=timer, rounds=timer.round, pending=pending)
    return noted(timed, now, "timer set", told), timer
