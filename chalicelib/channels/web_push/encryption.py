"""Encrypting to one browser: RFC 8291, by the coding aes128gcm of RFC 8188.

Only the browser can read it: the push service in between carries bytes.
"""

from __future__ import annotations

import binascii
import os
from base64 import urlsafe_b64decode

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

P256 = ec.SECP256R1()
SALT_BYTES = 16
AUTH_BYTES = 16  # RFC 8291, 3.2
RECORD_BYTES = 4096
PLAINTEXT_MAX_BYTES = 3993  # RFC 8291, 4: what is left of 4,096 bytes by header, mark and tag
LAST_RECORD = b"\x02"  # RFC 8188, 2: the mark that ends the only record


def encrypted(
    plaintext: bytes,
    p256dh: str,
    auth: str,
    *,
    own_key: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """Return the body for the browser with these keys, base64url as it gave them.

    ``own_key`` and ``salt`` are made anew for every message, but for a test. ``ValueError`` for
    keys that are none, and for more than ``PLAINTEXT_MAX_BYTES``.
    """
    if len(plaintext) > PLAINTEXT_MAX_BYTES:
        raise ValueError("too long for one record")
    secret, theirs = bytes_of(auth), bytes_of(p256dh)
    if len(secret) != AUTH_BYTES:
        raise ValueError("auth is not of 16 bytes")
    own_key = own_key or ec.generate_private_key(P256)
    salt = salt or os.urandom(SALT_BYTES)
    shared = own_key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(P256, theirs))
    ours = point(own_key)
    keying = _derived(secret, shared, b"WebPush: info\0" + theirs + ours, 32)
    key = _derived(salt, keying, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(salt, keying, b"Content-Encoding: nonce\0", 12)
    header = salt + RECORD_BYTES.to_bytes(4) + len(ours).to_bytes(1) + ours
    return header + AESGCM(key).encrypt(nonce, plaintext + LAST_RECORD, None)


def point(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return a key's public half as 65 bytes, uncompressed (X9.62)."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def bytes_of(text: str) -> bytes:
    """Decode base64url, with or without its padding; ``ValueError`` for what is none."""
    bare = text.rstrip("=")
    try:
        return urlsafe_b64decode(bare.encode("ascii") + b"=" * (-len(bare) % 4))
    except (binascii.Error, UnicodeEncodeError):
        raise ValueError("no base64url") from None


def _derived(salt: bytes, secret: bytes, purpose: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=purpose).derive(secret)
