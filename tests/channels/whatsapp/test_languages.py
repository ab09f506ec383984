"""Which language of a template a shopper gets."""

import pytest

from chalicelib.channels.whatsapp.languages import closest
from chalicelib.channels.whatsapp.words import NOBODYS_NAME, UNTITLED, instead_of


@pytest.mark.parametrize(
    ("offered", "shopper", "shop", "language"),
    [
        # The very same, however it is spelt.
        (["en", "pt_BR"], "pt-BR", "en", "pt_BR"),
        (["en", "pt-br"], "pt_BR", "en", "pt-br"),
        (["en_US", "en_GB"], "en-GB", "de", "en_GB"),
        # The language without a region before another region's.
        (["pt_PT", "pt"], "pt-BR", "en", "pt"),
        (["en", "pt_PT"], "pt-BR", "en", "pt_PT"),
        (["de", "es_MX"], "es", "de", "es_MX"),
        # Then the shop's, then the first.
        (["id", "en"], "fr-CA", "en-US", "en"),
        (["id", "ar"], "fr-CA", "en-US", "id"),
        (["id", "ar"], "", "", "id"),
        # Codes that were replaced.
        (["en", "id"], "in-ID", "en", "id"),
        (["en", "he"], "iw", "en", "he"),
        (["en", "nb"], "no", "en", "nb"),
        (["en", "fil"], "tl-PH", "en", "fil"),
        # Chinese by its script.
        (["zh_CN", "zh_TW"], "zh-Hant-HK", "en", "zh_TW"),
        (["zh_TW", "zh_CN"], "zh", "en", "zh_CN"),
        (["zh_HK", "zh_CN"], "zh-Hans-SG", "en", "zh_CN"),
        (["en", "zh_CN"], "zh-TW", "en", "en"),
    ],
)
def test_the_closest_language(offered: list[str], shopper: str, shop: str, language: str) -> None:
    assert closest(offered, shopper, shop) == language


def test_every_language_has_a_word_for_all_that_may_be_empty() -> None:
    assert NOBODYS_NAME.keys() == UNTITLED.keys()
    assert all(word.strip() for word in (*NOBODYS_NAME.values(), *UNTITLED.values()))


@pytest.mark.parametrize(
    ("variable", "language", "word"),
    [
        ("shopper_name", "ja", "お客様"),
        ("shopper_name", "zh_HK", "顧客"),
        ("shopper_name", "sw", "👋"),
        ("first_line", "en_US", "your cart"),
        ("first_line", "sw", "🛒"),
        ("total", "en", "–"),
    ],
)
def test_what_stands_for_an_empty_variable(variable: str, language: str, word: str) -> None:
    assert instead_of(variable, language) == word
