"""Links short enough for a text: a code that only we can make, and what it leads to. Pure.

``/s/{shop}/{code}`` sends on to the long link. The code is the beginning of a signature over what
the link names, so it cannot be guessed, and is the same for a message that is tried again.
"""

from __future__ import annotations

import hmac
import re
from base64 import b32encode
from datetime import UTC, datetime

import msgspec

from chalicelib.links.tokens import LIFETIME, LinkTarget
from chalicelib.storage import keys
from chalicelib.storage.port import Item, Put, Write

SHORT_PATH = "/s"
# 60 bits: who tries a thousand a second finds one of a million links after thirty years.
CODE_LETTERS = 12
CODE = re.compile(f"[a-z2-7]{{{CODE_LETTERS}}}")


class Shortened(msgspec.Struct, frozen=True, kw_only=True):
    """What a code leads to, and until when."""

    target: LinkTarget
    expires_at: datetime


def code_of(target: LinkTarget, key: bytes) -> str:
    """Return the code of a link."""
    whose = (target.purpose, target.shop, target.cart, target.shopper)
    which = (target.episode, target.step, target.channel)
    payload = ":".join(("short", *map(str, (*whose, *which))))
    return b32encode(hmac.digest(key, payload.encode(), "sha256")).decode().lower()[:CODE_LETTERS]


def short_url(api_url: str, target: LinkTarget, key: bytes) -> str:
    """Return the link; it leads nowhere until :func:`shortening` is stored."""
    return f"{api_url}{SHORT_PATH}/{target.shop}/{code_of(target, key)}"


def shortening(target: LinkTarget, key: bytes, now: datetime) -> Write:
    """Say how to have a link lead somewhere, for as long as the long one does."""
    ends = now + LIFETIME[target.purpose]
    return Put(
        key=keys.short_link(target.shop, code_of(target, key)),
        document=msgspec.json.encode(Shortened(target=target, expires_at=ends.astimezone(UTC))),
        if_version=None,
        expires_at=int(ends.timestamp()),
    )


def shortened(item: Item, code: str, key: bytes) -> Shortened | None:
    """Read where a code leads; None unless it is the very code that we would make for that."""
    found = msgspec.json.decode(item.document, type=Shortened)
    return found if hmac.compare_digest(code_of(found.target, key), code) else None
