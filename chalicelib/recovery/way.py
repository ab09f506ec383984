"""By which channel a step goes, and when: the first of its channels that can be used. Pure.

The next channel is tried only when the one before cannot be used: there is no address, no consent,
no way, or an hour that never comes. One that only has to wait is waited for: the same thing is
never said twice, and not by a channel that the shopper likes less.
"""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from chalicelib.carts.model import Cart
from chalicelib.channels.sms.rules import Unroutable, sender_for
from chalicelib.delivery.routing import Route, route
from chalicelib.recovery.case import Case
from chalicelib.recovery.decision import Decision, Send, Skip, Wait
from chalicelib.recovery.hindrance import Hindrance
from chalicelib.recovery.permission import NAMES, not_allowed
from chalicelib.recovery.quiet_hours import quiet
from chalicelib.recovery.sequence import Sequence
from chalicelib.shoppers.contact import Contact
from chalicelib.shoppers.frequency import too_often
from chalicelib.shoppers.where import Where
from chalicelib.shops.policy import Channel


def has_address(channel: Channel, contact: Contact) -> bool:
    """Tell if a contact holds anything that a channel could reach."""
    match channel:
        case Channel.EMAIL:
            return contact.email is not None
        case Channel.PUSH:
            return bool(contact.devices)
        case Channel.WEB_PUSH:
            return bool(contact.browsers)
        case _:
            return contact.phone is not None


def channels_of(sequence: Sequence, first: int = 1) -> tuple[Channel, ...]:
    """Return every channel that a sequence uses from a step on, each once, in order."""
    steps = sequence.steps[first - 1 :]
    return tuple(dict.fromkeys(channel for step in steps for channel in step.channels))


def mute(case: Case, cart: Cart, first: int) -> str | None:
    """Say why no channel of any step from the ``first`` on may be used; None when one may."""
    reasons = []
    for channel in channels_of(case.sequence, first):
        why = unusable(case, cart, channel)
        if why is None:
            return None
        reasons.append(why)
    return "; ".join(dict.fromkeys(reasons))


def unusable(case: Case, cart: Cart, channel: Channel) -> str | None:
    """Say why a channel cannot be used for this cart at any hour, None if it can."""
    contact = cart.contact
    if not has_address(channel, contact):
        missing = "no address to write to"
        return missing if channel is Channel.EMAIL else f"no address for {NAMES[channel]}"
    if channel in (Channel.SMS, Channel.WHATSAPP) and case.number is None:
        return f"no valid number for {NAMES[channel]}"
    if channel is Channel.SMS:
        sender = sender_for(case.number_country, case.shop.policy.sms)
        if isinstance(sender, Unroutable):
            return sender.why
    if channel is Channel.WHATSAPP and not case.shop.policy.whatsapp:
        return "no whatsapp is set up"
    country = contact.country if cart is not case.cart else case.where.country
    return not_allowed(case.shop, case.shopper, contact, channel, country)


def way(case: Case, number: int, late: datetime, now: datetime) -> Decision:
    """Decide how a step that is due goes; ``late`` is when it has become pointless."""
    passed: list[str] = []
    for channel in case.sequence.steps[number - 1].channels:
        why = unusable(case, case.cart, channel)
        found = Hindrance(until=None, why=why) if why else _found(case, channel, number, now)
        if isinstance(found, Route):
            return Send(number, replace(found, passed_over=tuple(passed)))
        if found.until is None:
            passed.append(found.why)
        elif found.until > late:
            return Skip(number, f"{found.why}; by then it is pointless")
        else:
            return Wait(found.until, f"step {number} waits", found.why)
    return Skip(number, "; ".join(passed))


def _found(case: Case, channel: Channel, number: int, now: datetime) -> Route | Hindrance:
    policy, cart = case.shop.policy, case.cart
    found = route(channel, case.where, policy, case.home, case.board, now=now)
    if isinstance(found, Hindrance) and found.until is None:
        return found
    ours = cart.id, cart.episode, number
    hindrances = [
        quiet(channel, case.where, policy.hours, now),
        too_often(case.shopper.sent, channel, policy, now, ours=ours),
        found if isinstance(found, Hindrance) else None,
    ]
    first = next((each for each in hindrances if each is not None), None)
    if first is not None or isinstance(found, Hindrance):
        return first or found
    return replace(found, why=f"{found.why}, {local_time(case.where, now)}")


def local_time(where: Where, now: datetime) -> str:
    """Say what the shopper's clocks show, or how far they are apart; ours if none is known."""
    zones = where.zones
    if where.country is None and len(zones) != 1:
        return f"{now:%H:%M} UTC"
    times = sorted((now.astimezone(zone).replace(tzinfo=None), str(zone)) for zone in zones)
    (first, name), (last, _) = times[0], times[-1]
    if first == last:
        return f"{first:%H:%M} in {name}"
    return f"{first:%H:%M} to {last:%H:%M} there"
