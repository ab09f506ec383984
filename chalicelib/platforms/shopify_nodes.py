"""What Shopify's Admin API answers, as far as we ask. Pure.

Whatever may be null there, or be kept from us, has a default here.
"""

from __future__ import annotations

import msgspec


class Page(msgspec.Struct, rename="camel"):
    """Where a list goes on."""

    has_next_page: bool = False
    end_cursor: str | None = None


class Nodes[T](msgspec.Struct, rename="camel"):
    """One page of a list."""

    nodes: list[T]
    page_info: Page = msgspec.field(default_factory=Page)


class Money(msgspec.Struct, rename="camel"):
    """A decimal amount in a currency."""

    amount: str | None = None
    currency_code: str | None = None


class MoneyBag(msgspec.Struct, rename="camel"):
    """An amount in the shop's currency, or in the one the shopper saw: only one is asked for."""

    shop_money: Money | None = None
    presentment_money: Money | None = None


class Address(msgspec.Struct, rename="camel"):
    """A customer's e-mail address, with what was said to marketing there."""

    email_address: str | None = None
    marketing_state: str | None = None
    marketing_updated_at: str | None = None


class Phone(msgspec.Struct, rename="camel"):
    """A customer's phone number."""

    phone_number: str | None = None


class Person(msgspec.Struct, rename="camel"):
    """A customer."""

    legacy_resource_id: str | int | None = None
    first_name: str | None = None
    locale: str | None = None
    default_email_address: Address | None = None
    default_phone_number: Phone | None = None


class Place(msgspec.Struct, rename="camel"):
    """A postal address."""

    first_name: str | None = None
    phone: str | None = None
    country_code_v2: str | None = msgspec.field(default=None, name="countryCodeV2")


class Bought(msgspec.Struct, rename="camel"):
    """A line of an order."""

    title: str | None = None
    variant_title: str | None = None
    quantity: int = 1
    requires_shipping: bool | None = None
    discounted_total_set: MoneyBag | None = None


class Tracking(msgspec.Struct):
    """How to follow a parcel."""

    company: str | None = None
    number: str | None = None
    url: str | None = None


class Fulfillment(msgspec.Struct, rename="camel"):
    """A shipment."""

    status: str | None = None
    created_at: str | None = None
    tracking_info: list[Tracking] = []


class Order(msgspec.Struct, rename="camel"):
    """An order."""

    legacy_resource_id: str | int
    updated_at: str
    created_at: str | None = None
    cancelled_at: str | None = None
    name: str | None = None
    test: bool = False
    source_name: str | None = None
    cart_token: str | None = None
    checkout_token: str | None = None
    email: str | None = None
    phone: str | None = None
    customer_locale: str | None = None
    customer: Person | None = None
    shipping_address: Place | None = None
    billing_address: Place | None = None
    total_price_set: MoneyBag | None = None
    line_items: Nodes[Bought] | None = None
    fulfillments: list[Fulfillment] = []


class Variant(msgspec.Struct, rename="camel"):
    """A product's variant; it needs the right to read products."""

    legacy_resource_id: str | int | None = None


class Left(msgspec.Struct, rename="camel"):
    """A line of an abandoned checkout."""

    title: str | None = None
    variant_title: str | None = None
    quantity: int = 1
    variant: Variant | None = None
    discounted_total_price_set: MoneyBag | None = None


class Checkout(msgspec.Struct, rename="camel"):
    """A checkout whose shopper said who they are, and did not buy, or only later."""

    id: str
    updated_at: str
    line_items: Nodes[Left]
    abandoned_checkout_url: str | None = None
    created_at: str | None = None
    completed_at: str | None = None
    customer: Person | None = None
    shipping_address: Place | None = None
    billing_address: Place | None = None
    total_price_set: MoneyBag | None = None
