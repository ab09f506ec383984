"""Signatures made without our own code, as a platform would make them."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime

from chalicelib.intake.platform import Webhook

SIGNED_AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def digest(key: bytes, message: bytes) -> str:
    return base64.b64encode(hmac.new(key, message, hashlib.sha256).digest()).decode()


def webhook(body: bytes, at: datetime = SIGNED_AT, **headers: str) -> Webhook:
    """A webhook with these headers; ``_`` in a name stands for ``-``."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Webhook(headers=named, body=body, received_at=at)
