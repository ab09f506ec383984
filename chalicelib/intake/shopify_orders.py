"""From Shopify's orders to events. Pure."""

from __future__ import annotations

from datetime import datetime

from chalicelib.carts.money import Money
from chalicelib.errors import MalformedBody
from chalicelib.intake.events import Event, Ignored, OrderCancelled, OrderPlaced, OrderShipped
from chalicelib.intake.shopify_baskets import order_basket
from chalicelib.intake.shopify_order_bodies import OrderBody
from chalicelib.intake.shopify_parcels import handed_over, parcels, shipped_at
from chalicelib.intake.shopify_people import buyer
from chalicelib.intake.shopify_tokens import legible_tokens
from chalicelib.intake.values import amount, currency, is_yes, legible_moment, token, words
from chalicelib.shops.model import Shop

NUMBER_MAX_LETTERS = 40  # a merchant sets prefix and suffix: "#1001", "EN-1001/26"


def order_placed(body: OrderBody, shop: Shop, now: datetime) -> Event:
    """``orders/create`` and ``orders/paid``; test orders are none.

    An order whose payment is still pending (transfer, cash on delivery) is a purchase: its buyer
    has decided, and must not be asked again.
    """
    if is_yes(body.test):
        return Ignored(why="a test order")
    return OrderPlaced(
        order=_order(body),
        tokens=_tokens(body),
        occurred_at=legible_moment(body.created_at) or now,
        contact=buyer(body),
        total=_total(body, shop),
        number=_number(body),
        basket=order_basket(body, shop),
    )


def order_cancelled(body: OrderBody, _shop: Shop, now: datetime) -> Event:
    """``orders/cancelled``."""
    if is_yes(body.test):
        return Ignored(why="a test order")
    return OrderCancelled(
        order=_order(body),
        tokens=_tokens(body),
        occurred_at=legible_moment(body.cancelled_at) or now,
        contact=buyer(body),
    )


def order_updated(body: OrderBody, shop: Shop, now: datetime) -> Event:
    """``orders/updated``: tells of a cancellation; else of an order that was told of before."""
    if legible_moment(body.cancelled_at) is not None:
        return order_cancelled(body, shop, now)
    return Ignored(why="a change of an order that is no cancellation")


def order_shipped(body: OrderBody, _shop: Shop, now: datetime) -> Event:
    """``orders/fulfilled`` and ``orders/partially_fulfilled``, if there is anything to follow."""
    if is_yes(body.test):
        return Ignored(why="a test order")
    order = _order(body)
    if handed_over(body):
        return Ignored(why="nothing of this order is sent anywhere")
    return OrderShipped(
        order=order,
        tokens=_tokens(body),
        occurred_at=shipped_at(body) or legible_moment(body.updated_at) or now,
        contact=buyer(body),
        number=_number(body),
        parcels=parcels(body),
    )


def _order(body: OrderBody) -> str:
    order = token(body.id, "$.id")
    if order is None:
        raise MalformedBody("$.id", "needed: the order's id")
    return order


def _tokens(body: OrderBody) -> tuple[str, ...]:
    return legible_tokens(body.cart_token, body.checkout_token)


def _number(body: OrderBody) -> str | None:
    name = body.name.strip() if isinstance(body.name, str) else ""
    return name if 0 < len(name) <= NUMBER_MAX_LETTERS else None


def _total(body: OrderBody, shop: Shop) -> Money | None:
    """Read what was paid; an unreadable total must not turn a buyer back into an abandoner."""
    if not isinstance(body.total_price, str | int | float):
        return None
    try:
        total = amount(body.total_price, "$.total_price")
        code = currency(words(body.currency), "$.currency") or shop.currency
    except MalformedBody:
        return None
    return None if total is None else Money(total, code)
