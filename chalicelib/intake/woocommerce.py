"""WooCommerce: whose webhook it is, and topics. Pure.

Headers are not signed, so the shop in them is held against what is registered, and the topic
against what the body holds. https://woocommerce.com/document/webhooks/
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from chalicelib.errors import BadSignature, MalformedBody
from chalicelib.intake.body import read
from chalicelib.intake.events import Event, Ignored
from chalicelib.intake.platform import PlatformIntake, Webhook
from chalicelib.intake.woocommerce_bodies import DeletedOrder, order_in
from chalicelib.intake.woocommerce_orders import order_deleted, order_told
from chalicelib.intake.woocommerce_plugins import PluginCartBody, plugin_cart, plugin_recovery
from chalicelib.intake.woocommerce_signature import greeting, verify
from chalicelib.shops.model import Shop

TOPIC_HEADER = "x-wc-webhook-topic"
SOURCE_HEADER = "x-wc-webhook-source"


def decode(webhook: Webhook, shop: Shop) -> Event:
    """Return what the webhook means; ``MalformedBody`` if it is not what its topic promises.

    Raises ``BadSignature`` for another shop's: an agency may give all its shops one secret.
    """
    if not is_of_shop(webhook.headers.get(SOURCE_HEADER, ""), shop):
        raise BadSignature("X-WC-Webhook-Source is missing or not this shop")
    topic = webhook.headers.get(TOPIC_HEADER, "").strip().lower()
    if not topic:
        raise MalformedBody("X-WC-Webhook-Topic", "this header is needed")
    maker = MAKERS.get(topic)
    if maker is None:
        return Ignored(why=f"topic {topic[:60]} is not used")
    return maker(webhook.body, shop, webhook.received_at)


def is_of_shop(source: str, shop: Shop) -> bool:
    """Tell if a site's home URL is the shop's: its host, and its path where that is registered.

    ``account`` is the path of a shop that has neighbours on its host (``/shop`` of
    ``https://example.com/shop/``).
    """
    try:
        url = urlsplit(source.strip())
        host = (url.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError):
        return False
    return host in shop.hosts and shop.account in {None, "", url.path.rstrip("/")}


def _order(body: bytes, shop: Shop, now: datetime) -> Event:
    return order_told(order_in(body), shop, now)


def _deleted(body: bytes, _shop: Shop, now: datetime) -> Event:
    return order_deleted(read(body, DeletedOrder), now)


def _plugin_cart(body: bytes, shop: Shop, now: datetime) -> Event:
    return plugin_cart(read(body, PluginCartBody), shop, now)


def _plugin_recovery(body: bytes, shop: Shop, now: datetime) -> Event:
    return plugin_recovery(read(body, PluginCartBody), shop, now)


MAKERS: dict[str, Callable[[bytes, Shop, datetime], Event]] = {
    "order.created": _order,
    "order.updated": _order,
    "order.restored": _order,
    "order.deleted": _deleted,
    "wcap_cart.cutoff": _plugin_cart,
    "wcap_cart.recovered": _plugin_recovery,
}

INTAKE = PlatformIntake(verify=verify, decode=decode, greeting=greeting)
