"""What a text is billed as: 3GPP TS 23.038, and the examples that carriers publish."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.sms.segments import (
    BASIC,
    EXTENDED,
    Encoding,
    counted,
    plainer,
    segments,
    shortened,
)

EMOJI = "😀"  # U+1F600: a surrogate pair
LINK = "https://api.example/s/tea/abcdefghijkl\nReply STOP to opt out"
ANY = st.text(max_size=400)  # lone surrogates are left out by default


@pytest.mark.parametrize(
    ("text", "units", "billed"),
    [
        ("", 0, 0),
        ("a", 1, 1),
        ("a" * 160, 160, 1),
        ("a" * 161, 161, 2),
        ("a" * 306, 306, 2),
        ("a" * 307, 307, 3),
        ("a" * 459, 459, 3),
        ("a" * 460, 460, 4),
        ("€", 2, 1),
        ("€" * 80, 160, 1),
        ("€" * 81, 162, 2),
        ("a" * 158 + "€", 160, 1),
        ("a" * 159 + "€", 161, 2),
        ("[]{}\\~^|\f€", 20, 1),
        ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ", 31, 1),
        ("äöñüàÄÖÑÜ§¿¡¤", 13, 1),
    ],
)
def test_texts_of_the_gsm_alphabet(text: str, units: int, billed: int) -> None:
    found = counted(text)
    assert (found.encoding, found.units, found.segments) == (Encoding.GSM, units, billed)


@pytest.mark.parametrize(
    ("text", "units", "billed"),
    [
        ("я", 1, 1),
        ("я" * 70, 70, 1),
        ("я" * 71, 71, 2),
        ("я" * 134, 134, 2),
        ("я" * 135, 135, 3),
        ("a" * 69 + "ç", 70, 1),
        ("a" * 70 + "ç", 71, 2),
        ("’" + "a" * 70, 71, 2),
        (EMOJI, 2, 1),
        (EMOJI * 35, 70, 1),
        (EMOJI * 36, 72, 2),
        ("你好", 2, 1),
        ("`", 1, 1),  # not in the GSM alphabet, though in ASCII
    ],
)
def test_any_other_letter_makes_the_whole_text_ucs2(text: str, units: int, billed: int) -> None:
    found = counted(text)
    assert (found.encoding, found.units, found.segments) == (Encoding.UCS2, units, billed)


@pytest.mark.parametrize(
    ("text", "billed"),
    [
        ("a" * 152 + "€" + "a" * 152, 3),  # 306 septets, but the escape would straddle
        ("a" * 151 + "€" + "a" * 153, 2),
        ("a" * 152 + "€" + "a" * 151, 2),
        ("я" * 66 + EMOJI + "я" * 66, 3),  # 134 units, but the pair would straddle
        ("я" * 65 + EMOJI + "я" * 67, 2),
        (EMOJI * 67, 3),  # 33 pairs a part, and not 33 and a half
    ],
)
def test_no_letter_is_split_between_parts(text: str, billed: int) -> None:
    assert segments(text) == billed


def test_the_alphabet_has_as_many_letters_as_the_standard() -> None:
    assert (len(BASIC), len(EXTENDED), BASIC & EXTENDED) == (127, 10, frozenset())


def test_typographic_letters_become_plain_ones_where_that_makes_a_text_cheaper() -> None:
    assert plainer("“Tea’s” – hot…\u00a0now") == '"Tea\'s" - hot... now'
    assert plainer("‘чай’ – …") == "‘чай’ – …"
    assert plainer("Élodie’s é") == "Élodie's é"


@pytest.mark.parametrize(
    "words", ["word " * 60, "你好" * 60, EMOJI * 60, "€" * 200, "e\u0301" * 99]
)
@pytest.mark.parametrize("most", [1, 2, 3])
def test_words_are_cut_and_what_must_arrive_is_whole(words: str, most: int) -> None:
    text = shortened(words, LINK, most)
    assert text.endswith(LINK)
    assert segments(text) <= most
    cut = text.removesuffix(LINK).rstrip().removesuffix("...")
    assert len(cut) > 1
    assert words.startswith(cut)
    assert words[len(cut) :][:1] != "\u0301"


def test_whole_words_go_and_a_sign_says_so() -> None:
    kept = "x" * 140
    assert shortened("Your cart waits here", kept, 1) == f"Your cart waits... {kept}"
    assert shortened("Your cart waits", kept, 1) == f"Your cart waits {kept}"


def test_what_must_arrive_is_not_cut_even_when_it_is_too_long_alone() -> None:
    assert shortened("Your cart", "x" * 161, 1) == "x" * 161


@given(words=ANY, most=st.integers(1, 4))
def test_any_words_fit(words: str, most: int) -> None:
    text = shortened(words, LINK, most)
    assert segments(text) <= most or text == LINK
    assert LINK in text


@given(ANY)
def test_a_text_is_never_billed_below_its_length(text: str) -> None:
    found = counted(text)
    room = 153 if found.encoding is Encoding.GSM else 67
    assert found.segments >= found.units / (160 if found.segments <= 1 else room)
    if found.encoding is Encoding.UCS2:
        assert found.units == len(text.encode("utf-16-le")) // 2
