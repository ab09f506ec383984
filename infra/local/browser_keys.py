"""Browsers of the local cloud's own: their keys, and what is encrypted to them (RFC 8291)."""

from __future__ import annotations

import base64
import json
import os
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chalicelib.shoppers.contact import Browser

BROWSERS = "browsers.json"
HOST = "push.example"
P256 = ec.SECP256R1()


@dataclass(frozen=True, slots=True)
class OwnBrowser:
    """A browser of ours, with the keys that it keeps to itself."""

    private_key: ec.EllipticCurvePrivateKey
    auth: bytes

    @property
    def public_point(self) -> bytes:
        """The public key as RFC 8291 has it: 65 bytes."""
        return self.private_key.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )

    def decrypt(self, body: bytes) -> bytes:
        """Return what was encrypted to this browser; ``ValueError`` if it was not (RFC 8291)."""
        salt, named = body[:16], body[21 : 21 + body[20]]
        sender = ec.EllipticCurvePublicKey.from_encoded_point(P256, named)
        shared = self.private_key.exchange(ec.ECDH(), sender)
        both = b"WebPush: info\0" + self.public_point + named
        keying = _derived(self.auth, shared, both, 32)
        key = _derived(salt, keying, b"Content-Encoding: aes128gcm\0", 16)
        nonce = _derived(salt, keying, b"Content-Encoding: nonce\0", 12)
        try:
            padded = AESGCM(key).decrypt(nonce, body[21 + len(named) :], None)
        except InvalidTag:
            raise ValueError("not encrypted to this browser") from None
        text, mark, _ = padded.rpartition(b"\x02")
        if not mark:
            raise ValueError("no end of the padding (RFC 8188, 2)")
        return text


def new_browser(state_dir: Path, name: str | None = None) -> Browser:
    """Make a browser that the stand-in can decrypt for; ``name`` ends its endpoint."""
    own = OwnBrowser(ec.generate_private_key(P256), os.urandom(16))
    endpoint = f"https://{HOST}/wpush/{name or uuid.uuid4().hex}"
    number = own.private_key.private_numbers().private_value
    kept = _kept(state_dir) | {endpoint: [format(number, "x"), encoded(own.auth)]}
    new = state_dir / f"{BROWSERS}.new"
    new.write_text(json.dumps(kept), "utf-8")
    new.replace(state_dir / BROWSERS)
    return Browser(endpoint=endpoint, p256dh=encoded(own.public_point), auth=encoded(own.auth))


def opened(body: bytes, endpoint: str, state_dir: Path) -> Any:
    """Return what a browser of ours would read; None when it is nobody of ours."""
    kept = _kept(state_dir).get(endpoint)
    if kept is None:
        return None
    number, auth = kept
    own = OwnBrowser(ec.derive_private_key(int(number, 16), P256), decoded(auth))
    text = own.decrypt(body).decode()
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return {"text": text}


def _kept(state_dir: Path) -> dict[str, list[str]]:
    file = state_dir / BROWSERS
    return dict(json.loads(file.read_text("utf-8"))) if file.exists() else {}


def _derived(salt: bytes, secret: bytes, about: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=about).derive(secret)


def encoded(raw: bytes) -> str:
    """Return base64url without its padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Read base64url without its padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
