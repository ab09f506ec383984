"""Who stands behind a cart at BigCommerce, and what they agreed to. Pure."""

from __future__ import annotations

from chalicelib.intake.values import Id, is_yes, token, words
from chalicelib.platforms.bigcommerce_bodies import (
    AddressBody,
    CartBody,
    CheckoutBody,
    CustomerBody,
    SubscriberBody,
)
from chalicelib.shoppers.contact import (
    Contact,
    usable_country,
    usable_email,
    usable_locale,
    usable_name,
    usable_phone,
)

CONSENT = "abandoned_cart"
GUEST = "0"


def customer_of(value: Id, path: str) -> str | None:
    """Read a customer's id; 0 is a guest."""
    customer = token(value, path)
    return None if customer == GUEST else customer


def shopper(cart: CartBody, checkout: CheckoutBody | None, account: CustomerBody | None) -> Contact:
    """Return who is behind a cart: its own word first, then the checkout's, then the account's.

    Of where it is to be sent, only phone, first name and country count, and last: that may be
    somebody else's address. Consent is not said yet, unless the account says it.
    """
    billing, shipping = _addresses(checkout or CheckoutBody())
    known = account or CustomerBody()
    emails = map(usable_email, (cart.email, billing.email, known.email))
    phones = (billing.phone, known.phone, shipping.phone)
    names = (billing.first_name, known.first_name, shipping.first_name)
    countries = (billing.country_code, shipping.country_code)
    return Contact(
        email=next(filter(None, emails), None),
        phone=next(filter(None, (usable_phone(words(phone)) for phone in phones)), None),
        customer=customer_of(cart.customer_id, "$.data.customer_id"),
        name=next(filter(None, map(usable_name, names)), None),
        locale=usable_locale(cart.locale),
        country=next(filter(None, map(usable_country, countries)), None),
        accepts_email=None if known.accepts is None else is_yes(known.accepts),
    )


def consented(subscribers: list[SubscriberBody]) -> bool | None:
    """Tell if an address agreed to mails about carts; None if it was never asked."""
    if not subscribers:
        return None
    return any(CONSENT in (each.consents or []) for each in subscribers)


def _addresses(checkout: CheckoutBody) -> tuple[AddressBody, AddressBody]:
    first = next(iter(checkout.consignments or []), None)
    shipping = (first.address or first.shipping_address) if first else None
    return checkout.billing_address or AddressBody(), shipping or AddressBody()
