"""Browsers that can be pushed to, and the push services of their makers, as they answer.

RFC 8030 (the request), RFC 8291 (its encryption), RFC 8292 (who sends it: VAPID).
"""

from __future__ import annotations

import json
import time
import uuid
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from infra.local.browser_keys import P256, decoded, opened
from infra.local.carrier_outcome import Outcome
from infra.local.messages import SentMessage
from infra.local.stand_in import Asked, Told

BODY_MAX_BYTES = 4096  # RFC 8291, 4: what every push service takes
TOKEN_LIVES_SECONDS = 24 * 3600  # RFC 8292, 2: at most
# Subscriptions with a known fate, by the end of their endpoint.
_FATES = {
    "gone": Told(410),
    "unknown": Told(404),
    "throttled": Told(429, headers={"Retry-After": "1"}),
    "broken": Told(503),
}


def push(asked: Asked, host: str, state_dir: Path) -> tuple[Told, Outcome | None]:
    """Answer as a push service would: 201 and a message, or why not."""
    endpoint = f"https://{host}{asked.path}"
    problem = _problem(asked, host)
    if problem:
        return problem, None
    end = endpoint.rpartition("/")[2].rpartition("-")[2]
    if end in _FATES:
        return _FATES[end], None
    try:
        decrypted = opened(asked.body, endpoint, state_dir)
    except ValueError as refused:
        return Told(400, str(refused).encode()), None
    message = SentMessage(
        service="webpush",
        operation="Push",
        region="",
        message_id=f"https://{host}/m/{uuid.uuid4().hex}",
        request={"endpoint": endpoint, "headers": _told_headers(asked), "decrypted": decrypted},
        tags={},
    )
    told = Told(201, headers={"Location": message.message_id})
    return told, Outcome({}, message, answer_is_lost=end == "lost")


def _problem(asked: Asked, host: str) -> Told | None:
    """Return the answer to a request that no push service takes."""
    headers = asked.headers
    if asked.method != "POST":
        return Told(405)
    if not headers.get("ttl", "").isdecimal():
        return Told(400, b"no TTL (RFC 8030, 5.2)")
    if headers.get("content-encoding") != "aes128gcm":
        return Told(400, b"Content-Encoding must be aes128gcm (RFC 8291, 4)")
    if len(asked.body) > BODY_MAX_BYTES:
        return Told(413)
    try:
        _check_sender(headers.get("authorization", ""), host)
    except (ValueError, KeyError, InvalidSignature) as refused:
        return Told(403, f"VAPID: {refused}".encode())
    return None


def _check_sender(authorization: str, host: str) -> None:
    """Check who sends (RFC 8292): a token signed with the key that is given beside it."""
    scheme, _, rest = authorization.partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
    if scheme.lower() != "vapid":
        raise ValueError("Authorization must be vapid")
    signed, _, signature = parts["t"].rpartition(".")
    raw = decoded(signature)
    r, s = int.from_bytes(raw[:32]), int.from_bytes(raw[32:])
    key = ec.EllipticCurvePublicKey.from_encoded_point(P256, decoded(parts["k"]))
    key.verify(encode_dss_signature(r, s), signed.encode(), ec.ECDSA(hashes.SHA256()))
    claims = json.loads(decoded(signed.partition(".")[2]))
    left = claims["exp"] - time.time()
    if claims["aud"] != f"https://{host}" or not 0 < left <= TOKEN_LIVES_SECONDS:
        raise ValueError("the token is for somebody else, has ended, or lives for too long")


def _told_headers(asked: Asked) -> dict[str, str]:
    return {
        name: asked.headers[name] for name in ("ttl", "urgency", "topic") if name in asked.headers
    }
