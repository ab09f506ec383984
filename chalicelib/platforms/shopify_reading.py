"""From what Shopify's Admin API tells of orders and carts to events. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from chalicelib.carts.basket import Basket, Line, basket_of
from chalicelib.errors import MalformedBody
from chalicelib.intake.events import CartChanged, Event, OrderPlaced, OrderShipped
from chalicelib.intake.shopify_baskets import named_variant
from chalicelib.intake.shopify_consent import email_consent
from chalicelib.intake.shopify_events import checkout_changed
from chalicelib.intake.shopify_orders import order_cancelled, order_placed, order_shipped
from chalicelib.intake.values import amount, currency, moment
from chalicelib.platforms.shopify_as_bodies import (
    checkout_body,
    consent_body,
    in_shops_money,
    order_body,
)
from chalicelib.platforms.shopify_nodes import Bought, Checkout, Left, Order
from chalicelib.shops.model import Shop

# …/checkouts/ac/TOKEN/recover?key=…, where TOKEN is what webhooks call the cart's; once without ac.
RECOVERY = re.compile(r"/checkouts/(?:[a-z]{2}/)?([^/?#]{3,})/recover(?:[?#]|$)")
# Of what was told of the same moment the webhook counts: it has the tick, and this has not.
A_LITTLE_BEFORE = timedelta(microseconds=1)


def order_events(order: Order, shop: Shop) -> Iterator[Event]:
    """Yield what an order means: a purchase, perhaps taken back, perhaps on its way."""
    body, now = order_body(order), _time(order.updated_at)
    placed = order_placed(body, shop, now)
    if not isinstance(placed, OrderPlaced):
        return  # a test order
    yield replace(placed, basket=_basket(order, shop))
    if order.cancelled_at is not None:
        yield order_cancelled(body, shop, now)
    shipped = order_shipped(body, shop, now) if order.fulfillments else None
    if isinstance(shipped, OrderShipped):
        yield shipped


def cart_events(checkout: Checkout, lines: Sequence[Left], shop: Shop) -> Iterator[Event]:
    """Yield what a checkout means, after what its shopper says to marketing by e-mail.

    Nothing of its cart when the token is kept from us: it would be another cart than its webhooks'.
    """
    now = _time(checkout.updated_at)
    consent = consent_body(checkout.customer) if checkout.customer else None
    if consent is not None:
        yield email_consent(consent, shop, now)
    token = cart_token(checkout.abandoned_checkout_url)
    if token is None:
        return
    event = checkout_changed(checkout_body(checkout, token, lines), shop, now)
    if isinstance(event, CartChanged):
        event = replace(event, occurred_at=event.occurred_at - A_LITTLE_BEFORE)
    yield event


def cart_token(url: str | None) -> str | None:
    """Return the token in a recovery URL, which itself opens the checkout and is not kept."""
    found = RECOVERY.search(url or "")
    return found[1] if found else None


def _basket(order: Order, shop: Shop) -> Basket | None:
    """Return what was bought, in the shop's currency; None unless all of it can be read."""
    told = order.line_items
    if told is None or not told.nodes or told.page_info.has_next_page:
        return None
    total = in_shops_money(order.total_price_set)
    try:
        code = currency(total.currency_code, "$.currencyCode") or shop.currency
        lines = [_line(line) for line in told.nodes]
        return basket_of(lines, code, amount(total.amount, "$.amount"))
    except MalformedBody:
        return None


def _line(line: Bought) -> Line:
    price = in_shops_money(line.discounted_total_set).amount
    return Line(
        title=line.title or "",
        quantity=line.quantity,
        variant=named_variant(line.variant_title),
        line_price=amount(price, "$.amount"),
    )


def _time(told: str) -> datetime:
    time = moment(told, "$.updatedAt")
    if time is None:
        raise MalformedBody("$.updatedAt", "needed")
    return time
