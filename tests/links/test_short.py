"""Short links: what a code is, what it leads to, and what it does not."""

import re
from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.errors import BadLink, LinkExpired
from chalicelib.links.short import (
    code_of,
    looked_up,
    resolved,
    short_links,
    short_url,
    shortening,
)
from chalicelib.links.tokens import LinkTarget, Purpose
from chalicelib.shops.policy import Channel
from chalicelib.storage.keys import Key
from chalicelib.storage.port import Item, Put
from tests.fakes.edges import NOON

KEY = b"k" * 32
TARGET = LinkTarget(
    purpose=Purpose.CLICK,
    shop="tea",
    cart="c" * 20,
    shopper="s" * 20,
    episode=2,
    step=3,
    channel=Channel.SMS,
)
CODE = code_of(TARGET, KEY)


def puts(target: LinkTarget = TARGET) -> list[Put]:
    return [write for write in shortening(target, KEY, NOON) if isinstance(write, Put)]


def stored(target: LinkTarget = TARGET) -> Item:
    put = puts(target)[0]
    return Item(key=put.key, document=put.document, version=1, expires_at=put.expires_at)


def test_a_link_is_short() -> None:
    url = short_url("https://api.example", TARGET, KEY)
    assert re.fullmatch(r"https://api\.example/s/tea/[a-z2-7]{12}", url)


@pytest.mark.parametrize(
    "changes",
    [
        {"purpose": Purpose.UNSUBSCRIBE},
        {"shop": "coffee"},
        {"cart": "d" * 20},
        {"shopper": "t" * 20},
        {"episode": 3},
        {"step": 4},
        {"channel": Channel.WHATSAPP},
    ],
)
def test_everything_that_a_link_names_makes_another_code(changes: dict[str, object]) -> None:
    assert code_of(replace(TARGET), KEY) == CODE
    assert code_of(replace(TARGET, **changes), KEY) != CODE
    assert code_of(TARGET, b"x" * 32) != CODE


@pytest.mark.parametrize(("purpose", "days"), [(Purpose.CLICK, 30), (Purpose.UNSUBSCRIBE, 365)])
def test_a_link_lies_under_its_code_and_beside_its_cart_as_long_as_it_works(
    purpose: Purpose, days: int
) -> None:
    target = replace(TARGET, purpose=purpose)
    code, written = code_of(target, KEY), puts(target)
    first, beside = Key(f"LINK#tea#{code}", "TARGET"), Key(f"CART#tea#{'c' * 20}", f"LINK#{code}")
    assert [put.key for put in written] == [first, beside]
    expiry = int((NOON + timedelta(days=days)).timestamp())
    assert [put.expires_at for put in written] == [expiry, expiry]
    assert short_links("tea", [beside, Key(beside.pk, "MESSAGE#001#01")]) == [first]
    last = NOON + timedelta(days=days, seconds=-1)
    assert resolved(stored(target), code, KEY, last) == target
    with pytest.raises(LinkExpired):
        resolved(stored(target), code, KEY, last + timedelta(seconds=1))


def test_an_item_that_we_did_not_sign_leads_nowhere() -> None:
    with pytest.raises(BadLink):
        resolved(None, CODE, KEY, NOON)
    with pytest.raises(BadLink):
        resolved(stored(replace(TARGET, shop="coffee")), CODE, KEY, NOON)
    with pytest.raises(BadLink):
        resolved(stored(), CODE, b"x" * 32, NOON)


@pytest.mark.parametrize(
    ("shop", "code"),
    [
        ("tea", CODE[:-1]),
        ("tea", CODE + "a"),
        ("tea", CODE.upper()),
        ("tea", CODE + "\n"),
        ("tea", "a" * 11 + "#"),
        ("te#a", CODE),
        ("", CODE),
        ("tea\n", CODE),
    ],
)
def test_what_can_be_no_code_is_not_looked_for(shop: str, code: str) -> None:
    with pytest.raises(BadLink):
        looked_up(shop, code)
