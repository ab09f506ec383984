"""Short links for texts, where every letter costs: a code that names what a token would hold. Pure.

``/s/{shop}/{code}``. What a code leads to is an item, written with its message's claim; the code
itself is a signature of that, so an item that anybody else could write would lead nowhere. Nobody
guesses a code: 60 bits, and only those that were sent lead anywhere.
"""

from __future__ import annotations

import hmac
import re
from base64 import b32encode
from collections.abc import Iterable
from datetime import datetime

import msgspec

from chalicelib.errors import BadLink, LinkExpired
from chalicelib.links.tokens import LIFETIME, LinkTarget
from chalicelib.storage import keys
from chalicelib.storage.port import Item, Put, Write

SHORT_PATH = "/s"
CODE_LETTERS = 12
CODE_BYTES = 8  # as many as those letters hold, rounded up
CODE = re.compile(rf"[a-z2-7]{{{CODE_LETTERS}}}")
SHOP = re.compile(r"[a-z0-9-]{1,40}")


class ShortLink(msgspec.Struct, frozen=True, kw_only=True):
    """What a code leads to, and until when (epoch seconds)."""

    target: LinkTarget
    expires_at: int


def short_url(api_url: str, target: LinkTarget, key: bytes) -> str:
    """Return the link; it leads somewhere once ``shortening`` is stored."""
    return f"{api_url}{SHORT_PATH}/{target.shop}/{code_of(target, key)}"


def code_of(target: LinkTarget, key: bytes) -> str:
    """Return the code of a target: the same whenever the message is written again."""
    names = ("short", target.purpose, target.channel, target.shop, target.cart, target.shopper)
    payload = ":".join(map(str, (*names, target.episode, target.step))).encode()
    digest = hmac.digest(key, payload, "sha256")
    return b32encode(digest[:CODE_BYTES]).decode().lower()[:CODE_LETTERS]


def shortening(target: LinkTarget, key: bytes, now: datetime) -> tuple[Write, ...]:
    """Say how to store what a link leads to, within its message's claim.

    It lies beside the cart too: who is forgotten, or asks what is stored, is found by that.
    """
    code = code_of(target, key)
    expires_at = int((now + LIFETIME[target.purpose]).timestamp())
    document = msgspec.json.encode(ShortLink(target=target, expires_at=expires_at))
    places = keys.short_link(target.shop, code), keys.link_of_cart(target.shop, target.cart, code)
    return tuple(
        Put(key=place, document=document, if_version=None, expires_at=expires_at)
        for place in places
    )


def short_links(shop: str, beside: Iterable[keys.Key]) -> list[keys.Key]:
    """Return where the links are stored of which the names lie beside a cart."""
    names = (key.sk.partition("#") for key in beside)
    return [keys.short_link(shop, code) for kind, _, code in names if kind == "LINK"]


def looked_up(shop: str, code: str) -> keys.Key:
    """Return where what a code leads to is stored; ``BadLink`` for what can be no code."""
    if not CODE.fullmatch(code) or not SHOP.fullmatch(shop):
        raise BadLink("not a code as we write them")
    return keys.short_link(shop, code)


def resolved(item: Item | None, code: str, key: bytes, now: datetime) -> LinkTarget:
    """Return what a code leads to; ``BadLink`` unless we made it, ``LinkExpired`` if too late."""
    if item is None:
        raise BadLink("leads nowhere")
    link = msgspec.json.decode(item.document, type=ShortLink)
    if not hmac.compare_digest(code_of(link.target, key), code):
        raise BadLink("the signature does not fit")
    if now.timestamp() >= link.expires_at:
        raise LinkExpired("too old")
    return link.target
