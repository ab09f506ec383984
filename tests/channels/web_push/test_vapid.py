"""Who sends: a token that the key beside it verifies, for one push service and some hours."""

import json
from datetime import UTC, datetime

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from chalicelib.channels.web_push.encryption import P256, bytes_of
from chalicelib.channels.web_push.vapid import authorization, public_key

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SECRET = (7).to_bytes(32)


def parts(secret: bytes = SECRET) -> tuple[str, bytes, str]:
    header = authorization(secret, "https://push.example", "mailto:hello@teashop.example", NOON)
    scheme, token, key = header.split(" ")
    assert scheme == "vapid"
    signed, _, signature = token.removeprefix("t=").removesuffix(",").rpartition(".")
    return signed, bytes_of(signature), key.removeprefix("k=")


def verify(signed: str, signature: bytes, key: str) -> None:
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    public = ec.EllipticCurvePublicKey.from_encoded_point(P256, bytes_of(key))
    public.verify(encode_dss_signature(r, s), signed.encode(), ec.ECDSA(hashes.SHA256()))


def test_the_token_says_to_whom_until_when_and_who_answers() -> None:
    signed, _, _ = parts()
    header, claims = (json.loads(bytes_of(part)) for part in signed.split("."))
    assert header == {"typ": "JWT", "alg": "ES256"}
    assert claims == {
        "aud": "https://push.example",
        "exp": int(NOON.timestamp()) + 12 * 3600,
        "sub": "mailto:hello@teashop.example",
    }


def test_the_key_beside_it_verifies_it_and_no_other_does() -> None:
    signed, signature, key = parts()
    assert key == public_key(SECRET)
    assert len(signature) == 64
    verify(signed, signature, key)
    with pytest.raises(InvalidSignature):
        verify(signed, signature, public_key((8).to_bytes(32)))
