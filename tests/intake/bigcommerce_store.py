"""A store at BigCommerce, what its webhooks mean, and how they are signed."""

import json
from typing import Any

from chalicelib.intake.bigcommerce import decode
from chalicelib.intake.events import Event
from chalicelib.intake.platform import Webhook
from chalicelib.shops.model import Platform, Shop
from tests.fakes.world import shop
from tests.intake.bodies import RECEIVED_AT, document, raw
from tests.intake.signing import digest

SECRET = "f00d5ecretofthe4ppnotbase64!"
HASH = "t3asteep"
CART = "5f1c0a7e-3b52-4c57-9a0e-6b1f2d3c4e5a"
SHOP = shop(platform=Platform.BIGCOMMERCE, account=HASH)


def meant(body: bytes, the_shop: Shop = SHOP) -> Event:
    """What a body means."""
    return decode(Webhook(headers={}, body=body, received_at=RECEIVED_AT), the_shop)


def sample(name: str) -> Event:
    """What a sample means."""
    return meant(raw(name))


def changed(name: str, **changes: Any) -> Event:
    """What a sample means with some of its top-level fields changed; ``...`` leaves one out."""
    body = document(name) | changes
    return meant(json.dumps({k: v for k, v in body.items() if v is not ...}).encode())


def headers(body: bytes, at: float, secret: str = SECRET, event: str = "msg_1") -> dict[str, str]:
    """Return the headers that sign these bytes, by lower-case name."""
    signed = f"{event}.{int(at)}.".encode() + body
    return {
        "webhook-id": event,
        "webhook-timestamp": str(int(at)),
        "webhook-signature": f"v1,{digest(secret.encode(), signed)}",
    }
