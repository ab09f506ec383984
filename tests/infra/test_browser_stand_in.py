"""The stand-in for browsers' push services takes what they take, and reads it as a browser does."""

import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from msgspec.structs import replace

from chalicelib.channels.model import BrowserPush
from chalicelib.channels.web_push.gateway import WebPushCarrier
from chalicelib.errors import AddressGone
from chalicelib.shoppers.contact import Browser
from infra.local.browser_keys import OwnBrowser, decoded, encoded, new_browser
from infra.local.messaging_stand_in import MessagingStandIn
from tests.fakes.edges import MemorySecrets
from tests.fakes.world import SECRETS

P256 = ec.SECP256R1()


@pytest.fixture
def stand_in(tmp_path: Path) -> Iterator[MessagingStandIn]:
    with MessagingStandIn(tmp_path) as started:
        yield started


def point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def derived(salt: bytes, secret: bytes, about: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=about).derive(secret)


def encrypted(browser: Browser, text: bytes) -> bytes:
    key, salt = ec.generate_private_key(P256), os.urandom(16)
    to = decoded(browser.p256dh)
    shared = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(P256, to))
    about = b"WebPush: info\0" + to + point(key)
    keying = derived(decoded(browser.auth), shared, about, 32)
    content_key = derived(salt, keying, b"Content-Encoding: aes128gcm\0", 16)
    nonce = derived(salt, keying, b"Content-Encoding: nonce\0", 12)
    sealed = AESGCM(content_key).encrypt(nonce, text + b"\x02", None)
    return salt + (4096).to_bytes(4) + bytes([65]) + point(key) + sealed


def vapid(
    audience: str = "https://push.example",
    lives: float = 3600,
    signer: ec.EllipticCurvePrivateKey | None = None,
) -> str:
    key = ec.generate_private_key(P256)
    claims = {"aud": audience, "exp": int(time.time() + lives), "sub": "mailto:a@shop.example"}
    parts = [encoded(json.dumps(one).encode()) for one in ({"typ": "JWT", "alg": "ES256"}, claims)]
    r, s = decode_dss_signature(
        (signer or key).sign(".".join(parts).encode(), ec.ECDSA(hashes.SHA256()))
    )
    token = ".".join([*parts, encoded(r.to_bytes(32) + s.to_bytes(32))])
    return f"vapid t={token}, k={encoded(point(key))}"


def push(stand_in: MessagingStandIn, browser: Browser, body: bytes, **changed: str | None) -> int:
    usual = {"TTL": "3600", "Content-Encoding": "aes128gcm", "Authorization": vapid()}
    headers = usual | {name.replace("_", "-"): value for name, value in changed.items()}
    url = f"{stand_in.url}/{browser.endpoint.removeprefix('https://')}"
    request = urllib.request.Request(url, body, {k: v for k, v in headers.items() if v})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code


def test_a_push_is_read_by_the_browser_that_it_is_for(stand_in: MessagingStandIn) -> None:
    browser = new_browser(stand_in.state_dir)
    note = {"title": "Tea", "body": "Your cart waits", "url": "https://shop.example/c/1"}
    body = encrypted(browser, json.dumps(note).encode())
    assert push(stand_in, browser, body, Urgency="normal") == 201
    (sent,) = stand_in.sent
    assert (sent.service, sent.operation, sent.region) == ("webpush", "Push", "")
    assert sent.request == {
        "endpoint": browser.endpoint,
        "headers": {"ttl": "3600", "urgency": "normal"},
        "decrypted": note,
    }


def test_what_is_encrypted_to_another_browser_is_refused(stand_in: MessagingStandIn) -> None:
    browser, other = new_browser(stand_in.state_dir), new_browser(stand_in.state_dir)
    assert push(stand_in, browser, encrypted(other, b"{}")) == 400
    assert stand_in.sent == []


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"TTL": None}, 400),
        ({"Content_Encoding": "aesgcm"}, 400),
        ({"Authorization": "vapid t=a.b.c, k=d"}, 403),
        ({"Authorization": vapid("https://elsewhere.example")}, 403),
        ({"Authorization": vapid(lives=25 * 3600)}, 403),
        ({"Authorization": vapid(signer=ec.generate_private_key(P256))}, 403),
        ({"Authorization": None}, 403),
    ],
)
def test_a_push_that_no_service_takes_is_refused(
    stand_in: MessagingStandIn, changed: dict[str, str | None], status: int
) -> None:
    browser = new_browser(stand_in.state_dir)
    assert push(stand_in, browser, encrypted(browser, b"{}"), **changed) == status
    assert stand_in.sent == []


@pytest.mark.parametrize(
    ("end", "status"), [("gone", 410), ("unknown", 404), ("throttled", 429), ("broken", 503)]
)
def test_browsers_with_a_known_fate_get_nothing(
    stand_in: MessagingStandIn, end: str, status: int
) -> None:
    browser = new_browser(stand_in.state_dir, f"a-{end}")
    assert push(stand_in, browser, encrypted(browser, b"{}")) == status
    assert stand_in.sent == []


def test_rfc_8291s_own_example_is_read() -> None:
    """RFC 8291, section 5."""
    number = int.from_bytes(decoded("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"))
    browser = OwnBrowser(ec.derive_private_key(number, P256), decoded("BTBZMqHH6r4Tts7J_aSIgg"))
    body = decoded(
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIg"
        "Dll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXL"
        "WyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    assert browser.decrypt(body) == b"When I grow up, I want to be a watermelon"


def test_what_our_own_carrier_sends_is_read(stand_in: MessagingStandIn) -> None:
    """Through ``PUSH_ENDPOINT``, as on the local cloud."""
    browser = new_browser(stand_in.state_dir)
    note = BrowserPush(
        shop="tea",
        answerable="mailto:hello@shop.example",
        browser=browser,
        title="You left something behind",
        body="Tea",
        url="https://api.example/c/t",
        tags={"shop": "tea", "cart": "a" * 20, "step": "1"},
    )
    secrets = MemorySecrets(tea=replace(SECRETS, vapid_key=(7).to_bytes(32)))
    carrier = WebPushCarrier(secrets, lambda: datetime.now(UTC), endpoint=stand_in.url)
    carrier.send(note)
    (sent,) = stand_in.sent
    assert sent.request["endpoint"] == browser.endpoint
    assert sent.request["headers"]["topic"] == "a" * 20
    assert sent.request["decrypted"]["title"] == "You left something behind"
    assert sent.request["decrypted"]["url"] == "https://api.example/c/t"
    gone = replace(note, browser=new_browser(stand_in.state_dir, "b-gone"))
    with pytest.raises(AddressGone):
        carrier.send(gone)
