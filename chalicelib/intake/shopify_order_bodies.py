"""Shopify's orders, as far as we read them: versions 2023-07 to 2026-04. Pure."""

from __future__ import annotations

from typing import Any

import msgspec

from chalicelib.intake.values import Amount, Count, Id, Text

NOTHING = msgspec.Raw(b"null")


class OrderBody(msgspec.Struct):
    """``orders/*``. Top-level amounts are in the shop's currency.

    Of these only the order's id must be readable: for anything else a purchase is not refused.
    """

    id: Id = None
    name: Any = None
    cart_token: Any = None
    checkout_token: Any = None
    email: Any = None
    contact_email: Any = None
    phone: Any = None
    customer: Any = None
    customer_locale: Any = None
    shipping_address: Any = None
    billing_address: Any = None
    test: Any = None
    source_name: Any = None
    currency: Any = None
    total_price: Any = None
    created_at: Any = None
    updated_at: Any = None
    cancelled_at: Any = None
    line_items: msgspec.Raw = NOTHING
    fulfillments: msgspec.Raw = NOTHING


class OrderLineBody(msgspec.Struct):
    """A line of an order. ``price`` is for one piece, before discounts, in the shop's currency."""

    title: Text = None
    variant_title: Text = None
    quantity: Count = None
    variant_id: Id = None
    price: Amount = None
    total_discount: Amount = None
    requires_shipping: Any = None


class FulfillmentBody(msgspec.Struct):
    """A shipment. The plural fields hold what the singular ones do, and more."""

    status: Any = None
    created_at: Any = None
    tracking_company: Any = None
    tracking_number: Any = None
    tracking_numbers: Any = None
    tracking_url: Any = None
    tracking_urls: Any = None
