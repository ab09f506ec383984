"""Signed tokens in links: who follows one may click back or unsubscribe, and nothing else. Pure.

A token is base64url of a short text and its HMAC, so it survives mail clients, and Chalice, which
does not decode paths. It names shop, cart and step by opaque names: it holds nothing of the
shopper's, logs nobody in, and expires.
"""

from __future__ import annotations

import binascii
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from chalicelib.errors import BadLink, LinkExpired
from chalicelib.shops.policy import Channel

SIGNATURE_BYTES = 16  # 128 bits: a guess a nanosecond for the age of the universe finds none
TOKEN_MAX_LETTERS = 300
VERSION = "1"


class Purpose(StrEnum):
    """What a link is for; a token for one is no token for another."""

    CLICK = "c"
    UNSUBSCRIBE = "u"


# A cart is forgotten after 90 days anyway. RFC 8058 and the law of several countries want
# unsubscribing to work long after the message; it costs nothing to keep it for longer.
LIFETIME = {Purpose.CLICK: timedelta(days=30), Purpose.UNSUBSCRIBE: timedelta(days=365)}


class LinkTarget(msgspec.Struct, frozen=True, kw_only=True):
    """What a token names: one step's message about one cart, to one contact point.

    ``shopper`` is the opaque name of the address written to: unsubscribing must work even when
    the cart is long forgotten. ``channel`` is by which it was written to: tokens stand in mails,
    other messages hold short links.
    """

    purpose: Purpose
    shop: str
    cart: str
    shopper: str
    episode: int
    step: int
    channel: Channel = Channel.EMAIL


def sign(target: LinkTarget, key: bytes, now: datetime) -> str:
    """Return a token for ``target`` that expires after its purpose's lifetime."""
    expires_at = int((now + LIFETIME[target.purpose]).timestamp())
    names = (VERSION, target.purpose, target.shop, target.cart, target.shopper)
    payload = ":".join(map(str, (*names, target.episode, target.step, expires_at))).encode()
    return urlsafe_b64encode(payload + _mac(key, payload)).decode().rstrip("=")


def shop_of(token: str) -> str:
    """Return the shop a token claims to be of, to look its key up; nothing is proven yet."""
    return _fields(_split(token)[0])[2]


def verified(token: str, key: bytes, purpose: Purpose, now: datetime) -> LinkTarget:
    """Return what a token names; ``BadLink`` unless we signed it, ``LinkExpired`` if too late."""
    payload, mac = _split(token)
    if not hmac.compare_digest(mac, _mac(key, payload)):
        raise BadLink("the signature does not fit")
    _, kind, shop, cart, shopper, episode, step, expires_at = _fields(payload)
    if kind != purpose:
        raise BadLink("made for another purpose")
    if now.timestamp() >= int(expires_at):
        raise LinkExpired("too old")
    return LinkTarget(
        purpose=purpose,
        shop=shop,
        cart=cart,
        shopper=shopper,
        episode=int(episode),
        step=int(step),
    )


def _mac(key: bytes, payload: bytes) -> bytes:
    return hmac.digest(key, payload, "sha256")[:SIGNATURE_BYTES]


def _split(token: str) -> tuple[bytes, bytes]:
    if len(token) > TOKEN_MAX_LETTERS:
        raise BadLink("too long")
    try:
        raw = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        raise BadLink("not a token") from None
    if urlsafe_b64encode(raw).decode().rstrip("=") != token:
        raise BadLink("not a token as we write them")
    return raw[:-SIGNATURE_BYTES], raw[-SIGNATURE_BYTES:]


def _fields(payload: bytes) -> list[str]:
    fields = payload.decode("ascii", "replace").split(":")
    if len(fields) != 8 or fields[0] != VERSION:  # noqa: PLR2004
        raise BadLink("not a token of this version")
    return fields
