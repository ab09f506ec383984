"""BigCommerce's signature: Standard Webhooks, keyed with the client secret's own letters."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime

import pytest

from chalicelib.errors import BadSignature
from chalicelib.intake.bigcommerce import hook_key, verify
from chalicelib.intake.platform import Webhook
from tests.intake.bigcommerce_store import SECRET, headers
from tests.intake.bodies import raw

BODY = raw("store_cart_converted")
SENT = 1795176240


def is_valid(named: dict[str, str], *secrets: str, body: bytes = BODY, now: float = SENT) -> bool:
    received = datetime.fromtimestamp(now, UTC)
    try:
        verify(Webhook(headers=named, body=body, received_at=received), secrets or (SECRET,))
    except BadSignature:
        return False
    return True


def test_a_known_answer() -> None:
    # bigcommerce/docs, docs/integrations/webhooks/https-webhook-overview.mdx: the library is given
    # base64 of the client secret and decodes it, so the secret's own letters are the key.
    body = (
        b'{"created_at":1561479335,"store_id":"1025646","producer":"stores/{store_hash}",'
        b'"scope":"store/cart/converted","hash":"352e4afc6dd3fc85ea26bfdf3f91852604d57528",'
        b'"data":{"type":"cart","id":"09346904-4175-44fd-be53-f7e598531b6c","orderId":252}}'
    )
    named = {
        "webhook-id": "9d1f2c34-bc-derived-0001",
        "webhook-timestamp": "1561479335",
        "webhook-signature": "v1,ScZPZmoussliFoCPB4bPb/GBGwNkyu0Lr/qt/BnT8B8=",
    }
    secret = "j8oqe4wzy6nw3t1bcsecretexample0001"
    assert is_valid(named, secret, body=body, now=1561479345)
    assert not is_valid(named, secret, body=body, now=1561479345 + 3600)
    by_decoded = {"webhook-signature": "v1,qAgXDWJVq/XdTcRm2umuNfWuiHVy16qroaM5CLMnlEc="}
    assert not is_valid(named | by_decoded, secret, body=body, now=1561479345)


def test_a_secret_that_happens_to_be_base64_is_not_decoded() -> None:
    secret = base64.b64encode(b"sixteen letters!").decode()
    assert is_valid(headers(BODY, SENT, secret), secret)
    assert not is_valid(headers(BODY, SENT, "sixteen letters!"), secret)


def test_any_secret_of_a_rotation_is_enough_and_an_empty_one_signs_nothing() -> None:
    assert is_valid(headers(BODY, SENT), "new", SECRET)
    assert not is_valid(headers(BODY, SENT), "new")
    assert not is_valid(headers(BODY, SENT, ""), "")


@pytest.mark.parametrize(("off", "valid"), [(-301, False), (-300, True), (300, True), (301, False)])
def test_five_minutes_off_are_tolerated_either_way(off: int, valid: bool) -> None:
    assert is_valid(headers(BODY, SENT), now=SENT + off) is valid


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_all_three_headers_are_needed(name: str) -> None:
    named = headers(BODY, SENT)
    del named[name]
    assert not is_valid(named)


def test_the_key_of_our_hooks_must_fit_where_it_is_and_never_stands_in() -> None:
    signed, key = headers(BODY, SENT), {"x-rebasket-key": hook_key(SECRET)}
    assert is_valid(signed | key)
    assert is_valid(signed | key, "new", SECRET)
    assert not is_valid(signed | {"x-rebasket-key": hook_key("another")})
    assert not is_valid(signed | {"x-rebasket-key": "\ud800"})
    assert not is_valid(signed | {"x-rebasket-key": ""})
    assert not is_valid(key)


def test_the_key_of_our_hooks_does_not_give_the_secret_away() -> None:
    known = "fcdddd08efc47590b68e88c976aa6337338636b2f9c093f31b7e10f3d4934c4b"
    assert hook_key(SECRET) == known
    assert hmac.new(SECRET.encode(), b"rebasket hook", hashlib.sha256).hexdigest() == known
