"""Which of Adobe Commerce's events are used, and which of them says what. Pure.

https://developer.adobe.com/commerce/extensibility/events/events-reference/ - a merchant may
subscribe one and the same thing as an observer's or a plugin's event, inside the transaction or
after it. An event may be its subject, or hold it by name.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from chalicelib.errors import MalformedBody
from chalicelib.intake import lenient
from chalicelib.intake.adobe_envelope import Told, read_part
from chalicelib.intake.events import (
    CartDeleted,
    ChangeAnnounced,
    ConsentChanged,
    ConsentState,
    Event,
    Ignored,
    Resource,
)
from chalicelib.intake.magento_bodies import QuoteBody
from chalicelib.intake.magento_order_bodies import OrderBody, ShipmentBody, SubscriberBody
from chalicelib.intake.magento_orders import order_saved
from chalicelib.intake.magento_quotes import cart_tokens, quote_ref, quote_saved
from chalicelib.intake.magento_shipments import shipment_saved
from chalicelib.shoppers.contact import Contact, usable_email
from chalicelib.shops.model import Shop
from chalicelib.shops.policy import Channel

# Magento\Newsletter\Model\Subscriber: subscribed, not active, unsubscribed, unconfirmed
SUBSCRIBER_STATES = {
    "1": ConsentState.GIVEN,
    "2": ConsentState.PENDING,
    "3": ConsentState.REFUSED,
    "4": ConsentState.PENDING,
}

Maker = Callable[[Told, Shop], Event]


def meaning(told: Told, shop: Shop) -> Event:
    """Return what an event means; ``MalformedBody`` if it is not what its topic promises."""
    maker = MAKERS.get(told.topic)
    if maker is None:
        return Ignored(why=f"events of type {told.topic[:60] or 'nothing'} are not used")
    return maker(told, shop)


def _quote(told: Told, shop: Shop) -> Event:
    subject, path = _subject(told, "quote", "cart")
    return quote_saved(read_part(subject, QuoteBody, path), shop, told.at, path)


def _order(told: Told, shop: Shop) -> Event:
    subject, path = _subject(told, "order", "entity", "result")
    return order_saved(read_part(subject, OrderBody, path), shop, told.at, path)


def _item(told: Told, _shop: Shop) -> Event:
    """Have a quote looked at: an event of its item tells which one it is, and no more."""
    subject, path = _subject(told, "quote_item", "item")
    ref = quote_ref(QuoteBody(quote_id=read_part(subject, QuoteBody, path).quote_id), path)
    if ref is None:
        return Ignored(why="it does not tell which quote it is about")
    return ChangeAnnounced(resource=Resource.CART, ref=ref, occurred_at=told.at)


def _quote_deleted(told: Told, _shop: Shop) -> Event:
    subject, path = _subject(told, "quote")
    ref = quote_ref(read_part(subject, QuoteBody, path), path)
    if ref is None:
        raise MalformedBody(f"{path}.entity_id", "needed: nothing else names the cart")
    return CartDeleted(tokens=cart_tokens(ref, None), occurred_at=told.at)


def _shipment(told: Told, _shop: Shop) -> Event:
    subject, path = _subject(told, "shipment", "track")
    return shipment_saved(read_part(subject, ShipmentBody, path), told.at, path)


def _subscriber(told: Told, _shop: Shop) -> Event:
    subject, path = _subject(told, "subscriber")
    body = read_part(subject, SubscriberBody, path)
    email = usable_email(lenient.text(body.subscriber_email))
    state = SUBSCRIBER_STATES.get(lenient.text(body.subscriber_status) or "")
    if email is None or state is None:
        return Ignored(why="it does not tell who subscribed, or what became of it")
    contact = Contact(email=email, customer=lenient.ref(body.customer_id))
    return ConsentChanged(
        contact=contact,
        channel=Channel.EMAIL,
        state=state,
        occurred_at=told.at,
        source="adobe commerce",
    )


def _subject(told: Told, *names: str) -> tuple[bytes, str]:
    """Return what an event is about, and its path: what it holds by name, else itself."""
    parts = read_part(told.value, dict[str, msgspec.Raw], told.path)
    for name in names:
        held = bytes(parts.get(name, b"")).lstrip()
        if held.startswith(b"{"):
            return held, f"{told.path}.{name}"
    return told.value, told.path


def _saved(topic: str) -> tuple[str, str]:
    """Name both events of a save: in its transaction, and after it."""
    return f"{topic}_save_after", f"{topic}_save_commit_after"


MAKERS: dict[str, Maker] = {
    **dict.fromkeys((*_saved("sales_quote"), "checkout_cart_save_after"), _quote),
    "quote.api.cart_repository.save": _quote,
    **dict.fromkeys((*_saved("sales_quote_item"), "checkout_cart_product_add_after"), _item),
    **dict.fromkeys(
        ("sales_quote_delete_after", "sales_quote_delete_commit_after"), _quote_deleted
    ),
    **dict.fromkeys((*_saved("sales_order"), "sales_order_place_after"), _order),
    **dict.fromkeys(
        ("checkout_submit_all_after", "sales_model_service_quote_submit_success"), _order
    ),
    **dict.fromkeys(("sales.api.order_management.place", "order_cancel_after"), _order),
    **dict.fromkeys(_saved("sales_order_shipment"), _shipment),
    **dict.fromkeys(_saved("sales_order_shipment_track"), _shipment),
    **dict.fromkeys(_saved("newsletter_subscriber"), _subscriber),
}
