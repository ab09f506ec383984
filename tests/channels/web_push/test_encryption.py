"""Encrypting to a browser, held to the example that RFC 8291 publishes."""

import pytest

from chalicelib.channels.web_push.encryption import PLAINTEXT_MAX_BYTES, bytes_of, encrypted
from infra.local.browser_keys import OwnBrowser
from tests.channels.web_push.browsers import AUTH, BODY, BROWSERS, P256DH, SALT, SENDERS


def test_the_published_example() -> None:
    text = b"When I grow up, I want to be a watermelon"
    assert encrypted(text, P256DH, AUTH, own_key=SENDERS, salt=SALT) == bytes_of(BODY)


def test_the_browser_reads_what_was_encrypted_to_it_and_no_two_bodies_are_alike() -> None:
    one, other = (encrypted(b"Tea", P256DH, AUTH) for _ in range(2))
    own = OwnBrowser(BROWSERS, bytes_of(AUTH))
    assert own.decrypt(one) == own.decrypt(other) == b"Tea"
    assert one[:16] != other[:16]
    assert one[21:86] != other[21:86]


def test_the_longest_text_fills_what_every_push_service_takes() -> None:
    assert len(encrypted(b"a" * PLAINTEXT_MAX_BYTES, P256DH, AUTH)) == 4096
    with pytest.raises(ValueError, match="too long"):
        encrypted(b"a" * (PLAINTEXT_MAX_BYTES + 1), P256DH, AUTH)


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [(P256DH[:-4], AUTH), ("B" + "A" * 86, AUTH), (P256DH, AUTH[:-4]), ("é", AUTH), (P256DH, "")],
)
def test_keys_that_are_none(p256dh: str, auth: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        encrypted(b"Tea", p256dh, auth)
