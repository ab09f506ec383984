"""A tea shop on WooCommerce that counts in euros, and what its webhooks mean."""

import json
from typing import Any

from chalicelib.intake.events import CartChanged, Event, OrderPlaced
from chalicelib.intake.platform import Webhook
from chalicelib.intake.service import Receipt
from chalicelib.intake.woocommerce import decode
from chalicelib.shops.model import Platform
from tests.fakes.world import API, HOST, World, shop
from tests.intake.bodies import RECEIVED_AT, document, raw
from tests.intake.signing import digest

SHOP = shop(platform=Platform.WOOCOMMERCE)
SECRET = "hush"


def headers(topic: str, body: bytes, secret: str = SECRET, host: str = HOST) -> dict[str, str]:
    """Return a webhook's headers, by lower-case name."""
    return {
        "content-type": "application/json",
        "user-agent": "WooCommerce/10.3.0 Hookshot (WordPress/6.9)",
        "x-wc-webhook-source": f"https://{host}/",
        "x-wc-webhook-topic": topic,
        "x-wc-webhook-resource": topic.partition(".")[0],
        "x-wc-webhook-event": topic.partition(".")[2],
        "x-wc-webhook-signature": digest(secret.encode(), body),
        "x-wc-webhook-id": "7",
        "x-wc-webhook-delivery-id": "b7cd1d9f",
    }


def decoded(topic: str, body: bytes, **others: str) -> Event:
    """What a body of this topic means; ``_`` in a header's name stands for ``-``."""
    named = headers(topic, body) | {name.replace("_", "-"): v for name, v in others.items()}
    return decode(Webhook(headers=named, body=body, received_at=RECEIVED_AT), SHOP)


def sample(name: str) -> Event:
    """What a sample means; its name begins with its topic."""
    return decoded(name.partition("__")[0], raw(name))


def changed(name: str, **changes: Any) -> Event:
    """What a sample means with some of its top-level fields changed."""
    return decoded(name.partition("__")[0], json.dumps(document(name) | changes).encode())


def cart(name: str, **changes: Any) -> CartChanged:
    """The cart that a changed sample is."""
    event = changed(name, **changes)
    assert isinstance(event, CartChanged)
    return event


def purchase(name: str, **changes: Any) -> OrderPlaced:
    """The purchase that a changed sample is."""
    event = changed(name, **changes)
    assert isinstance(event, OrderPlaced)
    return event


def post(world: World, topic: str, body: dict[str, Any]) -> Receipt:
    """Post a webhook, signed as it should be."""
    sent = json.dumps(body).encode()
    return world.intake.receive(world.shop.id, headers(topic, sent), sent, API)
