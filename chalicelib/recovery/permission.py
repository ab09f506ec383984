"""Whom a shop may write to about a cart, by channel and purpose. Pure."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.channels.model import Purpose
from chalicelib.intake.events import ConsentState
from chalicelib.shoppers.consent import PREFERENCE_PAGE, Consent, counting
from chalicelib.shoppers.contact import Contact
from chalicelib.shoppers.identity import email_identity, phone_identity
from chalicelib.shoppers.model import Profile, Shopper
from chalicelib.shops.model import Shop
from chalicelib.shops.policy import Channel

NAMES = {
    Channel.EMAIL: "e-mail",
    Channel.SMS: "SMS",
    Channel.WHATSAPP: "WhatsApp",
    Channel.PUSH: "push",
    Channel.WEB_PUSH: "web push",
}
TICKS: dict[Channel, Callable[[Contact], bool | None]] = {
    Channel.EMAIL: lambda contact: contact.accepts_email,
    Channel.SMS: lambda contact: contact.accepts_sms,
    Channel.WHATSAPP: lambda contact: contact.accepts_whatsapp,
}
# Apps and browsers ask their owner themselves: to have one is to have a yes.
OWNED: dict[Channel, Callable[[Contact], bool]] = {
    Channel.PUSH: lambda contact: bool(contact.devices),
    Channel.WEB_PUSH: lambda contact: bool(contact.browsers),
}


def not_allowed(
    shop: Shop,
    shopper: Shopper,
    contact: Contact,
    channel: Channel,
    country: str | None,
    *,
    purpose: Purpose = Purpose.MARKETING,
) -> str | None:
    """Say why a shopper must not be written to on a channel, None if nothing is against it.

    What we heard ourselves (unsubscribed, bounced, complained) beats all that the shop tells. What
    the shop tells beats the tick of the checkout, an older copy that every webhook repeats. The
    profiles of ``shopper`` come in the order of ``contact``'s points; an unknown ``country`` is
    taken for each of the strictest. Only marketing needs a yes.
    """
    is_marketing = purpose is Purpose.MARKETING
    refusal = shopper.refused(channel) if is_marketing else shopper.all_refused(channel)
    if refusal is not None:
        return f"{NAMES[channel]} refused: {refusal.why}"
    forbidden = shopper.forbids(channel, purpose)
    if forbidden is not None and (is_marketing or forbidden.state is ConsentState.REFUSED):
        return _forbidden(forbidden)
    return _no_yes(shop, shopper, contact, channel, country) if is_marketing else None


def _forbidden(word: Consent) -> str:
    what = f"{word.purpose} by {NAMES[word.channel]}"
    if word.state is ConsentState.PENDING:
        return f"consent to {what} is not confirmed yet"
    if word.source == PREFERENCE_PAGE:
        return f"{what} was refused on the preference page"
    return f"the shop tells that {what} was refused"


def _no_yes(
    shop: Shop, shopper: Shopper, contact: Contact, channel: Channel, country: str | None
) -> str | None:
    """Say what a yes lacks; an e-mail needs none where the shop knows a country's law to say so."""
    marketing = f"marketing by {NAMES[channel]}"
    if channel in OWNED:
        return None if OWNED[channel](contact) else f"no consent to {marketing}"
    word = _word(shopper, contact, channel)
    is_confirmed = word is not None and word.confirmed is True
    soft = channel is Channel.EMAIL and country in shop.policy.soft_opt_in
    if is_confirmed or soft:
        return None
    if word is None and not TICKS[channel](contact):
        return f"no consent to {marketing}"
    if _must_be_confirmed(shop, country):
        return f"consent to {marketing} was not confirmed"
    return None


def _word(shopper: Shopper, contact: Contact, channel: Channel) -> Consent | None:
    """Return the yes that was given for this very address: one for another is none for it."""
    profile = own_profile(shopper, contact, channel)
    word = counting(profile.consents, channel) if profile else None
    return word if word and word.state is ConsentState.GIVEN else None


def own_profile(shopper: Shopper, contact: Contact, channel: Channel) -> Profile | None:
    """Return the address's own profile: the first is the e-mail address's, then the number's."""
    has_email = email_identity(contact.email) is not None
    if channel is Channel.EMAIL:
        place = 0 if has_email else None
    else:
        place = int(has_email) if phone_identity(contact.phone) else None
    known = place is not None and place < len(shopper.profiles)
    return shopper.profiles[place] if known and place is not None else None


def _must_be_confirmed(shop: Shop, country: str | None) -> bool:
    strict = shop.policy.double_opt_in
    return bool(strict) if country is None else country in strict
