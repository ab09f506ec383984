"""Shopify: signature and topics. Pure.

https://shopify.dev/docs/apps/build/webhooks/subscribe/https - the HMAC covers the body only, so
the shop and the topic in the headers are held against what is registered and what the body says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace

from chalicelib.errors import BadSignature, MalformedBody
from chalicelib.intake import shopify_bodies as bodies
from chalicelib.intake import shopify_consent as consent
from chalicelib.intake import shopify_events as carts
from chalicelib.intake import shopify_orders as orders
from chalicelib.intake import shopify_privacy as privacy
from chalicelib.intake.body import read
from chalicelib.intake.events import CartChanged, ConsentChanged, Event, Ignored
from chalicelib.intake.platform import PlatformIntake, Webhook
from chalicelib.intake.shopify_order_bodies import OrderBody
from chalicelib.intake.signatures import is_signed_by_any
from chalicelib.intake.values import moment
from chalicelib.shops.model import Shop

# Shopify tells of a change within seconds, its retries with the time of the first.
TOLD_WITHIN = timedelta(minutes=1)
HMAC_HEADER = "x-shopify-hmac-sha256"
TOPIC_HEADER = "x-shopify-topic"
SHOP_HEADER = "x-shopify-shop-domain"
ID_HEADER = "x-shopify-webhook-id"
PROOF_MAX_LETTERS = 64  # a UUID has 36, and the header is not signed
TEST_HEADER = "x-shopify-test"


def verify(webhook: Webhook, secrets: Sequence[str]) -> None:
    """Raise ``BadSignature`` unless the body is signed by one of the secrets.

    Two secrets are normal for an hour after a rotation: Shopify goes on using the old one.
    """
    signature = webhook.headers.get(HMAC_HEADER)
    if not signature:
        raise BadSignature("X-Shopify-Hmac-SHA256 is missing")
    if not is_signed_by_any(webhook.body, [s.encode() for s in secrets], [signature]):
        raise BadSignature("X-Shopify-Hmac-SHA256 does not fit this body and this shop's secret")


def decode(webhook: Webhook, shop: Shop) -> Event:
    """Return what the webhook means; ``MalformedBody`` if it is not what its topic promises.

    Raises ``BadSignature`` for another shop's webhook: one app secret signs for many shops.
    """
    domain = webhook.headers.get(SHOP_HEADER, "").strip().lower()
    if domain not in shop.hosts:
        raise BadSignature("X-Shopify-Shop-Domain is missing or not one of this shop's hosts")
    topic = webhook.headers.get(TOPIC_HEADER, "").strip().lower()
    if not topic:
        raise MalformedBody("X-Shopify-Topic", "this header is needed")
    if webhook.headers.get(TEST_HEADER, "").strip().lower() == "true":
        return Ignored(why="a test notification")
    maker = MAKERS.get(topic)
    return maker(webhook, shop) if maker else Ignored(why=f"topic {topic[:60]} is not used")


def _of(shape: type, make: Callable[..., Event]) -> Callable[[Webhook, Shop], Event]:
    def made(webhook: Webhook, shop: Shop) -> Event:
        triggered_at = _triggered_at(webhook)
        now = min(triggered_at or webhook.received_at, webhook.received_at)
        event = make(read(webhook.body, shape), shop, now)
        if isinstance(event, ConsentChanged):
            return replace(event, proof=webhook.headers.get(ID_HEADER, "")[:PROOF_MAX_LETTERS])
        return _told_apart(event, triggered_at) if triggered_at else event

    return made


def _triggered_at(webhook: Webhook) -> datetime | None:
    """Return when Shopify told of it, the same in every retry; also for bodies without a time."""
    try:
        return moment(webhook.headers.get("x-shopify-triggered-at"), "X-Shopify-Triggered-At")
    except MalformedBody:
        return None


def _told_apart(event: Event, triggered_at: datetime) -> Event:
    """Put a checkout's changes of one second in order, in which its ``updated_at`` counts.

    They may arrive in any order, and the body tells no more of their time. A time much later is
    not that of its telling but of somebody's who posts an old body again: it changes nothing.
    """
    if not isinstance(event, CartChanged) or event.occurred_at.microsecond:
        return event
    if triggered_at > event.occurred_at + TOLD_WITHIN:
        return event
    latest = event.occurred_at + timedelta(microseconds=999_999)
    return replace(event, occurred_at=min(max(event.occurred_at, triggered_at), latest))


def _no_event(why: str) -> Callable[[Webhook, Shop], Event]:
    return lambda _webhook, _shop: Ignored(why=why)


MAKERS: dict[str, Callable[[Webhook, Shop], Event]] = {
    "carts/create": _of(bodies.CartBody, carts.cart_changed),
    "carts/update": _of(bodies.CartBody, carts.cart_changed),
    "checkouts/create": _of(bodies.CheckoutBody, carts.checkout_changed),
    "checkouts/update": _of(bodies.CheckoutBody, carts.checkout_changed),
    "checkouts/delete": _of(bodies.CheckoutDeletedBody, carts.checkout_deleted),
    "orders/create": _of(OrderBody, orders.order_placed),
    "orders/paid": _of(OrderBody, orders.order_placed),
    "orders/cancelled": _of(OrderBody, orders.order_cancelled),
    "orders/updated": _of(OrderBody, orders.order_updated),
    "orders/fulfilled": _of(OrderBody, orders.order_shipped),
    "orders/partially_fulfilled": _of(OrderBody, orders.order_shipped),
    "orders/delete": _no_event("a deleted order was a purchase all the same"),
    "customers_email_marketing_consent/update": _of(
        consent.EmailConsentBody, consent.email_consent
    ),
    "customers_marketing_consent/update": _of(consent.SmsConsentBody, consent.sms_consent),
    "customers/data_request": _of(privacy.ComplianceBody, privacy.export_asked),
    "customers/redact": _of(privacy.ComplianceBody, privacy.erasure_asked),
    "shop/redact": _of(privacy.ComplianceBody, privacy.shop_erasure_asked),
    "app/uninstalled": _of(privacy.ShopBody, privacy.app_removed),
}

INTAKE = PlatformIntake(verify=verify, decode=decode)
