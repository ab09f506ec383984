"""How many parts a text is sent in, against 3GPP TS 23.038 and its well-known consequences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.sms.segments import BASIC, EXTENSION, fitted, is_gsm, plain, segments


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("a" * 459, 3),
        ("a" * 460, 4),
        ("€" * 80, 1),
        ("€" * 80 + "a", 2),
        ("a" * 159 + "€", 2),  # 161 septets
        ("a" * 152 + "€" + "a" * 151, 2),  # the escape is not split from its letter
        ("a" * 152 + "€" + "a" * 152, 3),
        ("я" * 70, 1),
        ("я" * 71, 2),
        ("я" * 134, 2),
        ("я" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 35 + "я", 2),
        ("😀" * 66, 2),  # 33 pairs a part: the 67th unit stays empty
        ("😀" * 67, 3),
        ("a" * 70 + "’", 2),
        ("ç", 1),
    ],
)
def test_a_text_is_sent_in(text: str, parts: int) -> None:
    assert segments(text) == parts


def test_the_alphabet_has_128_places_and_its_extension_ten() -> None:
    assert len(BASIC) == 127  # and the escape
    assert len(EXTENSION) == 10
    assert not is_gsm("ç")
    assert is_gsm("Ç")


def test_typographers_letters_go_where_they_cost() -> None:
    assert plain("Don’t – wait…" + "a" * 60) == "Don't - wait..." + "a" * 60
    assert plain("Don’t wait") == "Don’t wait"  # one part either way


def test_the_words_are_cut_and_never_the_link() -> None:
    link = "https://t.example/s/tea/abcdefghijkl"
    text = fitted("Your cart " * 60, link, 1)
    assert text.endswith(f"...\n{link}")
    assert segments(text) == 1
    assert fitted("Your cart", link, 1) == f"Your cart\n{link}"


@given(st.text(max_size=400), st.integers(1, 4))
def test_a_fitted_text_ends_as_it_must_and_costs_no_more(words: str, most: int) -> None:
    end = "https://t.example/s/tea/abcdefghijkl"
    text = fitted(words, end, most)
    assert text.endswith(end)
    assert segments(text) <= most
