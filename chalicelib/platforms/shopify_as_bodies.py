"""What Shopify's Admin API tells, in the form of its webhooks' bodies. Pure.

So both mean the same: there is one reading of a Shopify order, and one of a checkout.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from chalicelib.intake.shopify_bodies import AddressBody, CheckoutBody, CustomerBody, LineBody
from chalicelib.intake.shopify_consent import EmailConsentBody, Marketing
from chalicelib.intake.shopify_order_bodies import OrderBody
from chalicelib.platforms.shopify_nodes import (
    Checkout,
    Fulfillment,
    Left,
    Money,
    MoneyBag,
    Order,
    Person,
    Place,
)


def order_body(order: Order) -> OrderBody:
    """Bring an order into the form of ``orders/*``, without prices of its lines."""
    total = in_shops_money(order.total_price_set)
    lines = order.line_items.nodes if order.line_items else []
    return OrderBody(
        id=order.legacy_resource_id,
        name=order.name,
        cart_token=order.cart_token,
        checkout_token=order.checkout_token,
        email=order.email,
        phone=order.phone,
        customer=_customer(order.customer),
        customer_locale=order.customer_locale,
        shipping_address=_address(order.shipping_address),
        billing_address=_address(order.billing_address),
        test=order.test,
        source_name=order.source_name,
        currency=total.currency_code,
        total_price=total.amount,
        created_at=order.created_at,
        updated_at=order.updated_at,
        cancelled_at=order.cancelled_at,
        line_items=_raw([{"requires_shipping": line.requires_shipping} for line in lines]),
        fulfillments=_raw([_fulfillment(each) for each in order.fulfillments]),
    )


def checkout_body(checkout: Checkout, token: str, lines: Sequence[Left]) -> CheckoutBody:
    """Bring a checkout into the form of ``checkouts/*``; it has no tick, but the account's word."""
    person = checkout.customer or Person()
    total = in_shoppers_money(checkout.total_price_set)
    address = person.default_email_address
    phone = person.default_phone_number
    return CheckoutBody(
        cart_token=token,
        customer=CustomerBody(
            id=person.legacy_resource_id,
            email=address.email_address if address else None,
            phone=phone.phone_number if phone else None,
            first_name=person.first_name,
            email_marketing_consent={"state": address.marketing_state} if address else None,
        ),
        customer_locale=person.locale,
        shipping_address=_place(checkout.shipping_address),
        billing_address=_place(checkout.billing_address),
        presentment_currency=total.currency_code,
        total_price=total.amount,
        line_items=[_left(line) for line in lines],
        completed_at=checkout.completed_at,
        created_at=checkout.created_at,
        updated_at=checkout.updated_at,
    )


def consent_body(person: Person) -> EmailConsentBody | None:
    """Bring a customer into the form of a consent's webhook; None unless it tells since when."""
    address = person.default_email_address
    if address is None or address.marketing_updated_at is None:
        return None
    return EmailConsentBody(
        customer_id=person.legacy_resource_id,
        email_address=address.email_address,
        email_marketing_consent=Marketing(
            state=address.marketing_state, consent_updated_at=address.marketing_updated_at
        ),
    )


def in_shops_money(bag: MoneyBag | None) -> Money:
    """Return an amount in the shop's currency, as far as it is told."""
    return (bag.shop_money if bag else None) or Money()


def in_shoppers_money(bag: MoneyBag | None) -> Money:
    """Return an amount in the currency that the shopper saw, as far as it is told."""
    return (bag.presentment_money if bag else None) or Money()


def _left(line: Left) -> LineBody:
    return LineBody(
        title=line.title,
        variant_title=line.variant_title,
        quantity=line.quantity,
        variant_id=line.variant.legacy_resource_id if line.variant else None,
        line_price=in_shoppers_money(line.discounted_total_price_set).amount,
    )


def _fulfillment(each: Fulfillment) -> dict[str, Any]:
    return {
        "status": each.status,
        "created_at": each.created_at,
        "tracking_company": next((t.company for t in each.tracking_info if t.company), None),
        "tracking_numbers": [tracking.number for tracking in each.tracking_info],
        "tracking_urls": [tracking.url for tracking in each.tracking_info],
    }


def _customer(person: Person | None) -> dict[str, Any] | None:
    if person is None:
        return None
    address, phone = person.default_email_address, person.default_phone_number
    return {
        "id": person.legacy_resource_id,
        "email": address.email_address if address else None,
        "phone": phone.phone_number if phone else None,
        "first_name": person.first_name,
    }


def _address(place: Place | None) -> dict[str, Any]:
    return msgspec.structs.asdict(_place(place))


def _place(place: Place | None) -> AddressBody:
    place = place or Place()
    return AddressBody(
        first_name=place.first_name, country_code=place.country_code_v2, phone=place.phone
    )


def _raw(value: list[dict[str, Any]]) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(value))
