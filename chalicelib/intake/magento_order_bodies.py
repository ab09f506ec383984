"""Magento's orders, shipments and subscribers, as far as we read them. Pure."""

from __future__ import annotations

from typing import Any

import msgspec

from chalicelib.intake.values import Id


class PaymentBody(msgspec.Struct):
    """How an order is paid, and how far that has come."""

    method: Any = None
    amount_authorized: Any = None
    base_amount_authorized: Any = None
    amount_paid: Any = None
    base_amount_paid: Any = None


class OrderBody(msgspec.Struct):
    """An order. Amounts are in ``order_currency_code``.

    Only what names it must be readable: for anything else a purchase is not refused.
    """

    increment_id: Id = None
    real_order_id: Id = None
    entity_id: Id = None
    quote_id: Any = None
    state: Any = None
    status: Any = None
    is_virtual: Any = None
    customer_email: Any = None
    customer_id: Any = None
    customer_firstname: Any = None
    billing_address: Any = None
    shipping_address: Any = None
    addresses: Any = None
    payment: Any = None
    total_paid: Any = None
    total_invoiced: Any = None
    items: Any = None
    grand_total: Any = None
    order_currency_code: Any = None
    extension_attributes: Any = None
    created_at: Any = None
    updated_at: Any = None


class TrackBody(msgspec.Struct):
    """One parcel; Magento knows no address where it could be followed."""

    title: Any = None
    carrier_code: Any = None
    track_number: Any = None
    number: Any = None


class ShipmentBody(msgspec.Struct):
    """One shipment of an order, which it names by the order's own id."""

    order_id: Id = None
    created_at: Any = None
    tracks: list[TrackBody] | None = None


class SubscriberBody(msgspec.Struct):
    """Who subscribed to the shop's newsletter, or took that back."""

    subscriber_email: Any = None
    subscriber_status: Any = None
    customer_id: Any = None
