"""What a WooCommerce order means, by its status. Pure.

WooCommerce knows no carts: an order is one until it is bought. Its own id names it from the draft
to the purchase, so all of it is one cart here. Why each status is taken for what it is taken for is
in docs/decisions/0021-woocommerce-orders-are-carts.md.
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.errors import MalformedBody
from chalicelib.intake import lenient
from chalicelib.intake.events import (
    CartChanged,
    CartDeleted,
    Event,
    Ignored,
    OrderCancelled,
    OrderPlaced,
)
from chalicelib.intake.values import Id, is_yes, token
from chalicelib.intake.woocommerce_baskets import basket_in, bought_basket, total_of
from chalicelib.intake.woocommerce_bodies import DeletedOrder, OrderBody
from chalicelib.intake.woocommerce_people import shopper_of
from chalicelib.shops.model import Shop

DRAFT = "checkout-draft"
UNPAID = frozenset({"pending", "failed"})
BOUGHT = frozenset({"processing", "completed", "on-hold"})
TRASH = "trash"
TAKEN_BACK = frozenset({"cancelled", "refunded", "failed", TRASH})
NO_ORDER_YET = frozenset({"draft", "auto-draft", "new"})  # what the admin pages begin orders with
# Only these are the shopper's own doing. Others are made by the merchant, by another program, or by
# a subscription that renews itself, and nobody forgot those.
CHECKOUTS = frozenset({"checkout", "store-api"})
# Transfer, cheque, cash on delivery: once it is placed, nothing is left to do in the shop.
PAID_ELSEWHERE = frozenset({"bacs", "cheque", "cod"})


def order_token(order: str) -> str:
    """Return the name of the cart that an order is, or was."""
    return f"order-{order}"


def order_told(body: OrderBody, shop: Shop, now: datetime) -> Event:
    """Say what an order as it is now means; ``MalformedBody`` without an id or a status."""
    order = order_id(body.id)
    status = (body.status or "").strip().lower().removeprefix("wc-")
    if not status:
        raise MalformedBody("$.status", "needed: an order means nothing without it")
    if status in NO_ORDER_YET:
        return Ignored(why="an order that is still being made by hand")
    if status == DRAFT:
        return _cart(body, order, shop, now)
    if status in UNPAID and not _is_decided(body):
        return _unpaid(body, order, shop, now)
    if status in TAKEN_BACK:
        return _taken_back(body, order, status, now)
    if status in BOUGHT or _is_decided(body):
        return _purchase(body, order, shop, now)
    return _checkout_completed(body, order, now)


def order_deleted(body: DeletedOrder, now: datetime) -> Event:
    """``order.deleted``: a person put it into the trash, so that nobody should be asked about it.

    The purge of old drafts is not told: it deletes them past the trash.
    """
    return CartDeleted(tokens=(order_token(order_id(body.id)),), occurred_at=now)


def order_id(value: Id) -> str:
    """Read the id that names an order; ``MalformedBody`` without one."""
    known = token(value, "$.id")
    if not known or known == "0":
        raise MalformedBody("$.id", "needed: the order's id")
    return known


def _unpaid(body: OrderBody, order: str, shop: Shop, now: datetime) -> Event:
    """Tell a payment that its shopper left from an order that waits for somebody else."""
    made_by = lenient.text(body.created_via) or "nobody knows what"
    if made_by not in CHECKOUTS:
        return Ignored(why=f"unpaid, and made by {made_by[:40]}: no shopper left it behind")
    return _cart(body, order, shop, now)


def _cart(body: OrderBody, order: str, shop: Shop, now: datetime) -> Event:
    return CartChanged(
        tokens=(order_token(order),),
        occurred_at=_changed_at(body) or now,
        basket=basket_in(body, shop),
        contact=shopper_of(body),
    )


def _purchase(body: OrderBody, order: str, shop: Shop, now: datetime) -> OrderPlaced:
    number = lenient.text(body.number) or lenient.text(body.order_number)
    return OrderPlaced(
        order=order,
        tokens=(order_token(order),),
        occurred_at=_paid_at(body) or _changed_at(body) or now,
        contact=shopper_of(body),
        total=total_of(body, shop),
        number=f"#{number}" if number else None,
        basket=bought_basket(body, shop),
    )


def _checkout_completed(body: OrderBody, order: str, now: datetime) -> OrderPlaced:
    """Return what is certain of a status that nobody knows: its shopper is through the checkout.

    That stops reminders. Nothing is credited and no order is confirmed before it is one.
    """
    return OrderPlaced(
        order=None,
        tokens=(order_token(order),),
        occurred_at=_changed_at(body) or now,
        contact=shopper_of(body),
    )


def _taken_back(body: OrderBody, order: str, status: str, now: datetime) -> Event:
    at = _changed_at(body) or now
    if status == "refunded" or _is_decided(body):
        who, tokens = shopper_of(body), (order_token(order),)
        return OrderCancelled(order=order, tokens=tokens, occurred_at=at, contact=who)
    if status == TRASH:
        return CartDeleted(tokens=(order_token(order),), occurred_at=at)
    return Ignored(why="cancelled before it was paid: no purchase, and maybe only a timeout")


def _is_decided(body: OrderBody) -> bool:
    """Tell if the shopper is done: it is paid, or is to be paid outside the shop."""
    method = lenient.text(body.payment_method) or lenient.text(_legacy_payment(body, "method_id"))
    return _is_paid(body) or method in PAID_ELSEWHERE


def _is_paid(body: OrderBody) -> bool:
    return _paid_at(body) is not None or is_yes(_legacy_payment(body, "paid"))


def _legacy_payment(body: OrderBody, field: str) -> object:
    return body.payment_details.get(field) if isinstance(body.payment_details, dict) else None


def _paid_at(body: OrderBody) -> datetime | None:
    return lenient.moment(body.date_paid_gmt)


def _changed_at(body: OrderBody) -> datetime | None:
    """Return when the order was last changed: the version of all that it tells."""
    told = (body.date_modified_gmt, body.updated_at, body.date_created_gmt, body.created_at)
    return lenient.first(map(lenient.moment, told))
