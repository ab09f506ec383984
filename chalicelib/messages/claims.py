"""How a claimed step is stored: one item a message, kept as long as its cart. Pure."""

from __future__ import annotations

from datetime import datetime

import msgspec

from chalicelib.shops.policy import Channel
from chalicelib.storage import keys
from chalicelib.storage.port import ABSENT, Put, Remove, Write


class Message(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One step's message, from its claim to its outcome."""

    shop: str
    cart: str
    episode: int
    step: int
    channel: Channel
    template: str
    claimed_at: datetime
    region: str = ""
    outcome: str = "claimed"
    settled_at: datetime | None = None
    provider_id: str | None = None


def claiming(message: Message, expires_at: int, *, again: bool = False) -> Write:
    """Say how to claim a step: only the first to say so may send it.

    ``again`` after a claim whose message never left; its cart's version then guards it alone.
    """
    return Put(
        key=_key(message),
        document=msgspec.json.encode(message),
        if_version=None if again else ABSENT,
        expires_at=expires_at,
    )


def settling(message: Message, expires_at: int) -> Write:
    """Say how to write down what became of a claimed step."""
    return Put(
        key=_key(message),
        document=msgspec.json.encode(message),
        if_version=None,
        expires_at=expires_at,
    )


def unclaiming(shop: str, cart: str, episode: int, step: int) -> Write:
    """Say how to give a claim back: the message surely did not leave."""
    return Remove(key=keys.message(shop, cart, episode, step))


def _key(message: Message) -> keys.Key:
    return keys.message(message.shop, message.cart, message.episode, message.step)
