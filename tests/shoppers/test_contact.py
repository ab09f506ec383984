"""What of a shopper's details can be used, and what cannot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.shoppers.contact import (
    sendable_email,
    usable_country,
    usable_email,
    usable_locale,
    usable_name,
    usable_phone,
)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("ann@example.com", "ann@example.com"),
        ("  ann@example.com\n", "ann@example.com"),
        ("Ann.O'Hara+tea=1@mail.example.co.uk", "Ann.O'Hara+tea=1@mail.example.co.uk"),
        ("jörg@müller.example", "jörg@müller.example"),
        ("用户@例子.example", "用户@例子.example"),
    ],
)
def test_an_address(text: str, address: str) -> None:
    assert usable_email(text) == address


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        " ",
        "ann",
        "@example.com",
        "ann@",
        "ann@localhost",
        "ann@example.c",
        "ann@@example.com",
        "ann@example.com, bob@example.com",
        "ann@example.com;bob@example.com",
        "Ann <ann@example.com>",
        "ann@example.com\r\nBcc: all@example.com",
        "ann @example.com",
        "ann\u202e@example.com",
        "ann\u200b@example.com",
        "a" * 243 + "@example.com",
        "a@" * 100_000,
    ],
)
def test_what_no_mail_could_or_should_be_sent_to(text: str | None) -> None:
    assert usable_email(text) is None


@given(st.text())
def test_no_address_carries_a_second_one_or_a_header(text: str) -> None:
    address = usable_email(f"{text}@example.com")
    assert address is None or (address.count("@") == 1 and address.isprintable())


def test_an_address_is_sent_to_by_the_domains_name_in_dns() -> None:
    assert sendable_email("jörg@müller.example") == "jörg@xn--mller-kva.example"
    assert sendable_email("ann@example.com") == "ann@example.com"
    assert sendable_email("ann@" + "x" * 64 + ".example") == "ann@" + "x" * 64 + ".example"


@pytest.mark.parametrize(
    ("text", "number"),
    [(" +44 20 7946 0000 ", "+44 20 7946 0000"), ("", None), (None, None), ("1" * 41, None)],
)
def test_a_number(text: str | None, number: str | None) -> None:
    assert usable_phone(text) == number


@pytest.mark.parametrize(
    ("text", "name"), [(" 雷 ", "雷"), ("", None), (None, None), ("x" * 150, "x" * 100)]
)
def test_a_name(text: str | None, name: str | None) -> None:
    assert usable_name(text) == name


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("en", "en"),
        ("en_US", "en-US"),
        ("zh-Hant-TW", "zh-Hant-TW"),
        ("example string", None),
        ("", None),
        (None, None),
        ("e", None),
        ("en-", None),
        ("../../etc", None),
    ],
)
def test_a_language(text: str | None, tag: str | None) -> None:
    assert usable_locale(text) == tag


@pytest.mark.parametrize(
    ("text", "code"), [(" de ", "DE"), ("DEU", None), ("", None), (None, None), ("Ⅱ2", None)]
)
def test_a_country(text: str | None, code: str | None) -> None:
    assert usable_country(text) == code
