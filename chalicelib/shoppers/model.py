"""What is remembered of a shopper in one shop, a contact point at a time. Pure.

A shopper is known by address, phone and customer number. Each such contact point has a profile
of its own under an opaque name; a cart is filed under all of its shopper's, an order is written
to all of its buyer's, and a decision looks at all of them together.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from chalicelib.channels.model import Purpose
from chalicelib.intake.events import ConsentState
from chalicelib.shoppers.consent import FORBIDDING, Consent, counting
from chalicelib.shoppers.frequency import Sent, distinct
from chalicelib.shops.policy import Channel

CARTS_LOOKED_AT = 100  # one read; who filled more at a time is a machine
CARTS_FILED = 200  # some kB: far from what an item can hold, whatever a machine does


class Refusal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The shopper, or the address itself, said no to a channel; ``source`` is who told us.

    ``of_all`` also stops what is no marketing: mail to an address that bounces, or to somebody
    who calls it spam, costs every other shopper the sender's good name.
    """

    channel: Channel
    at: datetime
    why: str
    of_all: bool = False
    source: str = ""


class Profile(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One contact point. ``carts`` are those filed under it: ``{epoch second}#{cart}``.

    ``refusals`` is what we heard ourselves, at most one a channel; ``consents`` what the shop, or
    the shopper, tells of marketing; ``sent`` what caps count. Nothing that happened until
    ``erased_at`` is to be remembered.
    """

    shop: str
    id: str
    last_order_at: datetime | None = None
    refusals: tuple[Refusal, ...] = ()
    soft_bounces: int = 0
    consents: tuple[Consent, ...] = ()
    sent: tuple[Sent, ...] = ()
    erased_at: datetime | None = None
    carts: frozenset[str] = frozenset()
    version: int = 0

    @property
    def cart_names(self) -> frozenset[str]:
        """Opaque names of what is filed under it, of what is gone too."""
        return frozenset(filed.partition("#")[2] for filed in self.carts)

    @property
    def is_known(self) -> bool:
        """Whether anything is remembered of it, beside that it was erased."""
        bare = Profile(shop=self.shop, id=self.id, erased_at=self.erased_at, version=self.version)
        return self != bare

    def refusal_of(self, channel: Channel) -> Refusal | None:
        """Return what was refused on a channel under this contact point."""
        return next((each for each in self.refusals if each.channel is channel), None)

    def was_erased_after(self, at: datetime) -> bool:
        """Tell if what happened ``at`` a time is not to be remembered."""
        return self.erased_at is not None and at <= self.erased_at


class Shopper(msgspec.Struct, frozen=True, kw_only=True):
    """All contact points of one cart's shopper, seen as one person; the address comes first."""

    profiles: tuple[Profile, ...]

    @property
    def last_order_at(self) -> datetime | None:
        """The latest purchase under any contact point."""
        return max((p.last_order_at for p in self.profiles if p.last_order_at), default=None)

    @property
    def sent(self) -> tuple[Sent, ...]:
        """What was lately sent under any contact point, each message once, oldest first."""
        return distinct(each for profile in self.profiles for each in profile.sent)

    def refused(self, channel: Channel) -> Refusal | None:
        """Return the first refusal of a channel under any contact point: one no is enough."""
        return min(self._refusals(channel), key=lambda refusal: refusal.at, default=None)

    def all_refused(self, channel: Channel) -> Refusal | None:
        """Return the first refusal of a channel that stops even what is no marketing."""
        of_all = (refusal for refusal in self._refusals(channel) if refusal.of_all)
        return min(of_all, key=lambda refusal: refusal.at, default=None)

    def _refusals(self, channel: Channel) -> list[Refusal]:
        found = (profile.refusal_of(channel) for profile in self.profiles)
        return [refusal for refusal in found if refusal]

    def was_erased_after(self, at: datetime) -> bool:
        """Tell if the shopper was to be forgotten after a time, under any contact point."""
        return any(profile.was_erased_after(at) for profile in self.profiles)

    def with_carts(self) -> Shopper:
        """Return the person without contact points of which no cart is known."""
        return Shopper(profiles=tuple(p for p in self.profiles if p.carts))

    def forbids(self, channel: Channel, purpose: Purpose = Purpose.MARKETING) -> Consent | None:
        """Return the word that forbids a channel under any contact point: one no is enough.

        A refusal before one that only waits to be confirmed.
        """
        words = (counting(profile.consents, channel, purpose) for profile in self.profiles)
        forbidding = [word for word in words if word and word.state in FORBIDDING]
        return max(forbidding, key=lambda w: w.state is ConsentState.REFUSED, default=None)

    def other_carts(self, cart: str) -> list[str]:
        """Names of the shopper's carts besides ``cart``, the last ones filed, newest first."""
        filed = sorted({c for p in self.profiles for c in p.carts}, reverse=True)
        names = dict.fromkeys(each.partition("#")[2] for each in filed)
        return [name for name in names if name != cart][:CARTS_LOOKED_AT]


def forgettable(profile: Profile) -> frozenset[str]:
    """Return the carts that may be struck from a contact point's file: the oldest of too many."""
    return frozenset(sorted(profile.carts, reverse=True)[CARTS_FILED:])
