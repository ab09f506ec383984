"""How a reminder is laid out: direction, dark mode, size."""

from __future__ import annotations

import re

import pytest

from chalicelib.messages.rendering import Renderer
from tests.messages.reminders import OFFER, REMINDER, TEMPLATES, Structure, reminder, with_line

RENDERER = Renderer(TEMPLATES)


def html(**changes: object) -> Structure:
    return Structure(RENDERER.reminder(reminder(**changes)).html)


@pytest.mark.parametrize(
    ("locale", "direction"),
    [("ar", "rtl"), ("he-IL", "rtl"), ("fa_IR", "rtl"), ("ur", "rtl"), ("en", "ltr"), ("?", "ltr")],
)
def test_direction_follows_the_shopper_and_language_the_words(locale: str, direction: str) -> None:
    (root,) = html(locale=locale).of("html")
    assert (root["lang"], root["dir"]) == ("en", direction)


def test_dark_mode_is_declared_and_has_rules_for_the_boxes_that_are_there() -> None:
    page = RENDERER.reminder(reminder(offer=OFFER)).html
    assert {"name": "color-scheme", "content": "light dark"} in Structure(page).of("meta")
    rules = page.partition("(prefers-color-scheme: dark)")[2].partition("</style>")[0]
    classes = {
        name for a in Structure(page).attributes for name in (a[1].get("class") or "").split()
    }
    named = set(re.findall(r"\.([a-z]+)", rules))
    assert named
    assert named <= classes


def test_a_long_cart_stays_below_where_gmail_cuts_a_mail() -> None:
    words = RENDERER.reminder(reminder(lines=REMINDER.lines * 10))
    assert len(words.html.encode()) < 102_000


def test_right_to_left_text_does_not_turn_the_lines_around_it() -> None:
    words = RENDERER.reminder(with_line(title="إبريق", variant="أزرق"))
    assert "- 2 x \u2068إبريق\u2069 (\u2068أزرق\u2069): €39.80\n" in words.text
    assert "\u2068" not in words.html
