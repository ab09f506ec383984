"""Magento's quotes and what quotes and orders have in common, as far as we read them. Pure.

The merchant chooses which fields an event has, so anything may be missing; ``UNSET`` tells what was
not said from what is said to be nothing. The REST API has the same names, with a few more levels:
https://developer.adobe.com/commerce/webapi/rest/
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from chalicelib.intake.values import Amount, Count, Id, Text


class ItemBody(msgspec.Struct):
    """One line of a quote or an order; a part of another line has ``parent_item_id``."""

    item_id: Id = None
    parent_item_id: Id = None
    sku: Text = None
    name: Text = None
    qty: Count = None
    qty_ordered: Count = None
    price: Amount = None
    price_incl_tax: Amount = None
    row_total: Amount = None
    row_total_incl_tax: Amount = None


class AddressBody(msgspec.Struct):
    """A postal address; the street is none of our business."""

    email: Any = None
    firstname: Any = None
    country_id: Any = None
    telephone: Any = None


class ShippingBody(msgspec.Struct):
    """Where something is sent."""

    address: AddressBody | None = None


class AssignmentBody(msgspec.Struct):
    """What is sent where."""

    shipping: ShippingBody | None = None


class ExtensionBody(msgspec.Struct):
    """Where the REST API keeps shipping addresses, of quotes as of orders."""

    shipping_assignments: list[AssignmentBody] = []


class CustomerBody(msgspec.Struct):
    """The account behind a quote, as the REST API tells it."""

    id: Any = None
    email: Any = None
    firstname: Any = None


class CurrencyBody(msgspec.Struct):
    """A quote's currencies, as the REST API tells them."""

    quote_currency_code: str | None = None


class QuoteBody(msgspec.Struct):
    """A quote, which is what Magento calls a cart. Amounts are in ``quote_currency_code``."""

    entity_id: Id = None
    id: Id = None
    quote_id: Id = None
    reserved_order_id: Text = None
    is_active: Any = None
    customer_email: Any = UNSET
    customer_id: Any = None
    customer_firstname: Any = None
    customer: Any = None
    billing_address: Any = None
    shipping_address: Any = None
    items: list[ItemBody] | UnsetType | None = UNSET
    items_count: Any = None
    grand_total: Amount = None
    quote_currency_code: str | None = None
    currency: CurrencyBody | list[Any] | None = None
    extension_attributes: Any = None
    created_at: str | None = None
    updated_at: str | None = None


class TotalsBody(msgspec.Struct):
    """``GET /V1/carts/{id}/totals``: what the shopper would pay, with tax."""

    grand_total: Amount = None
    quote_currency_code: str | None = None
    items: list[ItemBody] = []


def part[T](value: object, shape: type[T]) -> T | None:
    """Read a part of a body that nobody is refused for; None when it is not of that shape."""
    try:
        return msgspec.convert(value, shape)
    except msgspec.ValidationError:
        return None
