"""How many parts a text is sent in, against 3GPP TS 23.038 and its well-known consequences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.sms.segments import BASIC, EXTENDED, Encoding, counted, segments, shortened


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a", 1),
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
    assert len(EXTENDED) == 10
    assert counted("Ç").encoding is Encoding.GSM
    assert counted("ç").encoding is Encoding.UCS2


LINK = "https://t.example/s/tea/abcdefghijkl"


def test_the_words_are_cut_and_never_the_link() -> None:
    text = shortened("Your cart " * 60, LINK, 1)
    assert text.endswith(f"... {LINK}")
    assert segments(text) == 1
    assert shortened("Your cart", LINK, 1) == f"Your cart {LINK}"


@given(st.text(max_size=400), st.integers(1, 4))
def test_a_shortened_text_ends_as_it_must_and_costs_no_more(words: str, most: int) -> None:
    text = shortened(words, LINK, most)
    assert text.endswith(LINK)
    assert segments(text) <= most
