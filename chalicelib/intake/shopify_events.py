"""From Shopify's bodies to events. Pure."""

from __future__ import annotations

from datetime import datetime

from chalicelib.carts.money import Money
from chalicelib.errors import MalformedBody
from chalicelib.intake.events import (
    CartChanged,
    CartDeleted,
    Event,
    Ignored,
    OrderCancelled,
    OrderPlaced,
)
from chalicelib.intake.shopify_baskets import cart_basket, checkout_basket
from chalicelib.intake.shopify_bodies import (
    CartBody,
    CheckoutBody,
    CheckoutDeletedBody,
    OrderBody,
)
from chalicelib.intake.shopify_people import buyer, checkout_shopper
from chalicelib.intake.values import Id, amount, currency, is_yes, moment, token, words
from chalicelib.shops.model import Shop

CART_GID = "gid://shopify/Cart/"


def cart_changed(body: CartBody, shop: Shop, now: datetime) -> Event:
    """``carts/create`` and ``carts/update``: the basket alone."""
    tokens = _tokens(("$.token", body.token or body.id))
    if not tokens:
        raise MalformedBody("$.token", "needed: nothing else names the cart")
    return CartChanged(
        tokens=tokens,
        occurred_at=_touched(body.updated_at, body.created_at, now),
        basket=None if body.line_items is None else cart_basket(body.line_items, shop),
    )


def checkout_changed(body: CheckoutBody, shop: Shop, now: datetime) -> Event:
    """``checkouts/create`` and ``checkouts/update``; a completed one is a purchase."""
    tokens = _tokens(("$.cart_token", body.cart_token), ("$.token", body.token))
    if not tokens:
        raise MalformedBody("$.token", "needed: nothing else names the checkout")
    contact = checkout_shopper(body)
    completed_at = moment(body.completed_at, "$.completed_at")
    if completed_at:
        return OrderPlaced(order=None, tokens=tokens, occurred_at=completed_at, contact=contact)
    return CartChanged(
        tokens=tokens,
        occurred_at=_touched(body.updated_at, body.created_at, now),
        basket=checkout_basket(body, shop),
        contact=contact,
    )


def checkout_deleted(body: CheckoutDeletedBody, _shop: Shop, now: datetime) -> Event:
    """``checkouts/delete``: neither a purchase nor a word of the shopper's."""
    tokens = _tokens(("$.cart_token", body.cart_token), ("$.token", body.token))
    if not tokens:
        return Ignored(why="a deleted checkout without a token of its cart")
    return CartDeleted(tokens=tokens, occurred_at=now)


def order_placed(body: OrderBody, shop: Shop, now: datetime) -> Event:
    """``orders/create`` and ``orders/paid``; test orders are none.

    An order whose payment is still pending (transfer, cash on delivery) is a purchase: its buyer
    has decided, and must not be asked again.
    """
    if is_yes(body.test):
        return Ignored(why="a test order")
    return OrderPlaced(
        order=_order(body),
        tokens=_order_tokens(body),
        occurred_at=_readable(body.created_at) or now,
        contact=buyer(body),
        total=_order_total(body, shop),
    )


def _order_total(body: OrderBody, shop: Shop) -> Money | None:
    """Read what was paid; an unreadable total must not turn a buyer back into an abandoner."""
    if not isinstance(body.total_price, str | int | float):
        return None
    try:
        total = amount(body.total_price, "$.total_price")
        code = currency(words(body.currency), "$.currency") or shop.currency
    except MalformedBody:
        return None
    return None if total is None else Money(total, code)


def _readable(value: object) -> datetime | None:
    try:
        return moment(value, "$") if isinstance(value, str) else None
    except MalformedBody:
        return None


def order_cancelled(body: OrderBody, _shop: Shop, now: datetime) -> Event:
    """``orders/cancelled``."""
    if is_yes(body.test):
        return Ignored(why="a test order")
    return OrderCancelled(
        order=_order(body),
        tokens=_order_tokens(body),
        occurred_at=_readable(body.cancelled_at) or now,
        contact=buyer(body),
    )


def _order(body: OrderBody) -> str:
    order = token(body.id, "$.id")
    if order is None:
        raise MalformedBody("$.id", "needed: the order's id")
    return order


def _order_tokens(body: OrderBody) -> tuple[str, ...]:
    return _tokens(("$.cart_token", body.cart_token), ("$.checkout_token", body.checkout_token))


def _tokens(*named: tuple[str, Id]) -> tuple[str, ...]:
    """Read tokens without what some senders wrap around them: a GraphQL id, a ``?key=``."""
    read = (token(value, path) for path, value in named)
    bare = (t.removeprefix(CART_GID).partition("?key=")[0] for t in read if t)
    return tuple(dict.fromkeys(t for t in bare if t))


def _touched(updated_at: str | None, created_at: str | None, now: datetime) -> datetime:
    return moment(updated_at, "$.updated_at") or moment(created_at, "$.created_at") or now
