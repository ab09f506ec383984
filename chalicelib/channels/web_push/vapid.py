"""Who sends, proven to a push service: VAPID (RFC 8292), an ES256 token beside its key."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from chalicelib.channels.web_push.encryption import P256, point

LIFETIME = timedelta(hours=12)  # RFC 8292, 2: 24 hours at most, and clocks differ
HEADER: dict[str, object] = {"typ": "JWT", "alg": "ES256"}
SCALAR_BYTES = 32  # of P-256: the key as it is stored


def public_key(secret: bytes) -> str:
    """Return the shop's public key as browsers take it: ``applicationServerKey``, base64url."""
    return _text(point(_key(secret)))


def authorization(secret: bytes, origin: str, answerable: str, now: datetime) -> str:
    """Return the header's value for one push service.

    ``origin`` is that service's, ``https://`` and its host; ``answerable`` a ``mailto:`` address.
    """
    key = _key(secret)
    claims: dict[str, object] = {
        "aud": origin,
        "exp": int((now + LIFETIME).timestamp()),
        "sub": answerable,
    }
    signed = f"{_text(_json(HEADER))}.{_text(_json(claims))}"
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    signature = r.to_bytes(SCALAR_BYTES) + s.to_bytes(SCALAR_BYTES)  # RFC 7518, 3.4
    return f"vapid t={signed}.{_text(signature)}, k={_text(point(key))}"


def _key(secret: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(secret), P256)


def _json(part: dict[str, object]) -> bytes:
    return json.dumps(part, separators=(",", ":")).encode()


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")
