"""A shop of its own, and its events signed by Standard Webhooks."""

import base64
import json
from typing import Any

from chalicelib.intake.events import Event
from chalicelib.intake.generic import decode
from chalicelib.intake.platform import Webhook
from chalicelib.shops.model import Platform, ShopSecrets
from tests.fakes.edges import MemorySecrets
from tests.fakes.world import World, shop
from tests.intake.bodies import RECEIVED_AT
from tests.intake.signing import digest

KEY = b"a key of thirty-two letters long"
SECRET = "whsec_" + base64.b64encode(KEY).decode()
SHOP = shop(platform=Platform.GENERIC)
AT = "2026-11-20T12:00:00Z"


def meant(kind: str, timestamp: Any = AT, **data: Any) -> Event:
    """What an event means."""
    body = json.dumps({"type": kind, "timestamp": timestamp, "data": data}).encode()
    return decode(Webhook(headers={}, body=body, received_at=RECEIVED_AT), SHOP)


def world() -> World:
    """A world in which this shop is the one that is registered."""
    made = World(SHOP)
    made.secrets = MemorySecrets(tea=secrets_of(made))
    made.intake._secrets = made.secrets
    return made


def secrets_of(made: World) -> ShopSecrets:
    known = made.secrets.find("tea")
    return ShopSecrets(webhook=(SECRET,), link_key=known.link_key, identity_key=known.identity_key)


def headers(raw: bytes, at: float, event: str = "msg_1", key: bytes = KEY) -> dict[str, str]:
    """Return the headers that sign these bytes, by lower-case name."""
    signed = f"{event}.{int(at)}.".encode() + raw
    return {
        "webhook-id": event,
        "webhook-timestamp": str(int(at)),
        "webhook-signature": f"v1,{digest(key, signed)}",
    }
