"""On which channels a shopper is reminded, and what changes when they choose. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from chalicelib.carts.model import Cart
from chalicelib.intake.events import ConsentState
from chalicelib.links.tokens import LinkTarget
from chalicelib.recovery.permission import not_allowed, own_profile
from chalicelib.recovery.sequence import Sequence
from chalicelib.shoppers.consent import FORBIDDING, PREFERENCE_PAGE, Consent, counting
from chalicelib.shoppers.contact import Contact
from chalicelib.shoppers.learning import with_allowed, with_consent, with_refused
from chalicelib.shoppers.model import Profile, Shopper
from chalicelib.shops.model import Shop
from chalicelib.shops.policy import Channel

WHY_STOPPED = "unsubscribed"
REACHED: dict[Channel, Callable[[Contact], bool]] = {
    Channel.EMAIL: lambda contact: contact.email is not None,
    Channel.SMS: lambda contact: contact.phone is not None,
    Channel.WHATSAPP: lambda contact: contact.phone is not None,
    Channel.PUSH: lambda contact: bool(contact.devices),
    Channel.WEB_PUSH: lambda contact: bool(contact.browsers),
}


class Choice(msgspec.Struct, frozen=True):
    """One channel on which the shop could reach the shopper, and whether it may."""

    channel: Channel
    is_on: bool


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """What is known when a shopper looks at their choices. ``country`` is where they are."""

    shop: Shop
    sequence: Sequence
    target: LinkTarget
    shopper: Shopper
    cart: Cart | None
    country: str | None

    @property
    def contact(self) -> Contact:
        """How the shopper can be reached; nothing is known once the cart is forgotten."""
        return self.cart.contact if self.cart else Contact()


def choices(scene: Scene) -> tuple[Choice, ...]:
    """Return the channels of the shop's sequence by which it has the shopper.

    And the one that the link came by, which reached somebody. What nothing can be sent on any more
    is no choice.
    """
    steps = scene.sequence.steps
    used = {channel for step in steps for channel in step.channels}
    reached = {each for each in used if REACHED[each](scene.contact)} | {scene.target.channel}
    open_ = [each for each in Channel if each in reached and not scene.shopper.all_refused(each)]
    return tuple(Choice(channel, _is_on(scene, channel)) for channel in open_)


def _is_on(scene: Scene, channel: Channel) -> bool:
    if REACHED[channel](scene.contact):
        why = not_allowed(scene.shop, scene.shopper, scene.contact, channel, scene.country)
        return why is None
    return not (scene.shopper.refused(channel) or scene.shopper.forbids(channel))


def allowing(scene: Scene, channel: Channel, now: datetime) -> Callable[[Profile], Profile]:
    """Return what a yes changes in each contact point.

    It is the address's own, and takes the person's earlier noes back; elsewhere it is no yes. Only
    the channel that the link came by is proven to be the shopper's.
    """
    own = own_profile(scene.shopper, scene.contact, channel)
    is_links_own = channel is scene.target.channel
    yes = _word(scene, channel, ConsentState.GIVEN, now, is_confirmed=is_links_own)
    taken_back = msgspec.structs.replace(yes, state=ConsentState.NONE, confirmed=None)

    def changed(profile: Profile) -> Profile:
        profile = with_allowed(profile, channel)
        if profile.id == (own.id if own else scene.target.shopper if is_links_own else None):
            return with_consent(profile, yes)
        word = counting(profile.consents, channel)
        if word is None or word.state not in FORBIDDING:
            return profile
        return with_consent(with_consent(profile, yes), taken_back)

    return changed


def refusing(scene: Scene, channel: Channel, now: datetime) -> Callable[[Profile], Profile]:
    """Return what a no changes: it is the person's."""
    no = _word(scene, channel, ConsentState.REFUSED, now)
    return lambda profile: with_consent(profile, no)


def stopping(now: datetime) -> Callable[[Profile], Profile]:
    """Return what changes when a shopper wants nothing more: no shop can lift that by its word."""

    def changed(profile: Profile) -> Profile:
        for channel in Channel:
            profile = with_refused(profile, channel, now, WHY_STOPPED, source=PREFERENCE_PAGE)
        return profile

    return changed


def _word(
    scene: Scene,
    channel: Channel,
    state: ConsentState,
    now: datetime,
    *,
    is_confirmed: bool = False,
) -> Consent:
    target = scene.target
    return Consent(
        channel=channel,
        state=state,
        at=now,
        source=PREFERENCE_PAGE,
        proof=f"{target.cart} {target.episode} {target.step}",
        confirmed=True if is_confirmed else None,
    )
