"""What is learnt of a contact point: a purchase, a message, a refusal, a word. Pure.

What is no news changes nothing: the very same object comes back.
"""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from chalicelib.shoppers.consent import Consent, with_word
from chalicelib.shoppers.frequency import Sent, with_one_more
from chalicelib.shoppers.model import Profile, Refusal
from chalicelib.shops.policy import Channel

# A full mailbox empties again; one that bounced three reminders is not read any more.
SOFT_BOUNCES_MAX = 3


def with_soft_bounce(profile: Profile, at: datetime) -> Profile:
    """Count a soft bounce; the last one that is forgiven is not."""
    counted = replace(profile, soft_bounces=profile.soft_bounces + 1)
    if counted.soft_bounces < SOFT_BOUNCES_MAX:
        return counted
    return with_refused(counted, Channel.EMAIL, at, "the mailbox kept bouncing", of_all=True)


def with_order(profile: Profile, placed_at: datetime) -> Profile:
    """Remember a purchase; an older one than known changes nothing (same object)."""
    if profile.was_erased_after(placed_at):
        return profile
    if profile.last_order_at is not None and profile.last_order_at >= placed_at:
        return profile
    return replace(profile, last_order_at=placed_at)


def with_sent(profile: Profile, sent: Sent) -> Profile:
    """Remember a message for the caps, in the place of an earlier try of the same one."""
    if profile.was_erased_after(sent.at):
        return profile
    kept = with_one_more(profile.sent, sent)
    return profile if kept == profile.sent else replace(profile, sent=kept)


def with_refused(
    profile: Profile,
    channel: Channel,
    at: datetime,
    why: str,
    *,
    of_all: bool = False,
    source: str = "",
) -> Profile:
    """Remember that a channel is refused; its first refusal stays (same object).

    Only one of everything takes the place of one of marketing alone.
    """
    known = profile.refusal_of(channel)
    if known is not None and (known.of_all or not of_all):
        return profile
    refusal = Refusal(channel=channel, at=at, why=why, of_all=of_all, source=source)
    others = [each for each in profile.refusals if each.channel is not channel]
    return replace(profile, refusals=tuple(sorted([*others, refusal], key=_channel)))


def with_allowed(profile: Profile, channel: Channel) -> Profile:
    """Forget that marketing on a channel was refused: the shopper takes that back.

    What was refused altogether stays so (same object): an address does not stop bouncing by a yes.
    """
    known = profile.refusal_of(channel)
    if known is None or known.of_all:
        return profile
    return replace(profile, refusals=tuple(each for each in profile.refusals if each != known))


def with_consent(profile: Profile, word: Consent) -> Profile:
    """Remember what the shop tells of marketing; older news changes nothing (same object)."""
    if profile.was_erased_after(word.at):
        return profile
    consents = with_word(profile.consents, word)
    return profile if consents is profile.consents else replace(profile, consents=consents)


def _channel(refusal: Refusal) -> str:
    return refusal.channel
