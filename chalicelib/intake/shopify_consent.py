"""Shopify's consent topics: what a customer says to marketing by e-mail and by SMS. Pure.

https://shopify.dev/docs/api/admin-graphql/latest/enums/CustomerEmailMarketingState
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from chalicelib.intake.events import ConsentChanged, ConsentState, Event, Ignored
from chalicelib.intake.shopify_tokens import legible_id
from chalicelib.intake.values import Text, legible_moment, legible_words, words
from chalicelib.shoppers.contact import Contact, usable_email, usable_phone
from chalicelib.shops.model import Shop
from chalicelib.shops.policy import Channel

SOURCE = "shopify"
# https://shopify.dev/docs/api/admin-graphql/latest/enums/CustomerMarketingOptInLevel
OPT_IN_LEVELS = {"confirmed_opt_in": True, "single_opt_in": False}
STATES = {
    "subscribed": ConsentState.GIVEN,
    "pending": ConsentState.PENDING,
    "unsubscribed": ConsentState.REFUSED,
    "redacted": ConsentState.REFUSED,
    "invalid": ConsentState.REFUSED,
    "not_subscribed": ConsentState.NONE,
    "": ConsentState.NONE,
}


class Marketing(msgspec.Struct):
    """``email_marketing_consent`` or ``sms_marketing_consent``."""

    state: Text = None
    opt_in_level: Any = None
    consent_updated_at: Any = None


class EmailConsentBody(msgspec.Struct):
    """``customers_email_marketing_consent/update``."""

    email_marketing_consent: Marketing
    customer_id: Any = None
    email_address: Any = None


class SmsConsentBody(msgspec.Struct):
    """``customers_marketing_consent/update``, whose name does not tell that it is SMS."""

    sms_marketing_consent: Marketing
    id: Any = None
    phone: Any = None


def email_consent(body: EmailConsentBody, _shop: Shop, now: datetime) -> Event:
    """Return what was said to marketing by e-mail."""
    email = usable_email(legible_words(body.email_address))
    contact = Contact(email=email, customer=legible_id(body.customer_id))
    if contact == Contact():
        return Ignored(why="consent of nobody")
    marketing = body.email_marketing_consent
    return ConsentChanged(
        contact=contact,
        channel=Channel.EMAIL,
        state=state_of(marketing.state),
        occurred_at=legible_moment(marketing.consent_updated_at) or now,
        source=SOURCE,
        confirmed=_confirmed(marketing.opt_in_level),
    )


def sms_consent(body: SmsConsentBody, _shop: Shop, now: datetime) -> Event:
    """Return what was said to marketing by SMS."""
    phone = usable_phone(legible_words(body.phone))
    contact = Contact(phone=phone, customer=legible_id(body.id))
    if contact == Contact():
        return Ignored(why="consent of nobody")
    marketing = body.sms_marketing_consent
    return ConsentChanged(
        contact=contact,
        channel=Channel.SMS,
        state=state_of(marketing.state),
        occurred_at=legible_moment(marketing.consent_updated_at) or now,
        source=SOURCE,
        confirmed=_confirmed(marketing.opt_in_level),
    )


def state_of(told: object) -> ConsentState:
    """Read a state in any case; one that we do not know is at least no yes."""
    known = (words(told) or "") if isinstance(told, str | int | float) else ""
    return STATES.get(known.strip().lower(), ConsentState.PENDING)


def _confirmed(level: object) -> bool | None:
    """Read an opt-in level; None for one that we do not know, or that is not told."""
    return OPT_IN_LEVELS.get((legible_words(level) or "").strip().lower())
