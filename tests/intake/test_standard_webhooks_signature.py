"""The Standard Webhooks signature: the published known answer, and every way of being wrong."""

import base64
from datetime import UTC, datetime

import pytest

from chalicelib.errors import BadSignature
from chalicelib.intake.standard_webhooks import verify
from tests.intake.signing import digest, webhook

# standard-webhooks/standard-webhooks, libraries/*: the answer that all its libraries are held to
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
EVENT = "msg_p5jXN8AQM9LWM0D4loKWxJek"
SENT = 1614265330
BODY = b'{"test": 2432232314}'
RIGHT = "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
DECOY = digest(b"somebody else's key", BODY)


def is_valid(
    signature: str | None = f"v1,{RIGHT}",
    *,
    event: str | None = EVENT,
    timestamp: str | None = str(SENT),
    body: bytes = BODY,
    now: float = SENT,
    secrets: tuple[str, ...] = (SECRET,),
) -> bool:
    named = {
        "webhook-id": event,
        "webhook-timestamp": timestamp,
        "webhook-signature": signature,
    }
    headers = {name: value for name, value in named.items() if value is not None}
    try:
        verify(webhook(body, datetime.fromtimestamp(now, UTC), **headers), secrets)
    except BadSignature:
        return False
    return True


def test_the_published_answer() -> None:
    assert is_valid()


def test_the_secret_may_come_without_its_prefix() -> None:
    assert is_valid(secrets=("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",))


def test_an_answer_of_our_own() -> None:
    key = bytes(range(40))
    body = '{"title":"茶 🍵"}'.encode()
    signature = digest(key, b"msg_1." + str(SENT).encode() + b"." + body)
    secret = "whsec_" + base64.b64encode(key).decode()
    assert is_valid(f"v1,{signature}", event="msg_1", body=body, secrets=(secret,))
    assert not is_valid(f"v1,{signature}", event="msg_2", body=body, secrets=(secret,))
    assert not is_valid(f"v1,{signature}", event="msg_1", body=body + b" ", secrets=(secret,))


def test_any_v1_signature_of_a_list_is_enough() -> None:
    assert is_valid(f"v1,{DECOY} v2,{DECOY} v1,{RIGHT} v1,{DECOY}")
    assert not is_valid(f"v1,{DECOY} v2,{DECOY} v1,{DECOY}")


def test_any_secret_of_a_rotation_is_enough() -> None:
    other = "whsec_" + base64.b64encode(b"n" * 32).decode()
    assert is_valid(secrets=(other, SECRET))
    assert not is_valid(secrets=(other,))


@pytest.mark.parametrize(
    "signature",
    [
        "",
        RIGHT,
        f"v2,{RIGHT}",
        f"v1a,{RIGHT}",
        f"V1,{RIGHT}",
        "v1,",
        f"v1,{RIGHT[:-2]}A=",
        f"v1,{RIGHT[:-5]}wdd",
        f"v1,{RIGHT}{RIGHT}",
        f"v1 {RIGHT}",
        "v1,\ud800",
    ],
)
def test_what_is_no_signature(signature: str) -> None:
    assert not is_valid(signature)


@pytest.mark.parametrize("missing", ["signature", "event", "timestamp"])
@pytest.mark.parametrize("value", [None, "", "  "])
def test_all_three_headers_are_needed(missing: str, value: str | None) -> None:
    if missing == "signature":
        assert not is_valid(value)
    elif missing == "event":
        assert not is_valid(event=value)
    else:
        assert not is_valid(timestamp=value)


@pytest.mark.parametrize(
    ("off", "valid"), [(-301, False), (-300, True), (0, True), (300, True), (301, False)]
)
def test_five_minutes_off_are_tolerated_either_way(off: int, valid: bool) -> None:
    assert is_valid(now=SENT + off) is valid


@pytest.mark.parametrize("timestamp", ["hello", f"{SENT}.0", f"-{SENT}", f"+{SENT}", "٣" * 10])
def test_a_timestamp_is_whole_ascii_seconds(timestamp: str) -> None:
    signed = b".".join((EVENT.encode(), timestamp.encode(), BODY))
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    assert not is_valid(f"v1,{digest(key, signed)}", timestamp=timestamp)


def test_a_timestamp_of_a_thousand_digits_is_refused_not_computed_with() -> None:
    assert not is_valid(timestamp="9" * 10_000)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_not base64!"])
def test_a_secret_that_is_none_signs_nothing(secret: str) -> None:
    signed = b".".join((EVENT.encode(), str(SENT).encode(), BODY))
    assert not is_valid(f"v1,{digest(b'', signed)}", secrets=(secret,))


def test_an_id_that_is_no_unicode_is_a_bad_signature() -> None:
    assert not is_valid(event="msg_\ud800")
