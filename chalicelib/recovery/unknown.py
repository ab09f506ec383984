"""What to do about a step whose sender died after claiming it: it may or may not be sent. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from msgspec.structs import replace

from chalicelib.carts.model import Claim
from chalicelib.recovery.decision import Decision, Hold, Retry, Settle
from chalicelib.shops.policy import Channel

# How long a step waits for SES's word on it or on a later one: a small shop's next mail may be
# hours away, but a reminder that comes later than this is better left out.
PATIENCE = timedelta(hours=8)
# Whatever was put back on the feedback queue has been taken in by then, or is a dead letter again.
ASKED_TWICE_WITHIN = timedelta(minutes=15)


class Provider(StrEnum):
    """What the provider tells of the message that is claimed."""

    TOOK_IT = "took it"
    KNOWS_NOTHING = "knows nothing of it"
    SILENT = "has not told, or cannot be asked"


def of_the_dead(claim: Claim, provider: Provider, now: datetime) -> Decision:
    """Decide about a claim whose lease is over.

    A mail may be tried again if SES, which tells of every mail that it takes, told of a later one
    and not of this: twice, since a dead letter may have been on its way back the first time.
    Nothing else is ever tried again.
    """
    if provider is Provider.TOOK_IT:
        return Settle(claim.step, "sent", "its sender died, but the provider took it")
    if claim.channel is Channel.EMAIL and provider is Provider.KNOWS_NOTHING:
        return _asked_twice(claim, now)
    ends_at = claim.claimed_at + PATIENCE
    if claim.channel is Channel.EMAIL and now < ends_at:
        until = min(now + (now - claim.claimed_at), ends_at)
        return Hold(until, "its sender died, and the provider is silent")
    return Settle(claim.step, "unconfirmed", "its sender died; it may or may not have gone out")


def _asked_twice(claim: Claim, now: datetime) -> Decision:
    enough_at = (claim.unheard_since or now) + ASKED_TWICE_WITHIN
    if now < enough_at:
        return Hold(enough_at, "its sender died; the provider is asked once more")
    return Retry(claim.step, "its sender died, and the provider knows nothing of it")


def asked(claim: Claim, provider: Provider, now: datetime) -> Claim:
    """Return the claim with since when the provider is known to know nothing of it."""
    knows_nothing = provider is Provider.KNOWS_NOTHING
    return replace(claim, unheard_since=(claim.unheard_since or now) if knows_nothing else None)
