"""What intake asks of a platform, and the webhook it looks at. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import msgspec

from chalicelib.errors import BadChallenge
from chalicelib.intake.events import Event
from chalicelib.shops.model import Shop


class Webhook(msgspec.Struct, frozen=True, kw_only=True):
    """A request as it came: ``headers`` by lower-case name, ``body`` as the very bytes sent."""

    headers: Mapping[str, str]
    body: bytes
    received_at: datetime


def never_greets(_webhook: Webhook) -> str | None:
    """Say that a platform sends nothing but signed events."""
    return None


def for_anybody(_webhook: Webhook, _shop: Shop) -> None:
    """Leave it to the signature and the body to tell whose webhook it is."""


def never_challenged(_challenge: str) -> str:
    """Say that a platform does not try addresses out."""
    raise BadChallenge("this shop's platform sends no challenges; webhooks are posted")


class PlatformIntake(msgspec.Struct, frozen=True, kw_only=True):
    """One platform's ways.

    ``verify(webhook, secrets)`` raises ``BadSignature`` unless any of the secrets signed it.
    ``decode(webhook, shop)`` returns what it means, or raises ``MalformedBody``; ``BadSignature``
    when it is another shop's.
    ``greeting(webhook)`` returns why an unsigned request is answered with 200 all the same, with
    nothing done: a ping that tries the address out. None for everything else.
    ``addressed(webhook, shop)`` is a cheap look before the signature is checked: ``BadSignature``
    when it cannot be this shop's.
    ``challenged(challenge)`` returns what proves to the platform that an address is ours, or raises
    ``BadChallenge``.
    """

    verify: Callable[[Webhook, Sequence[str]], None]
    decode: Callable[[Webhook, Shop], Event]
    greeting: Callable[[Webhook], str | None] = never_greets
    addressed: Callable[[Webhook, Shop], None] = for_anybody
    challenged: Callable[[str], str] = never_challenged
