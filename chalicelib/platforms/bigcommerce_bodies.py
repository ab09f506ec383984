"""What BigCommerce's API tells of carts and their shoppers, as far as we read it. Pure.

https://developer.bigcommerce.com/docs/rest-management/carts, checkouts, customers, subscribers.
Amounts are JSON numbers; of custom items they are texts.
"""

from __future__ import annotations

from typing import Any

import msgspec

from chalicelib.intake.values import Amount, Count, Id, Text


class OptionBody(msgspec.Struct, rename="camel"):
    """What was chosen for a line. Only what was chosen from a list has a ``valueId``."""

    value: Text = None
    name_id: Id = None
    value_id: Id = None


class ItemBody(msgspec.Struct):
    """A line of any kind. ``parent_id`` is that of the bundle that a line came with."""

    name: Text = None
    quantity: Count = None
    product_id: Id = None
    variant_id: Id = None
    parent_id: Any = None
    added_by_promotion: Any = None
    image_url: str | None = None
    options: list[OptionBody] | None = None
    extended_sale_price: Amount = None
    extended_list_price: Amount = None
    sale_price: Amount = None
    list_price: Amount = None
    amount: Amount = None


class ItemsBody(msgspec.Struct):
    """A cart's lines by kind."""

    physical_items: list[ItemBody] | None = None
    digital_items: list[ItemBody] | None = None
    custom_items: list[ItemBody] | None = None
    gift_certificates: list[ItemBody] | None = None


class CurrencyBody(msgspec.Struct):
    """The currency that a cart is paid in."""

    code: str | None = None


class CartBody(msgspec.Struct):
    """A cart. ``customer_id`` is 0 for a guest; ``email`` is empty until it is typed in."""

    id: str
    customer_id: Id = None
    channel_id: Id = None
    email: str | None = None
    currency: CurrencyBody | None = None
    cart_amount: Amount = None
    line_items: ItemsBody | None = None
    locale: str | None = None
    created_time: str | None = None
    updated_time: str | None = None


class AddressBody(msgspec.Struct):
    """A postal address; the street is none of our business."""

    first_name: str | None = None
    email: str | None = None
    phone: Text = None
    country_code: str | None = None


class ConsignmentBody(msgspec.Struct):
    """Where a part of the cart is to go; ``shipping_address`` is an older name."""

    address: AddressBody | None = None
    shipping_address: AddressBody | None = None


class CheckoutBody(msgspec.Struct):
    """A cart's checkout, whose id is the cart's."""

    billing_address: AddressBody | None = None
    consignments: list[ConsignmentBody] | None = None


class CustomerBody(msgspec.Struct):
    """An account, and if it takes mails about carts that were left."""

    id: Id = None
    email: str | None = None
    first_name: str | None = None
    phone: Text = None
    accepts: Any = msgspec.field(name="accepts_product_review_abandoned_cart_emails", default=None)


class SubscriberBody(msgspec.Struct):
    """What an address agreed to, with an account or without."""

    email: str | None = None
    consents: list[str] | None = None


class AbandonedBody(msgspec.Struct):
    """Which cart the token in an abandoned cart's link names."""

    cart_id: str


class LinksBody(msgspec.Struct):
    """Addresses that open a cart, once each."""

    cart_url: str | None = None


class CreatedBody(msgspec.Struct):
    """A cart that we had made."""

    id: str
    redirect_urls: LinksBody | None = None
