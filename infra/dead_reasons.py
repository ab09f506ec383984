"""Why a message failed, in words: as far as the message and its cart can tell."""

from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from chalicelib.errands.model import Errand
from chalicelib.errors import MalformedBody, RebasketError
from chalicelib.messages.mail_events import mail_event
from chalicelib.recovery.decide import decide
from chalicelib.recovery.timers import Due
from chalicelib.wiring import Wiring
from infra.cart_show import next_line
from infra.dead_letters import DeadLetter


@dataclass(frozen=True, slots=True)
class Reason:
    """Whose message it is, as far as it says so, and what is known of why it failed."""

    shop: str
    cart: str
    why: str


def reason(wiring: Wiring, kind: str, letter: DeadLetter) -> Reason:
    """Explain one message of a dead-letter queue of this kind."""
    if kind == "feedback":
        return _of_feedback(letter)
    if kind == "errands":
        return _of_errand(letter)
    try:
        due = msgspec.json.decode(letter.body, type=Due)
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        return Reason("", "", f"unreadable: {error}")
    failed = letter.attributes.get("ERROR_CODE")  # what Scheduler writes when it gives up
    why = f"Scheduler gave up: {failed}; " if failed else ""
    return Reason(due.shop, due.cart, why + _of_cart(wiring, due))


def _of_feedback(letter: DeadLetter) -> Reason:
    try:
        event = mail_event(letter.body)
    except MalformedBody as error:
        return Reason("", "", f"unreadable: {error}")
    if event is None:
        return Reason("", "", "SES told of a mail that is not ours")
    why = f"SES told that step {event.step} was {event.told}; the log of feedback has the error"
    return Reason(event.shop, event.cart, why)


def _of_errand(letter: DeadLetter) -> Reason:
    try:
        errand: Errand = msgspec.json.decode(letter.body, type=Errand)
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        return Reason("", "", f"unreadable: {error}")
    what = type(errand).__name__.lower()
    return Reason(errand.shop, "", f"errand {what} failed; the log of errands has the error")


def _of_cart(wiring: Wiring, due: Due) -> str:
    try:
        cart = wiring.carts.get(due.shop, due.cart)
        if cart is None:
            return "there is no such cart any more; nothing is left to do"
        if cart.timer is None or cart.timer.round != due.round:
            return "the cart has moved on since; nothing is left to do"
        return next_line(decide(wiring.steps.case(cart), datetime.now(UTC)))
    except RebasketError as error:
        return str(error)
