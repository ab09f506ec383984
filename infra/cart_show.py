"""Show everything that happened to a cart, and why; and what will happen next."""

import argparse
from datetime import UTC, datetime

from chalicelib.carts.model import Cart, Entry
from chalicelib.errors import SetupError
from chalicelib.recovery.decide import decide
from chalicelib.recovery.decision import Decision, Hold, Retry, Send, Settle, Skip, Stop, Wait
from chalicelib.wiring import Wiring
from infra.console import stage_wiring


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Add what this command takes."""
    command.add_argument("shop", help="the shop's name")
    command.add_argument(
        "cart", help="the platform's cart or checkout token, or our own name of it"
    )
    command.add_argument("--stage", default="dev", help="the stage to work on (default: dev)")
    command.add_argument("--contact", action="store_true", help="show the shopper's address whole")


def run(arguments: argparse.Namespace) -> int:
    """Print the cart's story."""
    wiring = stage_wiring(arguments.stage)
    cart = _find(wiring, arguments.shop, arguments.cart)
    case = wiring.steps.case(cart)
    print("\n".join(story(cart, decide(case, datetime.now(UTC)), whole=arguments.contact)))
    return 0


def _find(wiring: Wiring, shop: str, name: str) -> Cart:
    wiring.shops.get(shop)
    cart = wiring.carts.get(shop, name) or wiring.carts.named(shop, name)
    if cart is None:
        raise SetupError(f"{shop} has no cart {name!r}, or it was forgotten after 90 days")
    return cart


def story(cart: Cart, decision: Decision, *, whole: bool = False) -> list[str]:
    """Return a cart's story in lines for a terminal. The address is masked unless ``whole``."""
    contact, basket = cart.contact, cart.basket
    lines = len(basket.lines) + basket.lines_left_out
    timer = f"timer {cart.timer.round} due {_time(cart.timer.due_at)}" if cart.timer else "no timer"
    total = f"{basket.total} {basket.currency}" if basket.total is not None else "total unknown"
    address = contact.email if whole else masked(contact.email)
    ticks = {True: "accepts marketing", False: "did not accept marketing", None: "said nothing"}
    return [
        f"cart      {cart.id} of {cart.shop}: {cart.status}, abandonment {cart.episode}, {timer}",
        f"basket    {lines} {'line' if lines == 1 else 'lines'}, {total}",
        f"shopper   {address or 'no address'}, {ticks[contact.accepts_email]}",
        f"active    {_time(cart.active_at)}",
        "timeline",
        *([f"  … {cart.earlier_entries} earlier"] if cart.earlier_entries else []),
        *(_line(entry) for entry in cart.timeline),
        f"next      {next_line(decision)}",
    ]


def _line(entry: Entry) -> str:
    times = f" x{entry.times}" if entry.times > 1 else ""
    why = f"  ({entry.why})" if entry.why else ""
    return f"  {_time(entry.at)}  {entry.what}{times}{why}"


def next_line(decision: Decision) -> str:
    """Say in words what will happen to a cart next."""
    match decision:
        case Send(step):
            return f"step {step} is due now"
        case Wait(until, why) | Hold(until, why):
            return f"{why}: {_time(until)}"
        case Skip(step, why):
            return f"step {step} will not be sent: {why}"
        case Settle(step, outcome, why):
            return f"step {step} counts as {outcome}: {why}"
        case Retry(step, why):
            return f"step {step} is tried again: {why}"
        case Stop(why):
            return f"nothing: {why}"


def masked(email: str | None) -> str:
    """Show as much of an address as tells two apart: ``a…@example.com``."""
    local, _, domain = (email or "").rpartition("@")
    return f"{local[:1]}…@{domain}" if domain else ""


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}Z"
