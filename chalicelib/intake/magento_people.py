"""Who stands behind a Magento quote or order. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from chalicelib.intake import lenient
from chalicelib.intake.magento_bodies import (
    AddressBody,
    CustomerBody,
    ExtensionBody,
    QuoteBody,
    part,
)
from chalicelib.intake.magento_order_bodies import OrderBody
from chalicelib.shoppers.contact import (
    Contact,
    usable_country,
    usable_email,
    usable_name,
    usable_phone,
)


def shopper(body: QuoteBody) -> Contact:
    """Return who is shopping. A quote knows nothing of consent: newsletters' events tell that."""
    account = part(body.customer, CustomerBody) or CustomerBody()
    return _contact(
        emails=(body.customer_email, account.email),
        names=(body.customer_firstname, account.firstname),
        customer=lenient.ref(body.customer_id) or lenient.ref(account.id),
        addresses=[
            *_addresses(body.billing_address, body.shipping_address),
            *_sent_to(body.extension_attributes),
        ],
    )


def buyer(body: OrderBody) -> Contact:
    """Return who bought."""
    listed = body.addresses if isinstance(body.addresses, list) else []
    return _contact(
        emails=(body.customer_email,),
        names=(body.customer_firstname,),
        customer=lenient.ref(body.customer_id),
        addresses=[
            *_addresses(body.shipping_address, body.billing_address, *listed),
            *_sent_to(body.extension_attributes),
        ],
    )


def _contact(
    *,
    emails: Iterable[object],
    names: Iterable[object],
    customer: str | None,
    addresses: list[AddressBody],
) -> Contact:
    """Take what the quote or order itself says before what its addresses say."""
    emails = (*emails, *(address.email for address in addresses))
    names = (*names, *(address.firstname for address in addresses))
    phones = (address.telephone for address in addresses)
    countries = (address.country_id for address in addresses)
    return Contact(
        email=lenient.first(usable_email(lenient.text(each)) for each in emails),
        phone=lenient.first(usable_phone(lenient.text(each)) for each in phones),
        customer=customer,
        name=lenient.first(usable_name(lenient.text(each)) for each in names),
        country=lenient.first(usable_country(lenient.text(each)) for each in countries),
    )


def _addresses(*told: Any) -> list[AddressBody]:
    return [found for each in told if (found := part(each, AddressBody)) is not None]


def _sent_to(extensions: object) -> list[AddressBody]:
    told = part(extensions, ExtensionBody) or ExtensionBody()
    places = (each.shipping.address for each in told.shipping_assignments if each.shipping)
    return [address for address in places if address]
