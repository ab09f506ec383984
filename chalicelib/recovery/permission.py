"""Whom a shop may write to about a cart. Pure."""

from __future__ import annotations

from chalicelib.intake.events import ConsentState
from chalicelib.shoppers.contact import Contact
from chalicelib.shoppers.model import Shopper
from chalicelib.shops.model import EmailConsent, Shop

FORBIDDEN = {
    ConsentState.REFUSED: "the shop tells that marketing by e-mail was refused",
    ConsentState.PENDING: "consent to marketing by e-mail is not confirmed yet",
}


def not_allowed(shop: Shop, shopper: Shopper, contact: Contact) -> str | None:
    """Say why a shopper must not be mailed, None if nothing is against it.

    What we heard ourselves (unsubscribed, bounced, complained) beats all that the shop tells. What
    the shop tells beats the tick of the checkout, an older copy that every webhook repeats.
    """
    refusal = shopper.email_refused
    if refusal is not None:
        return f"e-mail refused: {refusal.why}"
    forbidden = shopper.forbids("email")
    if forbidden is not None:
        return FORBIDDEN[forbidden]
    if shop.email_consent is EmailConsent.ASSUMED or contact.accepts_email or shopper.allows_email:
        return None
    return "no consent to marketing by e-mail"
