"""Carts that a WooCommerce plugin tells of under WooCommerce's own signature. Pure.

"Abandoned Cart Lite for WooCommerce" by Tyche: includes/class-wcal-webhooks.php in
github.com/TycheSoftwares/woocommerce-abandoned-cart. It names no currency.
"""

from __future__ import annotations

import html
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec

from chalicelib.carts.basket import Basket, Line, basket_of
from chalicelib.errors import MalformedBody
from chalicelib.intake import lenient
from chalicelib.intake.events import CartChanged, Event, OrderPlaced
from chalicelib.intake.values import Id, token
from chalicelib.intake.woocommerce_baskets import pieces
from chalicelib.intake.woocommerce_orders import order_token
from chalicelib.shoppers.contact import (
    Contact,
    usable_country,
    usable_email,
    usable_name,
    usable_phone,
)
from chalicelib.shops.model import Shop

REGISTERED = "REGISTERED"  # user_id is then the customer's; a guest's is the plugin's own
# The plugin's timestamp is in the shop's own time zone: up to 14 hours from UTC, and it tells of a
# cart minutes after it was left. One that is further off is an old webhook, played again.
TIME_ZONES = timedelta(hours=26)


class ProductBody(msgspec.Struct):
    """One product in the plugin's cart."""

    product_id: Any = None
    variation_id: Any = None
    product_name: Any = None
    line_subtotal: Any = None
    quantity: Any = None


class PluginCartBody(msgspec.Struct):
    """``wcap_cart.cutoff`` and ``wcap_cart.recovered``; the latter has an ``order_id``.

    ``checkout_link`` opens the shopper's own checkout, so it is not even read.
    """

    id: Id = None
    order_id: Any = None
    user_id: Any = None
    user_type: Any = None
    email_id: Any = None
    phone: Any = None
    billing_first_name: Any = None
    billing_country: Any = None
    product_details: list[ProductBody] | dict[str, ProductBody] | None = None
    total: Any = None
    total_tax: Any = None
    timestamp: Any = None


def plugin_cart(body: PluginCartBody, shop: Shop, now: datetime) -> Event:
    """``wcap_cart.cutoff``: the plugin takes a cart for abandoned."""
    return CartChanged(
        tokens=(_token(body),),
        occurred_at=_left_at(body, now),
        basket=_basket(body, shop),
        contact=_shopper(body),
    )


def plugin_recovery(body: PluginCartBody, shop: Shop, now: datetime) -> Event:
    """``wcap_cart.recovered``: the cart was bought, by an order that we may hear of too."""
    order = lenient.ref(body.order_id)
    if order is None:
        raise MalformedBody("$.order_id", "needed: the order that the cart became")
    return OrderPlaced(
        order=order,
        tokens=(order_token(order), _token(body)),
        occurred_at=now,
        contact=_shopper(body),
        total=lenient.money(body.total, None, shop.currency),
    )


def _token(body: PluginCartBody) -> str:
    cart = token(body.id, "$.id")
    if cart is None:
        raise MalformedBody("$.id", "needed: the plugin's own id of the cart")
    return f"wcap-{cart}"


def _left_at(body: PluginCartBody, now: datetime) -> datetime:
    seconds = lenient.amount(body.timestamp)
    try:
        told = datetime.fromtimestamp(int(seconds or 0), UTC)
    except (ValueError, OverflowError, OSError):
        return now
    return told if seconds and told < now - TIME_ZONES else now


def _basket(body: PluginCartBody, shop: Shop) -> Basket | None:
    """Return the basket. PHP writes a list with gaps as an object."""
    if body.product_details is None:
        return None
    details = body.product_details
    products = details if isinstance(details, list) else list(details.values())
    total, tax = lenient.amount(body.total), lenient.amount(body.total_tax)
    with_tax = None if total is None else total + (tax or Decimal(0))
    return basket_of([_line(each) for each in products], shop.currency, with_tax)


def _line(product: ProductBody) -> Line:
    quantity, fraction = pieces(product.quantity)
    return Line(
        title=html.unescape(lenient.text(product.product_name) or ""),
        quantity=quantity,
        variant=fraction,
        line_price=lenient.amount(product.line_subtotal),
        variant_ref=lenient.ref(product.variation_id) or lenient.ref(product.product_id),
    )


def _shopper(body: PluginCartBody) -> Contact:
    return Contact(
        email=usable_email(lenient.text(body.email_id)),
        phone=usable_phone(lenient.text(body.phone)),
        customer=lenient.ref(body.user_id) if body.user_type == REGISTERED else None,
        name=usable_name(lenient.text(body.billing_first_name)),
        country=usable_country(lenient.text(body.billing_country)),
    )
