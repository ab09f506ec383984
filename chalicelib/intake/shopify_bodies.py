"""Shopify's bodies, as far as we read them: versions 2023-07 to 2026-04. Pure.

Everything but a few tokens may be null, absent, or (where an object belongs) an empty list; what
is not named here is skipped without being built. https://shopify.dev/docs/api/webhooks
"""

from __future__ import annotations

from typing import Any

import msgspec

from chalicelib.intake.values import Amount, Count, Id, Text


class MoneyBody(msgspec.Struct):
    """One side of a ``*_set``."""

    amount: Amount = None
    currency_code: str | None = None


class MoneySet(msgspec.Struct):
    """An amount in the shop's currency and in the one the shopper saw."""

    shop_money: MoneyBody | None = None
    presentment_money: MoneyBody | None = None


class LineBody(msgspec.Struct):
    """A line of a cart or checkout."""

    title: Text = None
    presentment_title: Text = None
    variant_title: Text = None
    quantity: Count = None
    variant_id: Id = None
    price: Amount = None
    line_price: Amount = None
    line_price_set: MoneySet | None = None
    image_url: str | None = None


class AddressBody(msgspec.Struct):
    """A postal address; the street is none of our business."""

    first_name: str | None = None
    country_code: str | None = None
    phone: Text = None


Address = AddressBody | list[Any] | None


class CustomerBody(msgspec.Struct):
    """The account behind a checkout.

    ``accepts_marketing`` is gone since 2024-01, ``email_marketing_consent`` since 2025-01.
    """

    id: Id = None
    email: str | None = None
    phone: Text = None
    first_name: str | None = None
    accepts_marketing: Any = None
    email_marketing_consent: Any = None
    sms_marketing_consent: Any = None


Customer = CustomerBody | list[Any] | None


class CartBody(msgspec.Struct):
    """``carts/create`` and ``carts/update``: lines, and no word of the shopper."""

    token: Id = None
    id: Id = None
    line_items: list[LineBody] | None = None
    created_at: str | None = None
    updated_at: str | None = None


class CheckoutBody(msgspec.Struct):
    """``checkouts/create`` and ``checkouts/update``. Amounts are in the shopper's currency.

    https://shopify.dev: "For other resources, such as the Checkout resource, the existing
    properties are in the presentment currency" (multi-currency guide).
    """

    token: Id = None
    cart_token: Id = None
    email: str | None = None
    phone: Text = None
    customer: Customer = None
    customer_locale: str | None = None
    shipping_address: Address = None
    billing_address: Address = None
    buyer_accepts_marketing: bool | None = None
    buyer_accepts_sms_marketing: bool | None = None
    sms_marketing_phone: Text = None
    currency: str | None = None
    presentment_currency: str | None = None
    total_price: Amount = None
    line_items: list[LineBody] | None = None
    completed_at: str | None = None
    created_at: str | None = None
    updated_at: str | None = None
    financial_status: Any = None
    """Only orders have one."""


class CheckoutDeletedBody(msgspec.Struct):
    """``checkouts/delete``: of the names we know, at most ``cart_token`` is there."""

    token: Id = None
    cart_token: Id = None
