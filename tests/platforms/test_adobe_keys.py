"""Adobe's keys are asked for rarely, at one host, and kept for a day at most."""

import base64
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chalicelib.errors import Unavailable
from chalicelib.platforms import adobe_keys
from chalicelib.platforms.adobe_keys import (
    FAILED_FOR,
    GONE_FOR,
    KEPT_FOR,
    KEY_HOST,
    UNKNOWN_ASKED,
    UNKNOWN_ASKED_WITHIN,
    AdobeKeys,
)
from chalicelib.platforms.caller import HttpCaller
from chalicelib.platforms.rsa_keys import public_key
from infra.adobe_signing import ADOBE, PATH
from infra.local.platform_server import PlatformServer
from infra.local.stand_in import Asked, Told, Trouble
from tests.fakes.edges import Clock

BODY = b'{"event_id": "1"}'
SIGNATURE = base64.b64decode(ADOBE.headers(BODY)["x-adobe-digital-signature-1"])


def pem(key: PublicKeyTypes) -> bytes:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def made_up(number: int) -> str:
    """A path that could be a key's."""
    return f"/prod/keys/pub-key-madeup{number:04}x.pem"


class Shelf:
    """Adobe's host: it has some keys, and nothing else."""

    def __init__(self) -> None:
        self.held = {PATH: pem(ADOBE.key.public_key())}
        self.otherwise = 404

    def answer(self, asked: Asked) -> Told:
        if asked.path in self.held:
            return Told(200, self.held[asked.path], {"Content-Type": "application/x-pem-file"})
        return Told(self.otherwise, b"<Error/>")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def server(shelf: Shelf) -> Iterator[PlatformServer]:
    with PlatformServer({KEY_HOST: shelf}) as started:
        yield started


@pytest.fixture
def keys(server: PlatformServer, clock: Clock) -> AdobeKeys:
    return AdobeKeys(HttpCaller(clock, endpoint=server.url, attempts=1), clock)


def asked(server: PlatformServer) -> list[str]:
    return [request.path for _, request in server.asked]


def test_a_key_is_asked_for_once_at_adobes_host(keys: AdobeKeys, server: PlatformServer) -> None:
    assert not keys.holds(PATH)
    assert keys.signed(PATH, BODY, SIGNATURE)
    assert not keys.signed(PATH, BODY + b" ", SIGNATURE)
    assert keys.holds(PATH)
    assert [host for host, _ in server.asked] == [KEY_HOST]
    assert asked(server) == [PATH]


def test_a_key_is_kept_for_a_day_and_not_longer(
    keys: AdobeKeys, server: PlatformServer, clock: Clock, shelf: Shelf
) -> None:
    keys.signed(PATH, BODY, SIGNATURE)
    clock.forward(hours=23.9)
    assert keys.signed(PATH, BODY, SIGNATURE)
    assert len(server.asked) == 1
    clock.forward(hours=0.1)
    del shelf.held[PATH]
    assert not keys.signed(PATH, BODY, SIGNATURE)
    assert len(server.asked) == 2


def test_a_key_that_is_not_there_signed_nothing_and_is_not_asked_for_again_soon(
    keys: AdobeKeys, server: PlatformServer, clock: Clock
) -> None:
    for _ in range(3):
        assert not keys.signed(made_up(1), BODY, SIGNATURE)
    assert not keys.holds(made_up(1))
    assert len(server.asked) == 1
    clock.now += GONE_FOR
    keys.signed(made_up(1), BODY, SIGNATURE)
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    "trouble",
    [Trouble.BROKEN, Trouble.THROTTLED, Trouble.RESET, Trouble.TRUNCATED, Trouble.MALFORMED],
)
def test_a_failure_of_adobes_host_is_no_bad_signature_and_is_not_hammered(
    keys: AdobeKeys, server: PlatformServer, clock: Clock, trouble: Trouble
) -> None:
    server.trouble(KEY_HOST, trouble)
    for _ in range(3):
        with pytest.raises(Unavailable):
            keys.signed(PATH, BODY, SIGNATURE)
    clock.now += FAILED_FOR
    assert keys.signed(PATH, BODY, SIGNATURE)
    assert len(asked(server)) <= 2


@pytest.mark.parametrize("status", [301, 302, 400, 401, 403])
def test_an_answer_that_says_neither_is_a_failure_too(
    keys: AdobeKeys, shelf: Shelf, status: int
) -> None:
    shelf.otherwise = status
    with pytest.raises(Unavailable, match=str(status)):
        keys.signed(made_up(1), BODY, SIGNATURE)


def test_a_flood_of_made_up_paths_is_asked_for_a_few_times_only(
    keys: AdobeKeys, server: PlatformServer, clock: Clock
) -> None:
    turned_away = 0
    for number in range(500):
        try:
            assert not keys.signed(made_up(number), BODY, SIGNATURE)
        except Unavailable:
            turned_away += 1
    assert len(server.asked) == UNKNOWN_ASKED
    assert turned_away == 500 - UNKNOWN_ASKED
    clock.now += UNKNOWN_ASKED_WITHIN
    assert keys.signed(PATH, BODY, SIGNATURE)


def test_a_flood_does_not_crowd_out_a_key_that_fitted(
    keys: AdobeKeys, server: PlatformServer, clock: Clock
) -> None:
    assert keys.signed(PATH, BODY, SIGNATURE)
    for number in range(200):
        clock.now += UNKNOWN_ASKED_WITHIN / UNKNOWN_ASKED
        keys.signed(made_up(number), BODY, SIGNATURE)
    assert keys.holds(PATH)
    assert asked(server).count(PATH) == 1
    assert len(keys._held) <= adobe_keys.KEYS_KEPT


def test_a_key_that_fitted_is_renewed_in_the_middle_of_a_flood(
    keys: AdobeKeys, clock: Clock
) -> None:
    assert keys.signed(PATH, BODY, SIGNATURE)
    clock.now += KEPT_FOR
    for number in range(UNKNOWN_ASKED):
        keys.signed(made_up(number), BODY, SIGNATURE)
    with pytest.raises(Unavailable, match="too many"):
        keys.signed(made_up(99), BODY, SIGNATURE)
    assert keys.signed(PATH, BODY, SIGNATURE)


@pytest.mark.parametrize(
    "path", ["/", "/latest/meta-data/", "//evil.example/x.pem", "/prod/keys/x.pem", "/a b"]
)
def test_no_other_path_is_ever_asked_for(
    keys: AdobeKeys, server: PlatformServer, path: str
) -> None:
    assert not keys.signed(path, BODY, SIGNATURE)
    assert server.asked == []


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"<html></html>",
        b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
        pem(ec.generate_private_key(ec.SECP256R1()).public_key()),
        pem(rsa.generate_private_key(public_exponent=65537, key_size=1024).public_key()),
    ],
    ids=["nothing", "a page", "no key", "another kind", "too short"],
)
def test_what_is_no_usable_key_is_none(text: bytes) -> None:
    assert public_key(text) is None


def test_a_key_of_another_kind_is_a_failure_and_not_an_error_of_ours(
    keys: AdobeKeys, shelf: Shelf
) -> None:
    shelf.held[made_up(1)] = b"no key"
    with pytest.raises(Unavailable, match="that is no key"):
        keys.signed(made_up(1), BODY, SIGNATURE)
