"""What lies in a WooCommerce order. Pure.

Six refused webhooks in a row make WooCommerce switch the webhook off, and orders come by the same
one as carts. So a price that cannot be read is left out, which leaves the total open, and is no
reason to refuse the cart.
"""

from __future__ import annotations

import html
from decimal import Decimal

import msgspec

from chalicelib.carts.basket import Basket, Line, basket_of
from chalicelib.carts.money import Money
from chalicelib.errors import MalformedBody
from chalicelib.intake import lenient
from chalicelib.intake.values import COUNT_MAX, is_yes, url
from chalicelib.intake.woocommerce_bodies import (
    UNTOLD,
    LineBody,
    OrderBody,
    Picture,
    part,
    part_or_none,
)
from chalicelib.shops.model import Shop

VARIANT_SEPARATOR = " - "  # what WooCommerce puts between a product's name and its attributes


def basket_in(body: OrderBody, shop: Shop) -> Basket | None:
    """Return the basket, None if lines are not told; ``MalformedBody`` if they are no lines."""
    if body.line_items == UNTOLD:
        return None
    lines = part(body.line_items, list[LineBody], "$.line_items")
    with_tax = is_yes(body.prices_include_tax)
    told = lenient.text(body.currency)
    code = lenient.currency(told) if told else shop.currency
    return basket_of([_line(line, with_tax) for line in lines], code, lenient.amount(body.total))


def bought_basket(body: OrderBody, shop: Shop) -> Basket | None:
    """Return what was bought; None if it cannot be read: that refuses no purchase."""
    try:
        return basket_in(body, shop)
    except MalformedBody:
        return None


def total_of(body: OrderBody, shop: Shop) -> Money | None:
    """Return what the order comes to, None if it cannot be read."""
    return lenient.money(body.total, body.currency, shop.currency)


def _line(line: LineBody, with_tax: bool) -> Line:
    quantity, fraction = pieces(line.quantity)
    title, variant = _names(line)
    return Line(
        title=title,
        quantity=quantity,
        variant=", ".join(filter(None, (variant, fraction))) or None,
        line_price=_price(line, with_tax),
        image_url=_picture(line.image),
        variant_ref=lenient.ref(line.variation_id) or lenient.ref(line.product_id),
    )


def pieces(value: object) -> tuple[int, str | None]:
    """Read a quantity: whole pieces, and in words what is none, as of cloth sold by the metre."""
    known = lenient.amount(value)
    if known is None:
        return 1, None
    if known != known.to_integral_value() and known > 0:
        return 1, f"{known.normalize():f}"
    return int(min(known, Decimal(COUNT_MAX))), None


def _names(line: LineBody) -> tuple[str, str | None]:
    """Return the product's name and its variant's. WooCommerce tells both encoded for HTML."""
    name = html.unescape(lenient.text(line.name) or "")
    parent = html.unescape(lenient.text(line.parent_name) or "")
    if parent and name.startswith(parent + VARIANT_SEPARATOR):
        return parent, name.removeprefix(parent + VARIANT_SEPARATOR) or None
    return name, None


def _price(line: LineBody, with_tax: bool) -> Decimal | None:
    """Return what the line costs its shopper: with tax where the shop's prices are with tax."""
    total = lenient.amount(line.total)
    if total is None:
        price, count = lenient.amount(line.price), lenient.amount(line.quantity)
        total = None if price is None or count is None else price * count
    tax = lenient.amount(line.total_tax) if with_tax else None
    return total if total is None or tax is None else total + tax


def _picture(raw: msgspec.Raw) -> str | None:
    picture = part_or_none(raw, Picture)
    return url(lenient.text(picture.src)) if picture else None
