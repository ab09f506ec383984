"""The pages that links in a message lead to."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Any

import pytest

from chalicelib.messages.pages import Pages
from tests.messages.reminders import TEMPLATES, Structure

PAGES = Pages(TEMPLATES)
NAMES = ("unsubscribe", "unsubscribed", "link_expired", "link_broken", "try_again")


def page(name: str, **context: Any) -> Structure:
    return Structure(PAGES.page(name, **context))


def test_unsubscribing_takes_a_form_that_posts_to_the_same_address() -> None:
    asked = page("unsubscribe", shop_name="Fern & Field")
    assert asked.of("form") == [{"method": "post", "action": ""}]
    assert asked.of("button") == [{"type": "submit"}]
    assert "Fern & Field will send you no more emails about carts you leave behind." in asked.text()


@pytest.mark.parametrize("name", ["unsubscribed", "link_expired", "link_broken", "try_again"])
def test_no_other_page_asks_for_anything(name: str) -> None:
    assert page(name, shop_name="Fern & Field").of("form") == []


@pytest.mark.parametrize(
    ("name", "headline"),
    [
        ("unsubscribe", "Stop cart reminders?"),
        ("unsubscribed", "You are unsubscribed"),
        ("link_expired", "This link has expired"),
        ("link_broken", "This link does not work"),
        ("try_again", "Please try again"),
    ],
)
def test_each_page_says_what_happened(name: str, headline: str) -> None:
    assert headline in page(name, shop_name="Fern & Field").text()
    assert headline in page(name).text()


@pytest.mark.parametrize("name", NAMES)
def test_pages_fit_a_policy_without_scripts_and_other_hosts(name: str) -> None:
    html = PAGES.page(name, shop_name="Fern", shop_url="https://shop.example/")
    assert not re.search(r"<script|<link|<img|@import|url\(|\son[a-z]+=", html)
    assert re.findall(r"https?://[^\"\s]+", html) == ["https://shop.example/"]


@pytest.mark.parametrize("name", NAMES)
def test_the_shop_is_linked_only_at_a_web_address(name: str) -> None:
    assert [a["href"] for a in page(name, shop_url="https://shop.example/?a=1&b=2").of("a")] == [
        "https://shop.example/?a=1&b=2"
    ]
    assert page(name).of("a") == []
    assert page(name, shop_url="javascript:alert(1)").of("a") == []


def test_a_shop_name_is_text() -> None:
    hostile = page("unsubscribe", shop_name="<b>\u202e{{7*7}}</b>", locale='"><script>')
    assert hostile.shape == page("unsubscribe", shop_name="x").shape
    assert "<b>{{7*7}}</b> will send you no more" in hostile.text()


@pytest.mark.parametrize(
    ("locale", "direction"), [("ar-EG", "rtl"), ("az-Arab", "rtl"), ("de", "ltr")]
)
def test_pages_are_set_in_the_shoppers_direction(locale: str, direction: str) -> None:
    assert page("unsubscribe", locale=locale).of("html") == [{"lang": "en", "dir": direction}]


def test_pages_do_without_what_only_mail_needs() -> None:
    """The API function shows pages, so its cold start would pay for MJML and locales."""
    code = "import sys, chalicelib.messages.pages; print({'babel', 'mrml'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "set()\n"
