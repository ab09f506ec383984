"""Links with tokens that are not to be followed: none does anything, and each is told why."""

from __future__ import annotations

import string
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from chalicelib.links.tokens import LIFETIME, LinkTarget, Purpose, sign
from tests.fuzz.effort import fuzzed
from tests.fuzz.odd import torn
from tests.fuzz.senders import SENDERS
from tests.fuzz.target import Target
from tests.http import requests

SENDER = next(iter(SENDERS.values()))
KEY = SENDER.secrets.link_key
NAMED = LinkTarget(
    purpose=Purpose.CLICK, shop=SENDER.shop.id, cart="c" * 20, shopper="s" * 20, episode=1, step=1
)
FOLLOWED = [
    (Purpose.CLICK, "GET"),
    *(
        (purpose, method)
        for purpose in (Purpose.UNSUBSCRIBE, Purpose.PREFERENCES)
        for method in ("GET", "POST")
    ),
]
every_link = pytest.mark.parametrize(("purpose", "method"), FOLLOWED)
ALPHABET = string.ascii_letters + string.digits + "-_"
LETTER = st.characters(exclude_categories=())


def valid(
    purpose: Purpose, *, age: timedelta = timedelta(0), key: bytes = KEY, shop: str = NAMED.shop
) -> str:
    return sign(replace(NAMED, purpose=purpose, shop=shop), key, datetime.now(UTC) - age)


def status(target: Target, purpose: Purpose, method: str, token: str) -> int:
    """Follow a link that must change nothing."""
    event = requests.link(method, purpose, token)
    return target.send_unproven(event, f"{method} /{purpose}, forged").status


@every_link
def test_a_token_as_we_sign_it_is_honoured(target: Target, purpose: Purpose, method: str) -> None:
    target.fresh()
    event = requests.link(method, purpose, valid(purpose))
    answer = target.send(event, f"{method} /{purpose}")
    assert answer.status == (302 if purpose is Purpose.CLICK else 200)


@every_link
@fuzzed(0.05)
@given(others=st.permutations(ALPHABET), odd=LETTER)
def test_any_single_letter_that_is_another(
    target: Target, purpose: Purpose, method: str, others: list[str], odd: str
) -> None:
    token = valid(purpose)
    target.fresh()
    for at, letter in enumerate(token):
        for other in {others[at % len(others)], odd} - {letter}:
            assert status(target, purpose, method, token[:at] + other + token[at + 1 :]) == 404


@every_link
@fuzzed()
@given(data=st.data())
def test_a_token_of_which_some_was_lost_or_added(
    target: Target, purpose: Purpose, method: str, data: st.DataObject
) -> None:
    token = valid(purpose)
    altered = data.draw(torn(token.encode())).decode(errors="surrogateescape")
    target.fresh()
    if altered != token:
        assert status(target, purpose, method, altered) == 404
    cut = token[: data.draw(st.integers(0, len(token) - 1))]
    assert status(target, purpose, method, cut) == 404
    more = token + data.draw(st.text(LETTER, min_size=1, max_size=20))
    assert status(target, purpose, method, more) == 404


@every_link
@fuzzed()
@given(key=st.binary(min_size=1, max_size=64))
def test_a_token_signed_with_a_guessed_key(
    target: Target, purpose: Purpose, method: str, key: bytes
) -> None:
    target.fresh()
    assert status(target, purpose, method, valid(purpose, key=key)) == 404


@every_link
@fuzzed()
@given(late=st.timedeltas(timedelta(0), timedelta(days=3650)))
def test_a_token_of_which_the_time_is_over(
    target: Target, purpose: Purpose, method: str, late: timedelta
) -> None:
    target.fresh()
    old = valid(purpose, age=LIFETIME[purpose] + late)
    assert status(target, purpose, method, old) == 410


@every_link
def test_a_token_of_another_shop_or_for_another_purpose(
    target: Target, purpose: Purpose, method: str
) -> None:
    target.fresh()
    for other in set(Purpose) - {purpose}:
        assert status(target, purpose, method, valid(other)) == 404
    neighbour, theirs = SENDER.neighbour.id, SENDER.neighbours_secrets.link_key
    assert status(target, purpose, method, valid(purpose, shop=neighbour)) == 404
    assert status(target, purpose, method, valid(purpose, key=theirs)) == 404
    assert status(target, purpose, method, valid(purpose, key=theirs, shop="nobody")) == 404
