"""A token names one step's message, for one purpose, for a time; nothing else passes."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from chalicelib.errors import BadLink, LinkExpired
from chalicelib.links.tokens import LinkTarget, Purpose, shop_of, sign, verified
from tests.fakes.edges import NOON

KEY = b"k" * 32
TARGET = LinkTarget(
    purpose=Purpose.CLICK, shop="tea", cart="c" * 20, shopper="s" * 20, episode=2, step=3
)
TOKEN = sign(TARGET, KEY, NOON)


def is_ours(token: str, key: bytes = KEY, purpose: Purpose = Purpose.CLICK) -> bool:
    try:
        verified(token, key, purpose, NOON)
    except BadLink:
        return False
    return True


@pytest.mark.parametrize("purpose", list(Purpose))
def test_what_was_signed_is_what_is_read(purpose: Purpose) -> None:
    target = replace(TARGET, purpose=purpose)
    token = sign(target, KEY, NOON)
    assert verified(token, KEY, purpose, NOON) == target
    assert shop_of(token) == "tea"


def test_a_token_survives_any_mail_client_and_url() -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,300}", TOKEN)


def test_a_token_holds_opaque_names_only() -> None:
    raw = urlsafe_b64decode(TOKEN + "=" * (-len(TOKEN) % 4))
    expiry = int((NOON + timedelta(days=30)).timestamp())
    assert raw[:-16] == f"1:c:tea:{'c' * 20}:{'s' * 20}:2:3:email:{expiry}".encode()


@pytest.mark.parametrize(("purpose", "days"), [(Purpose.CLICK, 30), (Purpose.UNSUBSCRIBE, 365)])
def test_a_token_works_to_the_second_of_its_expiry(purpose: Purpose, days: int) -> None:
    token = sign(replace(TARGET, purpose=purpose), KEY, NOON)
    last = NOON + timedelta(days=days, seconds=-1)
    assert verified(token, KEY, purpose, last).step == 3
    with pytest.raises(LinkExpired):
        verified(token, KEY, purpose, last + timedelta(seconds=1))


def test_another_key_or_purpose_is_refused() -> None:
    assert is_ours(TOKEN)
    assert not is_ours(TOKEN, key=b"x" * 32)
    assert not is_ours(TOKEN, purpose=Purpose.UNSUBSCRIBE)


def test_every_single_letter_counts() -> None:
    for at, letter in enumerate(TOKEN):
        other = "A" if letter != "A" else "B"
        assert not is_ours(TOKEN[:at] + other + TOKEN[at + 1 :])
        assert not is_ours(TOKEN[:at] + TOKEN[at + 1 :])


@pytest.mark.parametrize("wrapped", ["{}=", "{} ", " {}", "{}\n", "{}.", "={}", "{}{}"])
def test_what_a_mail_client_wraps_around_it_is_not_taken_along(wrapped: str) -> None:
    assert not is_ours(wrapped.replace("{}", TOKEN))


def test_one_token_has_one_spelling() -> None:
    raw = urlsafe_b64decode(TOKEN + "=" * (-len(TOKEN) % 4))
    assert urlsafe_b64encode(raw).decode().rstrip("=") == TOKEN
    assert not is_ours(TOKEN.replace("-", "+").replace("_", "/") + "=" * (-len(TOKEN) % 4))


@given(st.text(st.characters(exclude_categories=()), max_size=400))
def test_any_text_is_refused_as_a_bad_link(text: str) -> None:
    assert not is_ours(text)
    with pytest.raises(BadLink):
        shop_of(text)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_as_a_bad_link(raw: bytes) -> None:
    assert not is_ours(urlsafe_b64encode(raw).decode().rstrip("="))
