"""From Magento's orders to events. Pure.

Magento saves an order many times; what it means is told by its state, which is the same in every
shop: https://experienceleague.adobe.com/docs/commerce-admin/stores-sales/order-management/ - its
status is the merchant's own word, and only read where the state is not told.
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.errors import MalformedBody
from chalicelib.intake import lenient
from chalicelib.intake.events import (
    ChangeAnnounced,
    Event,
    Ignored,
    OrderCancelled,
    OrderPlaced,
    Resource,
)
from chalicelib.intake.magento_baskets import bought, paid
from chalicelib.intake.magento_bodies import part
from chalicelib.intake.magento_order_bodies import OrderBody, PaymentBody
from chalicelib.intake.magento_people import buyer
from chalicelib.intake.magento_quotes import cart_tokens
from chalicelib.intake.values import is_yes, token
from chalicelib.shops.model import Shop

# The shopper was led to pay elsewhere and is not back: no purchase yet. Cash on delivery, transfer
# and cheque begin as "new", which is one: their buyers have decided.
UNPAID = "pending_payment"
CANCELLED = "canceled"
REFUNDED = "closed"
COMPLETE = "complete"
PAID_ELSEWHERE = frozenset(
    {"banktransfer", "cashondelivery", "checkmo", "companycredit", "free", "purchaseorder"}
)
SHIPPED = "shipped-"
"""Before an order's id in a ref: its shipments are to be looked at."""


def order_saved(body: OrderBody, shop: Shop, at: datetime, path: str) -> Event:
    """Say what a save of an order means, ``at`` some time.

    A complete one is a purchase and was sent, if there was anything to send; its parcels are to be
    asked for, since its event does not hold them.
    """
    meant = order_of(body, shop, at, path)
    ref = lenient.ref(body.entity_id)
    if not isinstance(meant, OrderPlaced) or not ref or not _is_sent(body):
        return meant
    return ChangeAnnounced(resource=Resource.ORDER, ref=SHIPPED + ref, occurred_at=at, known=meant)


def order_of(body: OrderBody, shop: Shop, at: datetime, path: str) -> Event:
    """Return what an order means as it is ``at`` some time."""
    order = order_name(body, path)
    state = state_of(body)
    if state == UNPAID and not _is_decided(body):
        return Ignored(why="an order that waits for its payment: no purchase yet")
    if state == CANCELLED and not _is_decided(body):
        return Ignored(why="cancelled before it was paid: no purchase, and maybe only a timeout")
    if state in {CANCELLED, REFUNDED}:
        return OrderCancelled(
            order=order, tokens=order_tokens(body), occurred_at=at, contact=buyer(body)
        )
    return OrderPlaced(
        order=order,
        tokens=order_tokens(body),
        occurred_at=lenient.moment(body.created_at) or at,
        contact=buyer(body),
        total=paid(body, shop),
        number=f"#{order}",
        basket=bought(body, shop),
    )


def order_name(body: OrderBody, path: str) -> str:
    """Return the number that shop and shopper know an order by, else its id."""
    told = (body.increment_id, body.real_order_id, body.entity_id)
    found = lenient.first(token(value, f"{path}.increment_id") for value in told)
    if found is None:
        raise MalformedBody(f"{path}.increment_id", "needed: nothing else names the order")
    return found


def state_of(body: OrderBody) -> str:
    """Return an order's state, or its status where only that is told; empty for neither."""
    told = lenient.text(body.state) or lenient.text(body.status) or ""
    return told.strip().lower()


def order_tokens(body: OrderBody) -> tuple[str, ...]:
    """Return the names of the cart that an order was."""
    number = lenient.ref(body.increment_id) or lenient.ref(body.real_order_id)
    return cart_tokens(lenient.ref(body.quote_id), number)


def _is_sent(body: OrderBody) -> bool:
    return state_of(body) == COMPLETE and not is_yes(body.is_virtual)


def _is_decided(body: OrderBody) -> bool:
    """Tell if the shopper is done: something was paid, or is to be paid outside the shop."""
    payment = part(body.payment, PaymentBody) or PaymentBody()
    amounts = (
        *(body.total_paid, body.total_invoiced, payment.amount_paid, payment.base_amount_paid),
        *(payment.amount_authorized, payment.base_amount_authorized),
    )
    method = lenient.text(payment.method) or ""
    return method in PAID_ELSEWHERE or any((lenient.amount(each) or 0) > 0 for each in amounts)
