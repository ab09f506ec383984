"""WooCommerce's bodies, as far as we read them: REST API v1 to v3, and the legacy one. Pure.

Plugins write into every field, so that all but an order's id and status is read where it is used,
leniently; what stays ``Raw`` is not even decoded before it is needed.
https://woocommerce.github.io/woocommerce-rest-api-docs/#order-properties
"""

from __future__ import annotations

from typing import Any

import msgspec

from chalicelib.errors import MalformedBody
from chalicelib.intake.body import read
from chalicelib.intake.values import Id

UNTOLD = msgspec.Raw(b"null")


class OrderBody(msgspec.Struct):
    """An order, whatever its status; the second block is what the legacy API calls things.

    ``date_*_gmt`` are UTC without saying so. The fields without ``_gmt`` are in the shop's own time
    zone, which is nowhere told, so they are not read.
    """

    id: Id = None
    status: str | None = None
    number: Any = None
    created_via: Any = None
    currency: Any = None
    total: Any = None
    prices_include_tax: Any = None
    customer_id: Any = None
    payment_method: Any = None
    date_created_gmt: Any = None
    date_modified_gmt: Any = None
    date_paid_gmt: Any = None
    billing: msgspec.Raw = UNTOLD
    shipping: msgspec.Raw = UNTOLD
    line_items: msgspec.Raw = UNTOLD
    meta_data: msgspec.Raw = UNTOLD

    order_number: Any = None
    created_at: Any = None
    updated_at: Any = None
    payment_details: Any = None
    billing_address: msgspec.Raw = UNTOLD
    shipping_address: msgspec.Raw = UNTOLD


class WrappedOrder(msgspec.Struct):
    """What the legacy API puts around an order."""

    order: OrderBody | None = None


class DeletedOrder(msgspec.Struct):
    """``order.deleted`` tells an id and nothing else."""

    id: Id = None


class Picture(msgspec.Struct):
    """The picture of a line's product."""

    src: Any = None


class LineBody(msgspec.Struct):
    """A line. ``price`` and ``total`` are without tax, ``total`` after coupons."""

    name: Any = None
    parent_name: Any = None
    product_id: Any = None
    variation_id: Any = None
    quantity: Any = None
    price: Any = None
    total: Any = None
    total_tax: Any = None
    image: msgspec.Raw = UNTOLD


class AddressBody(msgspec.Struct):
    """A postal address, of which the street is none of our business."""

    first_name: Any = None
    country: Any = None
    email: Any = None
    phone: Any = None


class MetaBody(msgspec.Struct):
    """Something that a plugin keeps with an order; the value may be anything."""

    key: Any = None
    value: msgspec.Raw = UNTOLD


def order_in(body: bytes) -> OrderBody:
    """Read an order, also where the legacy API wrapped it up."""
    order = read(body, OrderBody)
    if order.id is None and order.status is None:
        return read(body, WrappedOrder).order or order
    return order


def part[T](raw: msgspec.Raw, shape: type[T], path: str) -> T:
    """Decode what stands at ``path``; ``MalformedBody`` with the whole path for what is not it."""
    try:
        return read(bytes(raw), shape)
    except MalformedBody as error:
        raise MalformedBody(path + error.path.removeprefix("$"), error.problem) from None


def part_or_none[T](raw: msgspec.Raw, shape: type[T]) -> T | None:
    """Decode a part that may be left out: PHP writes an empty list where an object is missing."""
    try:
        return read(bytes(raw), shape)
    except MalformedBody:
        return None
