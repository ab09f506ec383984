"""Bodies that we made up, and what they mean to a tea shop that counts in euros."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from chalicelib.intake.events import Event
from chalicelib.intake.platform import Webhook
from chalicelib.intake.shopify import decode
from infra.likely_topic import likely_topic
from tests.fakes.world import HOST, shop

RECEIVED_AT = datetime(2026, 11, 20, 12, 5, tzinfo=UTC)


def raw(name: str) -> bytes:
    return (Path(__file__).parent / f"{name}.json").read_bytes()


def document(name: str) -> dict[str, Any]:
    return cast("dict[str, Any]", json.loads(raw(name)))


def decoded(topic: str, body: bytes, **headers: str) -> Event:
    """What a Shopify body of this topic means."""
    named = {"x-shopify-topic": topic, "x-shopify-shop-domain": HOST}
    return decode(Webhook(headers=named | headers, body=body, received_at=RECEIVED_AT), shop())


def sample(name: str) -> Event:
    """What a sample means; its name begins with its topic."""
    return decoded(topic_of(name), raw(name))


def topic_of(name: str) -> str:
    """The topic that a sample's name tells."""
    return likely_topic(Path(name))


def changed(name: str, /, **changes: Any) -> Event:
    """What a sample means with some of its top-level fields changed."""
    return decoded(topic_of(name), json.dumps(document(name) | changes).encode())
