"""What was lately sent to a shopper, and whether that is enough for now. Pure.

Each contact point keeps what its own carts sent, so one shopper's messages are the union over all
of theirs, in which one message may stand several times.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from chalicelib.recovery.hindrance import Hindrance
from chalicelib.shops.policy import Cap, Channel, Policy

# As far, and as many, as a cap can count: see Cap. By channel, so that a flood of mails does not
# wash away the one SMS of the month.
SENT_KEPT = timedelta(days=30)
SENT_KEPT_OF_A_CHANNEL = 50

Name = tuple[str, int, int]
"""Which message: cart, episode, step."""


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """One message that was claimed to be sent, at the time of its claim."""

    at: datetime
    channel: Channel
    cart: str
    episode: int
    step: int

    @property
    def name(self) -> Name:
        """Which message it is; a second try is the same one, by whatever channel."""
        return self.cart, self.episode, self.step


def distinct(sent: Iterable[Sent]) -> tuple[Sent, ...]:
    """Return each message once, its last try, oldest first."""
    by_name = {each.name: each for each in sorted(sent, key=_order)}
    return tuple(sorted(by_name.values(), key=_order))


def with_one_more(kept: Iterable[Sent], new: Sent) -> tuple[Sent, ...]:
    """Keep one more in the place of an earlier try of it, and leave out what no cap can count."""
    others = (each for each in kept if each.name != new.name and each.at > new.at - SENT_KEPT)
    left = distinct((*others, new))
    newest = {
        each.name
        for channel in Channel
        for each in [one for one in left if one.channel is channel][-SENT_KEPT_OF_A_CHANNEL:]
    }
    return tuple(each for each in left if each.name in newest)


def too_often(
    sent: Iterable[Sent], channel: Channel, policy: Policy, now: datetime, *, ours: Name
) -> Hindrance | None:
    """Say until when one more message would be too many, None if it is not.

    ``ours`` is the message itself, which may have been tried before. Times roll: what left is
    counted for exactly as long as the cap says. With several reasons the one that lasts counts.
    """
    others = [each for each in distinct(sent) if each.name != ours]
    found = [_full(cap, others, channel) for cap in policy.caps]
    waits = [each for each in (*found, _too_soon(others, policy)) if each and each[0] > now]
    if not waits:
        return None
    until, why = max(waits)
    return Hindrance(until=until, why=f"{why}; room again from {until:%Y-%m-%d %H:%M:%S}Z")


def _full(cap: Cap, others: list[Sent], channel: Channel) -> tuple[datetime, str] | None:
    """Return when a cap has room again: once the oldest of the last so many is out of its time."""
    if cap.channel not in (None, channel):
        return None
    counted = [each for each in others if cap.channel in (None, each.channel)]
    if len(counted) < cap.most:
        return None
    until = counted[-cap.most].at + timedelta(seconds=cap.within_seconds)
    what = f"{cap.channel} messages" if cap.channel else "messages"
    return until, f"{cap.most} {what} within {timedelta(seconds=cap.within_seconds)} are enough"


def _too_soon(others: list[Sent], policy: Policy) -> tuple[datetime, str] | None:
    if not others or not policy.spacing_seconds:
        return None
    last = others[-1]
    until = last.at + timedelta(seconds=policy.spacing_seconds)
    return until, f"too soon after another message, by {last.channel}"


def _order(sent: Sent) -> tuple[datetime, Name]:
    return sent.at, sent.name
