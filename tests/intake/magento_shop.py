"""A Magento tea shop that counts in euros, and what Adobe's events mean to it."""

import json
from typing import Any

from msgspec.structs import replace

from chalicelib.intake.events import Event
from chalicelib.intake.magento import decode
from chalicelib.intake.platform import Webhook
from chalicelib.shops.model import Platform, Shop
from infra.adobe_signing import ADOBE
from tests.fakes.world import shop
from tests.intake.bodies import RECEIVED_AT, document, raw

CLIENT = "2f1a9c4be07d4c5f8d3e6a7b90c1d2e3"
SHOP = shop(platform=Platform.MAGENTO, account=CLIENT)
QUOTE = "observer.sales_quote_save_commit_after"
ORDER = "observer.sales_order_save_commit_after"


def meant(body: bytes, the_shop: Shop = SHOP) -> Event:
    """What a body that Adobe signed means."""
    headers = {"x-adobe-digital-signature-1": "checked before"}
    return decode(Webhook(headers=headers, body=body, received_at=RECEIVED_AT), the_shop)


def sample(name: str) -> Event:
    """What one of our samples means, received in time."""
    headers = {"x-adobe-digital-signature-1": "checked before"}
    at = RECEIVED_AT.replace(month=12)  # after the latest of them
    return decode(Webhook(headers=headers, body=raw(name), received_at=at), SHOP)


def changed(name: str, **value: Any) -> Event:
    """What a sample means with some fields of its value changed; ``None`` says null."""
    body = document(name)
    body["data"]["value"] |= value
    return meant(json.dumps(body).encode())


def without(name: str, *fields: str) -> Event:
    """What a sample means when the merchant did not select some fields."""
    body = document(name)
    for field in fields:
        del body["data"]["value"][field]
    return meant(json.dumps(body).encode())


def event(topic: str, value: Any, **envelope: Any) -> bytes:
    """A whole event of Adobe's, for this shop."""
    told = {"type": f"com.adobe.commerce.{topic}", "data": {"value": value}}
    return json.dumps({"recipient_client_id": CLIENT} | told | envelope).encode()


def signed(body: bytes) -> dict[str, str]:
    """Return the headers with which Adobe would send a body."""
    return ADOBE.headers(body)


def other(**changes: Any) -> Shop:
    """Another shop of the same kind."""
    return replace(SHOP, id="coffee", hosts=("coffeeshop.example",), **changes)
