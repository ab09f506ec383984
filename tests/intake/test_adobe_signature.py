"""The signature of Adobe I/O Events: the known answer of Adobe's own library, and its traps."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA1, SHA256

from chalicelib.errors import BadSignature, Unavailable
from chalicelib.intake.adobe_signature import KEY_PATH, KeyRing, is_adobes, verify
from chalicelib.intake.platform import Webhook
from chalicelib.platforms.rsa_keys import is_signed, public_key
from infra.adobe_signing import ADOBE, PATH
from tests.intake.signing import SIGNED_AT

# adobe/aio-lib-events, test/mock.js: the answer that Adobe's own library is held to
PEM = b"""-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEArGwUIIdaBSUrZq4V24cL
R3I19gel9uBBmXE3lt4oVHF0lMsHnA72cJNf/IPFYDWElM/tE4bat8p78O2ZQpus
6nzi/ISfSWprWhvTuI5sKx6CVgbRIzUM6VTIcvo8o3PK49HbgacRiUABZ1uNo7Cz
Pfmu5xAY+l2Ie1Dt8yperotKAKJmuPYeFWKGe9tzbPYgFluCy8DjPp2gGsmjsorR
/CVRJq8fWl5aTLha+ZHSTuyNY+RQhC/fZ7CHf89EdSvonyu6W7/SJmSf9DGGjmX0
HJNREqdTE9QdbSBMfNn/pa9fCGwR3yEoAZCkfVG06Xx02vOI0Q1RAkf2tGhO4bsZ
cwIDAQAB
-----END PUBLIC KEY-----"""
BODY = b'{"event_id":"eventId1","event":{"hello":"world"},"recipient_client_id":"client_id1"}'
RIGHT = (
    "Hgq9NEIAtFItHQfHYi2x94zAaHG7088PUDLdpSTdsFjLPD+IJCrKpSf4bxNeh3vHmMqj6zUVYfFEYvgI0riJNx12b3wI"
    "MHhoa/MxQGzzCcN4GnB/LVaTm9/1LZSxKpyR34FhaaYxbN3u3dSE60zk5swjzMKUFRmFiiE6k0knjcM+e0E3f1g9kFXg"
    "y/dUIOlty4SlS3hbv1UHS/BYXakH7d0lb4mrNxHIGNuIyFRmMpbZ4KyXDJo5nCQqvW0dZKAikpavf58/S8xbYyhJTImN"
    "JaUMZYQ5m8KD6H1ME48Hr3Q+Vgte9cXrTCreK1tVqCCy/ZaQGC7Z/qPOC+D849hi9g=="
)
WRONG = "hXC8F1eTt8Xmz7ec/9MkHqfzubDCSfGsgb8dWD0F+hQ="
ONE, TWO = "/prod/keys/pub-key-IkpzhSpTw0.pem", "/prod/keys/pub-key-voy5XEbWmT.pem"


class Ring:
    """A ring of one key under both paths; ``absent`` paths cannot be had just now."""

    def __init__(self, *absent: str, held: tuple[str, ...] = ()) -> None:
        self.absent, self.held = absent, held
        self.asked: list[str] = []

    def holds(self, path: str) -> bool:
        return path in self.held

    def signed(self, path: str, message: bytes, signature: bytes) -> bool:
        self.asked.append(path)
        if path in self.absent:
            raise Unavailable("no key")
        key = public_key(PEM)
        assert key is not None
        return is_signed(key, message, signature)


def is_valid(
    first: str | None,
    second: str | None,
    *,
    body: bytes = BODY,
    paths: tuple[str, str] = (ONE, TWO),
    ring: KeyRing | None = None,
) -> bool:
    named = {
        "x-adobe-digital-signature-1": first,
        "x-adobe-digital-signature-2": second,
        "x-adobe-public-key1-path": paths[0],
        "x-adobe-public-key2-path": paths[1],
    }
    headers = {name: value for name, value in named.items() if value is not None}
    try:
        verify(Webhook(headers=headers, body=body, received_at=SIGNED_AT), ring or Ring())
    except BadSignature:
        return False
    return True


@pytest.mark.parametrize(
    ("first", "second", "valid"),
    [
        (RIGHT, RIGHT, True),
        (RIGHT, None, True),
        (WRONG, RIGHT, True),
        (RIGHT, "not base64!", True),
        (f" {RIGHT}\n", None, True),
        (WRONG, WRONG, False),
        (WRONG, None, False),
        ("", "", False),
        (None, None, False),
        (RIGHT[:-4], None, False),
        (base64.b64encode(b"\x00" * 256).decode(), None, False),
        (base64.b64encode(b"\xff" * 256).decode(), None, False),
    ],
)
def test_either_signature_is_enough(first: str | None, second: str | None, valid: bool) -> None:
    assert is_valid(first, second) is valid


@pytest.mark.parametrize("body", [BODY + b" ", BODY.replace(b":", b": "), BODY[:-1], b""])
def test_the_very_bytes_are_signed(body: bytes) -> None:
    assert not is_valid(RIGHT, RIGHT, body=body)


@pytest.mark.parametrize(
    "path",
    [
        *("", "/", "/prod/keys/", "/prod/keys/pub-key-.pem", "/prod/keys/pub-key-abc.pem"),
        *("/stage/keys/pub-key-IkpzhSpTw0.pem", "prod/keys/pub-key-IkpzhSpTw0.pem"),
        *("/prod/keys/../keys/pub-key-IkpzhSpTw0.pem", "/prod/keys/pub-key-Ikpzh/pTw0.pem"),
        *("/prod/keys/pub-key-IkpzhSpTw0.pem?x", "/prod/keys/pub-key-IkpzhSpTw0.pem#x"),
        *("/prod/keys/pub-key-Ikpzh%2fTw0.pem", "/prod/keys/pub-key-Ikpzhｓｐ.pem"),
        *("https://evil.example/prod/keys/pub-key-IkpzhSpTw0.pem", "@evil.example/x.pem"),
        "/prod/keys/pub-key-" + "a" * 65 + ".pem",
    ],
)
def test_a_key_from_anywhere_else_is_not_asked_for(path: str) -> None:
    ring = Ring()
    headers = {"x-adobe-digital-signature-1": RIGHT, "x-adobe-public-key1-path": path}
    with pytest.raises(BadSignature):
        verify(Webhook(headers=headers, body=BODY, received_at=SIGNED_AT), ring)
    assert ring.asked == []


@pytest.mark.parametrize(
    "path", [ONE, TWO, "/prod/keys/pub-key-8ec8d794-e0ab-42df-9017-e3dada8e84f7.pem"]
)
def test_adobes_own_paths(path: str) -> None:
    assert KEY_PATH.fullmatch(path)


def test_a_key_at_hand_is_tried_before_one_that_must_be_asked_for() -> None:
    ring = Ring(held=(TWO,))
    assert is_valid(WRONG, RIGHT, ring=ring)
    assert ring.asked == [TWO]


def test_a_key_that_cannot_be_had_does_not_matter_if_the_other_one_fits() -> None:
    assert is_valid(RIGHT, RIGHT, ring=Ring(ONE))
    assert is_valid(RIGHT, RIGHT, ring=Ring(TWO))


@pytest.mark.parametrize("absent", [(ONE,), (TWO,), (ONE, TWO)])
def test_what_cannot_be_told_for_want_of_a_key_is_no_bad_signature(absent: tuple[str]) -> None:
    with pytest.raises(Unavailable):
        is_valid(WRONG, WRONG, ring=Ring(*absent))


def test_another_padding_or_hash_is_no_signature() -> None:
    pss = padding.PSS(mgf=padding.MGF1(SHA256()), salt_length=padding.PSS.MAX_LENGTH)
    for signature in (
        ADOBE.key.sign(BODY, pss, SHA256()),
        ADOBE.key.sign(BODY, padding.PKCS1v15(), SHA1()),
    ):
        written = base64.b64encode(signature).decode()
        assert not is_valid(written, None, paths=(PATH, PATH), ring=ADOBE)
    right = ADOBE.headers(BODY)["x-adobe-digital-signature-1"]
    assert is_valid(right, None, paths=(PATH, PATH), ring=ADOBE)


def test_an_event_of_adobes_is_known_by_its_headers() -> None:
    assert is_adobes({"x-adobe-digital-signature-2": ""})
    assert not is_adobes({"webhook-signature": "v1,x", "x-adobe-public-key1-path": ONE})
