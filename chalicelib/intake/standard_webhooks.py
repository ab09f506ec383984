"""The Standard Webhooks signature, version v1 (specification 1.0.0). Pure.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Sequence
from datetime import timedelta

from chalicelib.errors import BadSignature
from chalicelib.intake.platform import Webhook
from chalicelib.intake.signatures import is_signed_by_any

TOLERANCE = timedelta(minutes=5)  # the specification's own, both ways
SECRET_PREFIX = "whsec_"  # noqa: S105  (a prefix, not a secret)
TIMESTAMP_MAX_DIGITS = 12


def verify(webhook: Webhook, secrets: Sequence[str]) -> None:
    """Raise ``BadSignature`` unless the webhook is signed, in time, by one of the secrets."""
    verify_by_keys(webhook, [key_of(secret) for secret in secrets])


def verify_by_keys(webhook: Webhook, keys: Sequence[bytes]) -> None:
    """Raise ``BadSignature`` unless the webhook is signed, in time, by one of the keys.

    For platforms whose secret is not base64 of its key, as the specification has it.
    """
    names = ("webhook-id", "webhook-timestamp", "webhook-signature")
    event, timestamp, signatures = (webhook.headers.get(name, "").strip() for name in names)
    if not (event and timestamp and signatures):
        raise BadSignature("webhook-id, webhook-timestamp and webhook-signature are all needed")
    _check_time(timestamp, webhook)
    offered = [s.removeprefix("v1,") for s in signatures.split(" ") if s.startswith("v1,")]
    # An id that is no Unicode signs like any other that is not what the sender wrote: not at all.
    signed = b".".join((event.encode(errors="replace"), timestamp.encode(), webhook.body))
    if not is_signed_by_any(signed, keys, offered):
        raise BadSignature("no v1 signature in webhook-signature fits this body and secret")


def _check_time(timestamp: str, webhook: Webhook) -> None:
    if not (timestamp.isascii() and timestamp.isdigit()) or len(timestamp) > TIMESTAMP_MAX_DIGITS:
        raise BadSignature("webhook-timestamp is not in whole seconds since 1970")
    if abs(webhook.received_at.timestamp() - int(timestamp)) > TOLERANCE.total_seconds():
        raise BadSignature("webhook-timestamp is more than five minutes off: check the clock")


def key_of(secret: str) -> bytes:
    """Return a secret's key: base64 with or without ``whsec_``; empty, so useless, if it is not."""
    try:
        return b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return b""
