"""Shopify's signature: published known answers, and every way of being wrong."""

import base64
import hashlib
import hmac

import pytest

from chalicelib.errors import BadSignature
from chalicelib.intake.shopify import verify
from tests.intake.signing import digest, webhook

SECRET = "s3cret-ключ"
BODY = '{"id":9007199254740993,"line_items":[{"title":"綿のシャツ 🛒"}]}'.encode()


def is_valid(body: bytes, signature: str, *secrets: str) -> bool:
    try:
        verify(webhook(body, x_shopify_hmac_sha256=signature), secrets)
    except BadSignature:
        return False
    return True


@pytest.mark.parametrize(
    ("secret", "body", "signature"),
    [
        # Shopify/shopify-app-js, packages/apps/shopify-api/lib/webhooks/__tests__/validate.test.ts
        ("test_secret_key", b'{"foo": "bar"}', "B23tXN681gZ0qIWNRrgtzBE9XSDo5yaUu6wfmhu3a7g="),
        # bold-commerce/go-shopify, oauth_test.go: the body is a JSON string with its quotes
        ("hush", b'"my secret message"', "hMTq0K2x7oyOjoBwGYeTj5oxfnaVYXzbanUG9aajpKI="),
        # Shopify/shopify_app, webhook_verification_test.rb: any bytes, JSON or not
        ("secret", b"foo=anything", "yCGX/RrK4fcuNtr3ztk5tQGsOBjcAzHpGLdMUrbV8yI="),
    ],
)
def test_published_answers(secret: str, body: bytes, signature: str) -> None:
    assert is_valid(body, signature, secret)
    assert not is_valid(body + b" ", signature, secret)
    assert not is_valid(body, signature, secret + "2")


def test_body_and_secret_of_many_bytes_a_letter() -> None:
    assert is_valid(BODY, digest(SECRET.encode(), BODY), SECRET)


def test_white_space_around_the_header_is_not_part_of_it() -> None:
    assert is_valid(BODY, f" {digest(SECRET.encode(), BODY)}\t", SECRET)


def test_one_byte_more_or_less_is_another_body() -> None:
    signature = digest(SECRET.encode(), BODY)
    assert [is_valid(other, signature, SECRET) for other in (BODY + b"\n", BODY[:-1], b"")] == [
        False,
        False,
        False,
    ]


def test_during_a_rotation_both_secrets_count_and_after_it_only_the_new_one() -> None:
    by_old, by_new = digest(b"old", BODY), digest(b"new", BODY)
    assert is_valid(BODY, by_old, "new", "old")
    assert is_valid(BODY, by_new, "new", "old")
    assert not is_valid(BODY, by_old, "new")


RIGHT = hmac.new(SECRET.encode(), BODY, hashlib.sha256)


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "wronghash",
        "XXXXXaGVsbG8=",
        base64.b64encode(b"too short").decode(),
        base64.b64encode(RIGHT.digest() * 2).decode(),
        base64.b64encode(RIGHT.digest()).decode() + "andmorewords",
        base64.b64encode(RIGHT.digest()).decode().rstrip("="),
        base64.b64encode(RIGHT.digest()[:-1]).decode(),
        RIGHT.hexdigest(),
        base64.b64encode(RIGHT.hexdigest().encode()).decode(),
        "ключ",
        "\ud800",
    ],
)
def test_what_is_no_signature(signature: str) -> None:
    assert not is_valid(BODY, signature, SECRET)


def test_a_missing_header_is_a_bad_signature() -> None:
    with pytest.raises(BadSignature, match="X-Shopify-Hmac-SHA256 is missing"):
        verify(webhook(BODY), [SECRET])


def test_an_empty_secret_signs_nothing() -> None:
    assert not is_valid(BODY, digest(b"", BODY), "")
    assert not is_valid(BODY, digest(b"", BODY))
