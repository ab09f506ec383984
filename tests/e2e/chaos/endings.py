"""How carts and notices ended, and what is wrong with it. Pure."""

from chalicelib.carts.model import Cart, Status, Taken
from chalicelib.notices.model import OrderNotice
from chalicelib.recovery.decide import FINISHED
from tests.e2e.chaos.journeys import ORDERED, STEPS, Journey

type Step = tuple[str, int, int]
"""A cart's name, the episode, the number of the step."""


def unexplained(cart: Cart, journey: Journey) -> str | None:
    """Say what is wrong with how a cart ended."""
    last = last_reason(cart)
    if cart.basket.is_empty and cart.timer is None and cart.status is Status.OPEN:
        return None  # emptied before it was ever filled, for us
    if cart.status is Status.OPEN or not last.startswith(journey.ends):
        return f"{cart.tokens[0]} ({journey.kind}) is {cart.status}: {last!r}, {cart.timer}"
    if last == FINISHED and len(cart.taken) != STEPS:
        return f"{cart.tokens[0]} ({journey.kind}) has finished after {cart.taken}"
    return None


def last_reason(cart: Cart) -> str:
    """Return why nothing more is sent, as the timeline tells it."""
    if cart.status is Status.ORDERED:
        return ORDERED
    return next((entry.why for entry in reversed(cart.timeline) if entry.what == "ended"), "")


def mistold(step: Step, taken: Taken | None, mails: int, cart: Cart) -> str | None:
    """Say what is wrong with what a timeline says of a step that may have left."""
    outcome = taken.outcome if taken else _noted(step, cart)
    if outcome == "unconfirmed" or (mails > 0) == (outcome == "sent"):
        return None
    return f"{cart.tokens[0]} step {step[2]} is {outcome}, and {mails} mails left"


def misnotified(notice: OrderNotice, mails: int) -> str | None:
    """Say what is wrong with how a notice ended."""
    ended = notice.claim is None and notice.status in {"sent", "unconfirmed", "dropped"}
    right = notice.status == "unconfirmed" or (mails > 0) == (notice.status == "sent")
    return None if ended and right else f"{notice.id} is {notice.status}, and {mails} mails left"


def _noted(step: Step, cart: Cart) -> str:
    """Return what a timeline says of a step of an episode that is over."""
    lines = (entry.what.rpartition(" ") for entry in reversed(cart.timeline))
    known = {"sent", "unconfirmed"}
    return next((how for what, _, how in lines if what == f"step {step[2]}" and how in known), "")
