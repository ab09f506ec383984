"""Who stands behind a Shopify checkout or order. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from chalicelib.intake.shopify_bodies import (
    Address,
    AddressBody,
    CheckoutBody,
    CustomerBody,
    OrderBody,
)
from chalicelib.intake.values import Text, token, words
from chalicelib.shoppers.contact import (
    Contact,
    usable_country,
    usable_email,
    usable_locale,
    usable_name,
    usable_phone,
)


def checkout_shopper(body: CheckoutBody) -> Contact:
    """Return who is checking out, with the marketing ticks of this moment."""
    return _contact(
        body,
        emails=(body.email,),
        phones=(body.phone, body.sms_marketing_phone),
        accepts_email=body.buyer_accepts_marketing,
        accepts_sms=body.buyer_accepts_sms_marketing,
    )


def buyer(body: OrderBody) -> Contact:
    """Return who bought."""
    return _contact(
        body,
        emails=map(_text, (body.email, body.contact_email)),
        phones=map(_text, (body.phone,)),
    )


def _contact(
    body: CheckoutBody | OrderBody,
    emails: Iterable[str | None],
    phones: Iterable[Text],
    accepts_email: bool | None = None,
    accepts_sms: bool | None = None,
) -> Contact:
    """Take the checkout's own word before the account's, and the account's before addresses'."""
    customer = body.customer if isinstance(body.customer, CustomerBody) else CustomerBody()
    shipping, billing = _address(body.shipping_address), _address(body.billing_address)
    phones = (*phones, customer.phone, billing.phone, shipping.phone)
    countries = map(usable_country, (shipping.country_code, billing.country_code))
    names = (customer.first_name, shipping.first_name, billing.first_name)
    return Contact(
        email=_first(map(usable_email, (*emails, customer.email))),
        phone=_first(map(usable_phone, map(words, phones))),
        customer=token(customer.id, "$.customer.id"),
        name=_first(map(usable_name, names)),
        locale=usable_locale(_text(body.customer_locale)),
        country=_first(countries),
        accepts_email=accepts_email,
        accepts_sms=accepts_sms,
    )


def _text(value: object) -> str | None:
    """Read words where anything may stand."""
    return words(value) if isinstance(value, str | int | float) else None


def _address(address: Address) -> AddressBody:
    """Read an address; Shopify also sends null, nothing, or an empty list for none."""
    return address if isinstance(address, AddressBody) else AddressBody()


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)
