"""Signing a webhook as its platform would, for trying bodies out."""

import base64
import hmac
from datetime import datetime

from chalicelib.intake.standard_webhooks import key_of
from chalicelib.shops.model import Platform
from infra.adobe_samples import is_event
from infra.adobe_signing import ADOBE


def signed_headers(
    platform: Platform, body: bytes, secret: str, *, topic: str, host: str, now: datetime
) -> dict[str, str]:
    """Return the headers of a webhook, by lower-case name.

    A generic shop and BigCommerce have the topic in the body.
    """
    if platform is Platform.SHOPIFY:
        return {
            "x-shopify-topic": topic,
            "x-shopify-shop-domain": host,
            "x-shopify-hmac-sha256": _digest(secret.encode(), body),
        }
    if platform is Platform.MAGENTO and is_event(body):
        return ADOBE.headers(body)
    if platform is Platform.WOOCOMMERCE:
        return {
            "x-wc-webhook-topic": topic,
            "x-wc-webhook-source": f"https://{host}/",
            "x-wc-webhook-signature": _digest(secret.encode(), body),
        }
    # Standard Webhooks; BigCommerce's key is its secret's own letters.
    key = secret.encode() if platform is Platform.BIGCOMMERCE else key_of(secret)
    event, timestamp = "msg_made_up", str(int(now.timestamp()))
    signed = b".".join((event.encode(), timestamp.encode(), body))
    return {
        "webhook-id": event,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{_digest(key, signed)}",
    }


def _digest(key: bytes, message: bytes) -> str:
    return base64.b64encode(hmac.digest(key, message, "sha256")).decode()
