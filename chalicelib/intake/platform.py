"""What intake asks of a platform: two functions, and the webhook they look at. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import msgspec

from chalicelib.intake.events import Event
from chalicelib.shops.model import Shop


class Webhook(msgspec.Struct, frozen=True, kw_only=True):
    """A request as it came: ``headers`` by lower-case name, ``body`` as the very bytes sent."""

    headers: Mapping[str, str]
    body: bytes
    received_at: datetime


class PlatformIntake(msgspec.Struct, frozen=True, kw_only=True):
    """One platform's ways.

    ``verify(webhook, secrets)`` raises ``BadSignature`` unless any of the secrets signed it.
    ``decode(webhook, shop)`` returns what it means, or raises ``MalformedBody``.
    """

    verify: Callable[[Webhook, Sequence[str]], None]
    decode: Callable[[Webhook, Shop], Event]
