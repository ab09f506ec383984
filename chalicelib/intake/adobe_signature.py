"""The signature of Adobe I/O Events: RSA over the raw body, by keys that Adobe publishes. Pure.

https://developer.adobe.com/events/docs/guides/ (security considerations): two signatures come with
each event, either of them is enough, and headers tell under which path of Adobe's own host the keys
are. Those headers are a stranger's words until a signature fits: no other path is ever asked for.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from typing import Protocol

import msgspec

from chalicelib.errors import BadSignature, Unavailable
from chalicelib.intake.platform import Webhook

SIGNED_BY = (
    ("x-adobe-digital-signature-1", "x-adobe-public-key1-path"),
    ("x-adobe-digital-signature-2", "x-adobe-public-key2-path"),
)
# What Adobe sends is /prod/keys/pub-key-IkpzhSpTw0.pem; its guide says that a UUID stands there.
KEY_PATH = re.compile(r"/prod/keys/pub-key-[A-Za-z0-9-]{6,64}\.pem", re.ASCII)


class KeyRing(Protocol):
    """Adobe's public keys, by their paths; no path that is not a ``KEY_PATH`` comes here."""

    def holds(self, path: str) -> bool:
        """Tell if this key can be used without asking anybody."""

    def signed(self, path: str, message: bytes, signature: bytes) -> bool:
        """Tell if this key signed ``message``; False too when there is no such key.

        Raises ``Unavailable`` when the key cannot be had now.
        """


class Offered(msgspec.Struct, frozen=True):
    """One signature, and the path of the key that is said to have made it."""

    signature: bytes
    path: str


def is_adobes(headers: Mapping[str, str]) -> bool:
    """Tell if a webhook claims to be one of Adobe's; by lower-case header name."""
    return any(signature in headers for signature, _ in SIGNED_BY)


def verify(webhook: Webhook, keys: KeyRing) -> None:
    """Raise ``BadSignature`` unless one of Adobe's keys signed the body.

    Raises ``Unavailable`` when that cannot be told because a key cannot be had: Adobe sends again
    what is answered with 503, and never what is answered with 401.
    """
    offered = sorted(_offered(webhook.headers), key=lambda each: not keys.holds(each.path))
    trouble: Unavailable | None = None
    for each in offered:
        try:
            if keys.signed(each.path, webhook.body, each.signature):
                return
        except Unavailable as error:
            trouble = error
    if trouble is not None:
        raise trouble
    raise BadSignature("neither of Adobe's signatures fits this body")


def _offered(headers: Mapping[str, str]) -> Iterator[Offered]:
    for signature_header, path_header in SIGNED_BY:
        signature = _decoded(headers.get(signature_header, ""))
        path = headers.get(path_header, "").strip()
        if signature and KEY_PATH.fullmatch(path):
            yield Offered(signature, path)


def _decoded(signature: str) -> bytes:
    try:
        return b64decode(signature.strip(), validate=True)
    except (binascii.Error, ValueError):
        return b""
