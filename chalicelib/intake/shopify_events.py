"""From Shopify's carts and checkouts to events. Pure."""

from __future__ import annotations

from datetime import datetime

from chalicelib.errors import MalformedBody
from chalicelib.intake.events import CartChanged, CartDeleted, Event, Ignored, OrderPlaced
from chalicelib.intake.shopify_baskets import cart_basket, checkout_basket
from chalicelib.intake.shopify_bodies import CartBody, CheckoutBody, CheckoutDeletedBody
from chalicelib.intake.shopify_people import checkout_shopper
from chalicelib.intake.shopify_tokens import tokens_of
from chalicelib.intake.values import moment
from chalicelib.shops.model import Shop


def cart_changed(body: CartBody, shop: Shop, now: datetime) -> Event:
    """``carts/create`` and ``carts/update``: the basket alone."""
    tokens = tokens_of(("$.token", body.token or body.id))
    if not tokens:
        raise MalformedBody("$.token", "needed: nothing else names the cart")
    return CartChanged(
        tokens=tokens,
        occurred_at=_touched(body.updated_at, body.created_at, now),
        basket=None if body.line_items is None else cart_basket(body.line_items, shop),
    )


def checkout_changed(body: CheckoutBody, shop: Shop, now: datetime) -> Event:
    """``checkouts/create`` and ``checkouts/update``; a completed one is a purchase.

    An order's body under this topic, which nobody signs, would call its buyer an abandoner.
    """
    if body.financial_status is not None:
        raise MalformedBody("$.financial_status", "an order under the topic of a checkout")
    tokens = tokens_of(("$.cart_token", body.cart_token), ("$.token", body.token))
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
    tokens = tokens_of(("$.cart_token", body.cart_token), ("$.token", body.token))
    if not tokens:
        return Ignored(why="a deleted checkout without a token of its cart")
    return CartDeleted(tokens=tokens, occurred_at=now)


def _touched(updated_at: str | None, created_at: str | None, now: datetime) -> datetime:
    return moment(updated_at, "$.updated_at") or moment(created_at, "$.created_at") or now
