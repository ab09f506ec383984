"""How events fold into a cart. Pure: the same events in any order end in the same cart.

Each half of a cart (basket, contact) keeps the time of the event it came from, so a late webhook
can still fill in what a newer one did not carry, and can never undo what a newer one said.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec.structs import replace

from chalicelib.carts.model import Cart, Purchase, Status, Timer, noted
from chalicelib.intake.events import CartChanged, CartDeleted, OrderCancelled, OrderPlaced

# Platforms touch a cart once more in the minutes after its purchase (payment, fulfilment, the
# emptied basket), and their servers' clocks differ. Such an echo is no new abandonment.
ECHO = timedelta(minutes=10)
CLOCKS_APART = timedelta(hours=1)  # more is no clock but a mistake, and would outrank all to come
TOKENS_KEPT = 10  # for the operator's eyes; each has its own way to the cart in the table
ORDERS_REMEMBERED = 5  # by then every retry of the oldest one has long been given up


def new_cart(shop: str, cart: str, tokens: tuple[str, ...], at: datetime, version: int = 0) -> Cart:
    """Return a cart of which nothing but its tokens is known, begun ``at``."""
    return Cart(shop=shop, id=cart, tokens=tokens, active_at=at, version=version, fresh=True)


def with_change(cart: Cart, event: CartChanged, now: datetime) -> Cart:
    """Fold a change in; the very same object comes back when it tells nothing new.

    A platform's clock may run ahead of ours: its times still order its events among each other,
    but nothing is taken to have happened later than now.
    """
    said_at = event.occurred_at if event.occurred_at <= now + CLOCKS_APART else now
    at = min(said_at, now)
    if cart.purchase and at <= cart.purchase.placed_at + ECHO:
        return cart
    folded = _with_halves(cart, event, said_at)
    if folded == cart and at <= cart.active_at and not cart.fresh:
        return cart
    folded = noted(replace(folded, active_at=max(cart.active_at, at)), at, _said(cart, folded))
    if cart.status is Status.OPEN or folded.basket.is_empty or at <= cart.active_at:
        return folded
    return _reopened(folded, at)


def _with_halves(cart: Cart, event: CartChanged, at: datetime) -> Cart:
    changes: dict[str, object] = {}
    if event.basket is not None and _is_news(cart.basket_at, at, event.basket != cart.basket):
        changes |= {"basket": event.basket, "basket_at": at}
    if event.contact is not None and _is_news(cart.contact_at, at, event.contact != cart.contact):
        changes |= {"contact": event.contact, "contact_at": at}
    if changes and event.restore_url:
        changes |= {"restore_url": event.restore_url}
    tokens = (*cart.tokens, *(t for t in event.tokens if t not in cart.tokens))
    return replace(cart, tokens=tokens[:TOKENS_KEPT], **changes)


def _is_news(known_at: datetime | None, at: datetime, differs: bool) -> bool:
    """Tell if a half of an event counts; of two with the same time, the later arrival does."""
    return known_at is None or at > known_at or (at == known_at and differs)


def _said(before: Cart, after: Cart) -> str:
    if before.fresh:
        return "cart seen"
    if after.basket != before.basket:
        return "basket emptied" if after.basket.is_empty else "basket changed"
    return "contact changed" if after.contact != before.contact else "shopper active"


def _reopened(cart: Cart, at: datetime) -> Cart:
    fresh = cart.taken or cart.purchase
    return noted(
        replace(
            cart,
            status=Status.OPEN,
            episode=cart.episode + 1 if fresh else cart.episode,
            taken=() if fresh else cart.taken,
            purchase=None,
            ended_at=None,
        ),
        at,
        "reopened",
        "the shopper came back to it",
    )


def echoed(carts: Iterable[Cart], at: datetime) -> Purchase | None:
    """Return the purchase that something said of these carts ``at`` a time is an echo of."""
    purchases = (cart.purchase for cart in carts if cart.purchase is not None)
    return next((p for p in purchases if at <= p.placed_at + ECHO), None)


def with_order(cart: Cart, event: OrderPlaced, now: datetime) -> Cart:
    """End the cart by a purchase, unless its shopper came back to it well after that purchase."""
    at = min(event.occurred_at, now)
    if event.order is not None and event.order in cart.orders:
        return cart
    if cart.purchase and event.order is None and at <= cart.purchase.placed_at + ECHO:
        return cart
    why = f"order {event.order}" if event.order else "its checkout was completed"
    remembered = replace(cart, orders=_remembered(cart, event.order))
    if at + ECHO < cart.active_at and cart.purchase is None:
        return cart if event.order is None else noted(remembered, at, "ordered before", why)
    purchase = _latest(cart.purchase, Purchase(order=event.order, placed_at=at))
    return noted(_bought(remembered, purchase), at, "ordered", why)


def _latest(known: Purchase | None, told: Purchase) -> Purchase:
    """Return the later of two purchases: one that is told late must not shorten its echo."""
    if known is None or known.placed_at <= told.placed_at:
        return told
    return replace(known, order=known.order or told.order)


def with_cancellation(cart: Cart, event: OrderCancelled, now: datetime) -> Cart:
    """Note that the order was taken back. The cart stays ended: who cancelled was no forgetter."""
    at = min(event.occurred_at, now)
    if cart.purchase is None and event.order in cart.orders:
        return cart
    purchase = cart.purchase or Purchase(order=event.order, placed_at=at)
    if purchase.cancelled_at is not None or purchase.order not in {None, event.order}:
        return cart
    remembered = replace(cart, orders=_remembered(cart, event.order))
    cancelled = replace(purchase, order=event.order, cancelled_at=at)
    why = f"order {event.order}" if event.order else ""
    return noted(_bought(remembered, cancelled), at, "order cancelled", why)


def _bought(cart: Cart, purchase: Purchase) -> Cart:
    return replace(
        cart,
        status=Status.ORDERED,
        purchase=purchase,
        timer=_until_settled(cart),
        finished_at=None,
    )


def with_deletion(cart: Cart, event: CartDeleted, now: datetime) -> Cart:
    """End the cart because the platform threw it away; anything older than that is stale."""
    at = min(event.occurred_at or now, now)
    if cart.status is not Status.OPEN or at < cart.active_at:
        return cart
    stale_before = {"active_at": at, "basket_at": at, "contact_at": at}
    return noted(ended(cart, at, **stale_before), at, "ended", "the platform deleted the cart")


def ended(cart: Cart, at: datetime, **changes: object) -> Cart:
    """Return the cart at the end of its episode: without a timer until its shopper comes back."""
    return replace(cart, status=Status.ENDED, ended_at=at, timer=_until_settled(cart), **changes)


def _until_settled(cart: Cart) -> Timer | None:
    """Keep the timer while a step is being sent: whoever sends it may die and must be settled."""
    return cart.timer if cart.claim is not None else None


def _remembered(cart: Cart, order: str | None) -> tuple[str, ...]:
    if order is None or order in cart.orders:
        return cart.orders
    return (*cart.orders, order)[-ORDERS_REMEMBERED:]
