"""WooCommerce's signature: known answers, a secret's two spellings, and the unsigned ping."""

import json

import pytest

from chalicelib.errors import BadSignature
from chalicelib.intake.platform import Webhook
from chalicelib.intake.woocommerce_signature import greeting, verify
from tests.intake.signing import SIGNED_AT, digest, webhook

ADDED = '{"action":"woocommerce_add_to_cart","arg":"%s"}'
FIRST = (ADDED % "7cbbc409ec990f19c78c75bd1e06f215").encode()
SECOND = (ADDED % "c16a5320fa475530d9583c34fd356ef5").encode()
OF_FIRST = "geC1akFhCtsO7fbXz5XiGUsMsRa4Mt0IJsZ96nTaHjI="
OF_SECOND = "st4egVCTwG1JMfxmxe7MZYEuj9Y6Euge4SOTNfCUCWY="
PRIVATE = "my-super-secret-private-key"
TYPED = 'p&ss<w>"q"\'s'
STORED = "p&amp;ss&lt;w&gt;&quot;q&quot;&#039;s"
BODY = '{"id":727,"payment_url":"https:\\/\\/teashop.example","name":"Gęślą 🛒"}'.encode()


def is_valid(body: bytes, signature: str, *secrets: str) -> bool:
    try:
        verify(webhook(body, x_wc_webhook_signature=signature), secrets)
    except BadSignature:
        return False
    return True


@pytest.mark.parametrize(
    ("secret", "body", "signature"),
    [
        # woocommerce/woocommerce-rest-api-docs, source/includes/v3/_webhooks.md: logged deliveries
        # 378 and 380 of a live shop, with the secret of the same page's example
        (PRIVATE, FIRST, OF_FIRST),
        (PRIVATE, SECOND, OF_SECOND),
        ("testcase", b'{"test": 1 }', "UyKdg7msIA67rxmmf7JcLMUkzMKGLvfptk2NaSuyRQM="),
    ],
)
def test_published_answers(secret: str, body: bytes, signature: str) -> None:
    assert is_valid(body, signature, secret)
    assert not is_valid(body + b" ", signature, secret)
    assert not is_valid(body, signature, secret + "2")


def test_another_deliverys_signature_is_none_of_this_one() -> None:
    assert not is_valid(SECOND, OF_FIRST, PRIVATE)


@pytest.mark.parametrize("registered", [TYPED, STORED, "p&#38;ss&#x3C;w&#62;&#34;q&#x22;&#39;s"])
def test_a_secret_signs_as_it_was_typed_however_it_was_copied(registered: str) -> None:
    assert is_valid(BODY, digest(TYPED.encode(), BODY), registered)


def test_a_signature_by_the_encoded_secret_is_not_woocommerces() -> None:
    assert not is_valid(BODY, digest(STORED.encode(), BODY), TYPED)


@pytest.mark.parametrize("secret", ["fish&chips", "&eacute;", "&amp;amp;", "a&b;&#60"])
def test_what_only_looks_encoded_signs_as_it_is(secret: str) -> None:
    assert is_valid(BODY, digest(secret.encode(), BODY), secret)


def test_an_encoded_secret_is_decoded_once() -> None:
    assert is_valid(BODY, digest(b"&amp;", BODY), "&amp;amp;")
    assert not is_valid(BODY, digest(b"&", BODY), "&amp;amp;")


def test_woocommerce_signs_without_a_secret_and_anybody_could() -> None:
    # woocommerce/woocommerce, tests/legacy/unit-tests/webhooks/crud.php: the answer for no secret
    unkeyed = "GBDo00G55h6IiV+6CxqivQPLbI//KzaOZm747971tPs="
    assert digest(b"", b"secret") == unkeyed
    assert not is_valid(b"secret", unkeyed, "")
    assert not is_valid(b"secret", unkeyed)


def test_during_a_rotation_both_secrets_count() -> None:
    assert is_valid(BODY, digest(b"old", BODY), "new", "old")
    assert not is_valid(BODY, digest(b"old", BODY), "new")


@pytest.mark.parametrize("signature", ["", "AAAA", "wrong", "\ud800", OF_FIRST[:-2]])
def test_what_is_no_signature(signature: str) -> None:
    assert not is_valid(FIRST, signature, PRIVATE)


def test_a_missing_header_is_a_bad_signature() -> None:
    with pytest.raises(BadSignature, match="X-WC-Webhook-Signature is missing"):
        verify(webhook(BODY), [PRIVATE])


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("kind", [FORM, f"{FORM}; charset=UTF-8", FORM.upper()])
def test_the_ping_of_a_webhook_that_was_saved_is_a_greeting(kind: str) -> None:
    assert greeting(webhook(b"webhook_id=7", content_type=kind)) is not None


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"webhook_id=7", {}),
        (b"webhook_id=7", {"content_type": "application/json"}),
        (b"webhook_id=7", {"x_wc_webhook_topic": "order.created"}),
        (b"webhook_id=7", {"x_wc_webhook_anything": ""}),
        (b"webhook_id=", {}),
        (b"webhook_id=seven", {}),
        (b"webhook_id=7&id=7", {}),
        (b"webhook_id=7\n", {}),
        (b" webhook_id=7", {}),
        ("webhook_id=\u0667".encode(), {}),
        (b"webhook_id=" + b"7" * 21, {}),
        (b"", {}),
        (json.dumps({"id": 7}).encode(), {}),
    ],
)
def test_nothing_else_is_one(body: bytes, headers: dict[str, str]) -> None:
    usual = {} if body == b"webhook_id=7" and not headers else {"content_type": FORM}
    named = {name.replace("_", "-"): value for name, value in (usual | headers).items()}
    assert greeting(Webhook(headers=named, body=body, received_at=SIGNED_AT)) is None
