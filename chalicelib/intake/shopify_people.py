"""Who stands behind a Shopify checkout or order. Pure.

The checkout's or order's own word comes before the account's, and that before the addresses'.
"""

from __future__ import annotations

from collections.abc import Iterable

from chalicelib.intake.events import ConsentState
from chalicelib.intake.shopify_bodies import Address, AddressBody, CheckoutBody, CustomerBody
from chalicelib.intake.shopify_consent import state_of
from chalicelib.intake.shopify_order_bodies import OrderBody
from chalicelib.intake.shopify_tokens import legible_id
from chalicelib.intake.values import legible_words, token, words
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
    customer = body.customer if isinstance(body.customer, CustomerBody) else CustomerBody()
    shipping, billing = _address(body.shipping_address), _address(body.billing_address)
    phones = (body.phone, body.sms_marketing_phone, customer.phone, billing.phone, shipping.phone)
    email_word = customer.email_marketing_consent or customer.accepts_marketing
    return Contact(
        email=_first(map(usable_email, (body.email, customer.email))),
        phone=_first(map(usable_phone, map(words, phones))),
        customer=token(customer.id, "$.customer.id"),
        name=_name(customer.first_name, shipping.first_name, billing.first_name),
        locale=usable_locale(body.customer_locale),
        country=_country(shipping.country_code, billing.country_code),
        accepts_email=_tick(body.buyer_accepts_marketing, email_word),
        accepts_sms=_tick(body.buyer_accepts_sms_marketing, customer.sms_marketing_consent),
    )


def buyer(body: OrderBody) -> Contact:
    """Return who bought, as far as that can be read: no purchase is refused for its buyer."""
    customer, shipping, billing = body.customer, body.shipping_address, body.billing_address
    phones = (body.phone, *(part(each, "phone") for each in (customer, billing, shipping)))
    emails = (body.email, body.contact_email, part(customer, "email"))
    return Contact(
        email=_first(map(usable_email, map(legible_words, emails))),
        phone=_first(map(usable_phone, map(legible_words, phones))),
        customer=legible_id(part(customer, "id")),
        name=_name(*(part(each, "first_name") for each in (customer, shipping, billing))),
        locale=usable_locale(legible_words(body.customer_locale)),
        country=_country(part(shipping, "country_code"), part(billing, "country_code")),
    )


def part(whole: object, name: str) -> object:
    """Return a part of what should be an object, None when it is not there."""
    return whole.get(name) if isinstance(whole, dict) else None


def _tick(tick: bool | None, account: object) -> bool | None:
    """Read a checkout's tick; where it has none, what older versions tell of the account."""
    if tick is not None:
        return tick
    if isinstance(account, bool):
        return account
    state = part(account, "state")
    return None if state is None else state_of(state) is ConsentState.GIVEN


def _name(*told: object) -> str | None:
    return _first(map(usable_name, map(legible_words, told)))


def _country(*told: object) -> str | None:
    return _first(map(usable_country, map(legible_words, told)))


def _address(address: Address) -> AddressBody:
    """Read an address; Shopify also sends null, nothing, or an empty list for none."""
    return address if isinstance(address, AddressBody) else AddressBody()


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)
