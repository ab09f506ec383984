"""A shop of its own: our event schema under a Standard Webhooks signature. Pure.

Documented for those who write such a shop in ``docs/generic-webhooks.md``.
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.carts.basket import Basket, Line, basket_of
from chalicelib.carts.money import Money
from chalicelib.errors import MalformedBody
from chalicelib.intake import standard_webhooks, values
from chalicelib.intake.body import read
from chalicelib.intake.events import (
    CartChanged,
    CartDeleted,
    Event,
    Ignored,
    OrderCancelled,
    OrderPlaced,
)
from chalicelib.intake.generic_bodies import Content, Envelope, Item, Kind, Person, Subscription
from chalicelib.intake.platform import PlatformIntake, Webhook
from chalicelib.shoppers.contact import (
    Browser,
    Contact,
    Device,
    usable_country,
    usable_email,
    usable_locale,
    usable_name,
    usable_phone,
    usable_time_zone,
)
from chalicelib.shops.model import Shop


def decode(webhook: Webhook, shop: Shop) -> Event:
    """Return what the event means; ``MalformedBody`` if it is not of the schema."""
    kind = read(webhook.body, Kind).type
    maker = MAKERS.get(kind)
    if maker is None:
        return Ignored(why=f"events of type {kind[:60]} are not used")
    event = read(webhook.body, Envelope)
    at = values.moment(event.timestamp, "$.timestamp")
    if at is None:
        raise MalformedBody("$.timestamp", "needed")
    if event.data.test:
        return Ignored(why="a test event")
    return maker(event.data, at, shop)


def _cart_updated(content: Content, at: datetime, shop: Shop) -> Event:
    return CartChanged(
        tokens=_tokens(content, needed=True),
        occurred_at=at,
        basket=_basket(content, shop),
        contact=_contact(content.shopper) if content.shopper else None,
        restore_url=values.url(content.url),
    )


def _cart_deleted(content: Content, at: datetime, _shop: Shop) -> Event:
    return CartDeleted(tokens=_tokens(content, needed=True), occurred_at=at)


def _order_placed(content: Content, at: datetime, shop: Shop) -> Event:
    total = values.amount(content.total, "$.data.total")
    currency = values.currency(content.currency, "$.data.currency") or shop.currency
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
    token = values.token(content.cart, "$.data.cart")
    if token is None and needed:
        raise MalformedBody("$.data.cart", "needed: the shop's own id of the cart")
    return (token,) if token else ()


def _order(content: Content) -> str:
    order = values.token(content.order, "$.data.order")
    if order is None:
        raise MalformedBody("$.data.order", "needed: the shop's own id of the order")
    return order


def _basket(content: Content, shop: Shop) -> Basket | None:
    if content.items is None:
        return None
    lines = [_line(item, n) for n, item in enumerate(content.items)]
    currency = values.currency(content.currency, "$.data.currency") or shop.currency
    return basket_of(lines, currency, values.amount(content.total, "$.data.total"))


def _line(item: Item, number: int) -> Line:
    path = f"$.data.items[{number}]"
    price = values.amount(item.price, f"{path}.price")
    quantity = values.count(item.quantity, f"{path}.quantity")
    return Line(
        title=str(item.title),
        quantity=quantity,
        variant=values.words(item.variant) or None,
        line_price=None if price is None else price * quantity,
        image_url=values.url(item.image_url),
        variant_ref=values.token(item.id, f"{path}.id"),
    )


def _contact(person: Person) -> Contact:
    return Contact(
        email=usable_email(person.email),
        phone=usable_phone(values.words(person.phone)),
        customer=values.token(person.id, "$.data.shopper.id"),
        name=usable_name(person.name),
        locale=usable_locale(person.locale),
        country=usable_country(person.country),
        accepts_email=person.accepts_email,
        accepts_sms=person.accepts_sms,
        accepts_whatsapp=person.accepts_whatsapp,
        time_zone=usable_time_zone(person.time_zone),
        devices=tuple(Device(service=d.service, token=d.token) for d in person.devices or ()),
        browsers=tuple(_browser(each) for each in person.browsers or ()),
    )


def _browser(told: Subscription) -> Browser:
    keys = told.keys
    return Browser(
        endpoint=told.endpoint, p256dh=keys.p256dh.rstrip("="), auth=keys.auth.rstrip("=")
    )


INTAKE = PlatformIntake(verify=standard_webhooks.verify, decode=decode)
