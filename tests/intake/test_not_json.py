"""What is no JSON object at all: malformed at its root, and never an error of ours."""

import pytest

from chalicelib.errors import MalformedBody
from tests.intake.bodies import decoded, raw

DEEP = 100_000


@pytest.mark.parametrize("topic", ["carts/update", "checkouts/create", "orders/paid"])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"null",
        b"[]",
        b"[{}]",
        b'"{}"',
        b"1",
        b"{",
        b'{"token": "x"',
        b'{"token": "x"} {}',
        b"{'token': 'x'}",
        b'{"token": NaN}',
        b'{"unused": Infinity}',
        b'{"cart_token": "\xff\xfe", "token": "\xff"}',
        b"token=x",
        "{}".encode("utf-16"),
        b"\x00" * 100,
        b"[" * DEEP + b"]" * DEEP,
        b'{"unused":' * DEEP + b"1" + b"}" * DEEP,
        b'{"shipping_address": ' + b"[" * DEEP + b"]" * DEEP + b"}",
    ],
    ids=lambda body: repr(body[:24]),
)
def test_it_is_malformed_at_its_root(topic: str, body: bytes) -> None:
    with pytest.raises(MalformedBody) as refused:
        decoded(topic, body)
    assert refused.value.path == "$"


def test_a_body_cut_short_anywhere_is_malformed_at_its_root() -> None:
    whole = raw("checkouts_create").strip()
    for length in range(0, len(whole), 7):
        with pytest.raises(MalformedBody, match=r"at `\$`"):
            decoded("checkouts/create", whole[:length])
