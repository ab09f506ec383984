"""A shop of its own: our event schema under a Standard Webhooks signature. Pure.

Documented for those who write such a shop in ``docs/generic-webhooks.md``.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from chalicelib.carts.basket import Basket, Line, basket_of
from chalicelib.carts.money import Money
from chalicelib.errors import MalformedBody
from chalicelib.intake import body as reading
from chalicelib.intake import standard_webhooks
from chalicelib.intake.body import Amount, Id
from chalicelib.intake.events import (
    CartChanged,
    CartDeleted,
    Event,
    Ignored,
    OrderCancelled,
    OrderPlaced,
)
from chalicelib.intake.platform import PlatformIntake, Webhook
from chalicelib.shoppers.contact import (
    Contact,
    usable_country,
    usable_email,
    usable_locale,
    usable_name,
)
from chalicelib.shops.model import Shop


class Item(msgspec.Struct):
    """One line; ``price`` is for one piece."""

    title: str
    quantity: int = 1
    price: Amount = None
    variant: str | None = None
    image_url: str | None = None
    id: Id = None


class Person(msgspec.Struct):
    """The shopper, as far as the shop knows."""

    email: str | None = None
    phone: str | None = None
    id: Id = None
    name: str | None = None
    locale: str | None = None
    country: str | None = None
    accepts_email: bool | None = None
    accepts_sms: bool | None = None


class Content(msgspec.Struct):
    """``data`` of every event."""

    cart: Id = None
    order: Id = None
    test: bool = False
    shopper: Person | None = None
    items: list[Item] | None = None
    currency: str | None = None
    total: Amount = None
    url: str | None = None


class Envelope(msgspec.Struct):
    """The body: Standard Webhooks' ``type``, ``timestamp``, ``data``."""

    type: str
    timestamp: str
    data: Content


def decode(webhook: Webhook, shop: Shop) -> Event:
    """Return what the event means; ``MalformedBody`` if it is not of the schema."""
    kind = reading.read(webhook.body, _Kind).type
    maker = MAKERS.get(kind)
    if maker is None:
        return Ignored(why=f"events of type {kind[:60]} are not used")
    event = reading.read(webhook.body, Envelope)
    at = reading.moment(event.timestamp, "$.timestamp")
    if at is None:
        raise MalformedBody("$.timestamp", "needed")
    if event.data.test:
        return Ignored(why="a test event")
    return maker(event.data, at, shop)


class _Kind(msgspec.Struct):
    type: str


def _cart_updated(content: Content, at: datetime, shop: Shop) -> Event:
    return CartChanged(
        tokens=_tokens(content, needed=True),
        occurred_at=at,
        basket=_basket(content, shop),
        contact=_contact(content.shopper) if content.shopper else None,
        restore_url=content.url,
    )


def _cart_deleted(content: Content, at: datetime, _shop: Shop) -> Event:
    return CartDeleted(tokens=_tokens(content, needed=True), occurred_at=at)


def _order_placed(content: Content, at: datetime, shop: Shop) -> Event:
    total = reading.amount(content.total, "$.data.total")
    currency = reading.currency(content.currency, "$.data.currency") or shop.currency
    return OrderPlaced(
        order=_order(content),
        tokens=_tokens(content, needed=False),
        occurred_at=at,
        contact=_contact(content.shopper or Person()),
        total=None if total is None else Money(total, currency),
    )


def _order_cancelled(content: Content, at: datetime, _shop: Shop) -> Event:
    return OrderCancelled(
        order=_order(content),
        tokens=_tokens(content, needed=False),
        occurred_at=at,
        contact=_contact(content.shopper or Person()),
    )


MAKERS = {
    "cart.updated": _cart_updated,
    "cart.deleted": _cart_deleted,
    "order.placed": _order_placed,
    "order.cancelled": _order_cancelled,
}


def _tokens(content: Content, *, needed: bool) -> tuple[str, ...]:
    token = reading.token(content.cart, "$.data.cart")
    if token is None and needed:
        raise MalformedBody("$.data.cart", "needed: the shop's own id of the cart")
    return (token,) if token else ()


def _order(content: Content) -> str:
    order = reading.token(content.order, "$.data.order")
    if order is None:
        raise MalformedBody("$.data.order", "needed: the shop's own id of the order")
    return order


def _basket(content: Content, shop: Shop) -> Basket | None:
    if content.items is None:
        return None
    lines = [_line(item, n) for n, item in enumerate(content.items)]
    currency = reading.currency(content.currency, "$.data.currency") or shop.currency
    return basket_of(lines, currency, reading.amount(content.total, "$.data.total"))


def _line(item: Item, number: int) -> Line:
    price = reading.amount(item.price, f"$.data.items[{number}].price")
    return Line(
        title=item.title,
        quantity=item.quantity,
        variant=item.variant,
        line_price=None if price is None else price * item.quantity,
        image_url=item.image_url,
        variant_ref=reading.token(item.id, f"$.data.items[{number}].id"),
    )


def _contact(person: Person) -> Contact:
    return Contact(
        email=usable_email(person.email),
        phone=person.phone,
        customer=reading.token(person.id, "$.data.shopper.id"),
        name=usable_name(person.name),
        locale=usable_locale(person.locale),
        country=usable_country(person.country),
        accepts_email=person.accepts_email,
        accepts_sms=person.accepts_sms,
    )


INTAKE = PlatformIntake(verify=standard_webhooks.verify, decode=decode)
