"""The pages that links in a message lead to."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

import msgspec
import pytest

from chalicelib.links.preferences import Choice
from chalicelib.messages.languages import accepted
from chalicelib.messages.pages import Pages
from chalicelib.shops.model import Shop
from chalicelib.shops.policy import Channel
from tests.fakes.world import shop
from tests.messages.reminders import TEMPLATES, Structure

PAGES = Pages(TEMPLATES)
ASK = ("unsubscribe", "preferences")
TELL = ("unsubscribed", "saved", "stopped", "link_expired", "link_broken", "try_again")
NAMES = (*ASK, *TELL)


TEXTILES = shop(name="Fern & Field")
CHOICES = (Choice(Channel.EMAIL, is_on=True), Choice(Channel.SMS, is_on=False))
LANGUAGES = {file.stem: file for file in (TEMPLATES / "locales").glob("*.json")}


def page(name: str, of: Shop | None = None, *wanted: str, **more: Any) -> Structure:
    return Structure(PAGES.page(name, shop=of, wanted=wanted, choices=CHOICES, **more))


def test_unsubscribing_takes_a_form_that_posts_to_the_same_address() -> None:
    asked = page("unsubscribe", TEXTILES)
    assert asked.of("form") == [{"method": "post", "action": ""}]
    assert asked.of("button") == [{"type": "submit"}]
    assert "Fern & Field will send you no more emails about carts you leave behind." in asked.text()


@pytest.mark.parametrize("name", TELL)
def test_no_other_page_asks_for_anything(name: str) -> None:
    assert page(name, TEXTILES).of("form") == []


@pytest.mark.parametrize(
    ("name", "headline"),
    [
        ("unsubscribe", "Stop cart reminders?"),
        ("unsubscribed", "You are unsubscribed"),
        ("preferences", "How may we remind you?"),
        ("saved", "Your choice is saved"),
        ("stopped", "Everything is stopped"),
        ("link_expired", "This link has expired"),
        ("link_broken", "This link does not work"),
        ("try_again", "Please try again"),
    ],
)
def test_each_page_says_what_happened(name: str, headline: str) -> None:
    assert headline in page(name, TEXTILES).text()
    assert headline in page(name).text()


@pytest.mark.parametrize("name", NAMES)
def test_pages_fit_a_policy_without_scripts_and_other_hosts(name: str) -> None:
    html = PAGES.page(name, shop=TEXTILES, choices=CHOICES)
    assert not re.search(r"<script|<link|<img|@import|url\(|\son[a-z]+=", html)
    assert re.findall(r"https?://[^\"\s]+", html) == ["https://teashop.example/"]


@pytest.mark.parametrize("name", NAMES)
def test_the_shop_is_linked_if_it_is_known(name: str) -> None:
    assert [a["href"] for a in page(name, TEXTILES).of("a")] == ["https://teashop.example/"]
    assert page(name).of("a") == []


def test_a_shop_name_is_text() -> None:
    hostile = page("unsubscribe", shop(name="<b>\u202e{{7*7}}{0}</b>"), '"><script>')
    assert hostile.shape == page("unsubscribe", TEXTILES).shape
    assert "<b>{{7*7}}{0}</b> will send you no more" in hostile.text()


@pytest.mark.parametrize(
    ("wanted", "language", "direction"),
    [
        (("ar-EG",), "ar", "rtl"),
        (("de-AT", "ar"), "de", "ltr"),
        (("zh-Hant-TW",), "zh", "ltr"),
        (("in",), "id", "ltr"),
        (("xx", "pt-BR"), "pt", "ltr"),
        # words that are English are set as English, whoever reads them
        (("he",), "en", "ltr"),
        (("../../etc/passwd",), "en", "ltr"),
        ((), "en", "ltr"),
    ],
)
def test_a_page_is_in_the_first_wanted_language_there_is(
    wanted: tuple[str, ...], language: str, direction: str
) -> None:
    for name in NAMES:
        assert page(name, None, *wanted).of("html") == [{"lang": language, "dir": direction}]


def test_the_shops_own_language_is_the_last_that_is_tried() -> None:
    assert page("saved", shop(locale="fr-CA"), "xx").of("html")[0]["lang"] == "fr"
    assert page("saved", shop(locale="fr-CA"), "ja").of("html")[0]["lang"] == "ja"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_every_key_and_every_placeholder(language: str) -> None:
    english, words = (
        msgspec.json.decode(LANGUAGES[each].read_bytes(), type=dict[str, str])
        for each in ("en", language)
    )
    assert list(words) == list(english)
    for key, text in words.items():
        assert text.strip() == text != ""
        assert re.findall(r"{.*?}", text) == re.findall(r"{.*?}", english[key]), key
        assert not re.search(r"[<>&]", text), key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("channel", Channel)
def test_every_page_can_be_said_in_every_language(language: str, channel: Channel) -> None:
    choices = [Choice(each, is_on=True) for each in Channel]
    for name in NAMES:
        html = PAGES.page(name, shop=TEXTILES, wanted=(language,), channel=channel, choices=choices)
        assert "Fern &amp; Field" in html
        assert f'<html lang="{language}"' in html


def test_there_are_the_ten_languages() -> None:
    assert sorted(LANGUAGES) == ["ar", "de", "en", "es", "fr", "id", "ja", "pl", "pt", "zh"]


def test_what_is_ticked_is_what_is_on_and_every_box_has_its_words() -> None:
    asked = page("preferences", TEXTILES)
    assert asked.of("form") == [{"method": "post", "action": ""}]
    boxes = [each for each in asked.of("input") if each["type"] == "checkbox"]
    assert [(each["name"], each["value"], "checked" in each) for each in boxes] == [
        ("on", "email", True),
        ("on", "sms", False),
    ]
    hidden = [each["value"] for each in asked.of("input") if each["type"] == "hidden"]
    assert hidden == ["email"]
    assert len(asked.of("label")) == len(boxes)
    assert [each["value"] for each in asked.of("button")] == ["save", "stop"]
    html = PAGES.page("preferences", shop=TEXTILES, choices=CHOICES)
    assert re.findall(r"<label><input [^>]+> <span>(.*?)</span></label>", html) == [
        "Email",
        "Text message (SMS)",
    ]


@pytest.mark.parametrize(
    ("header", "tags"),
    [
        ("de-DE,de;q=0.9,en;q=0.8", ["de-DE", "de", "en"]),
        ("en;q=0.2, ja ; q=0.9", ["ja", "en"]),
        ("fr;q=0, pl", ["pl"]),
        ("", []),
        ("*", ["*"]),
        ("de;q=no, <script>, id", ["id"]),
        ("de, " * 100_000, ["de"] * 125),
    ],
)
def test_browsers_tell_what_their_owner_reads(header: str, tags: list[str]) -> None:
    assert accepted(header) == tags


def test_pages_do_without_what_only_mail_needs() -> None:
    """The API function shows pages, so its cold start would pay for MJML and locales."""
    code = "import sys, chalicelib.messages.pages; print({'babel', 'mrml'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "set()\n"
