"""A reminder in the few words of a notification, in the project's own templates."""

from pathlib import Path

import pytest

from chalicelib.channels.push.links import opened_by
from chalicelib.channels.push.wording import BODY_LIMIT, TITLE_LIMIT, Notification, PushWords
from chalicelib.errors import SetupError
from tests.messages.reminders import OFFER, STEPS, TEMPLATES, reminder

WORDS = PushWords(TEMPLATES)


def test_the_first_line_is_the_title() -> None:
    assert WORDS.notification(reminder()) == Notification(
        title="You left something behind",
        body="Fern & Field kept your cart: Stoneware mug and 2 more.",
    )


@pytest.mark.parametrize("step", STEPS)
def test_an_offer_comes_before_what_may_be_cut(step: str) -> None:
    said = WORDS.notification(reminder(template=step, offer=OFFER))
    assert said.body.startswith("10% off with BACK-7KXW2QPRMD until November 28, 2026. ")
    assert len(said.body) <= BODY_LIMIT


@pytest.mark.parametrize("step", STEPS)
def test_any_text_fits_on_one_line_each(step: str) -> None:
    line = reminder().lines[0]
    long = type(line)(title="x\n\u202ehttps://evil.example " * 50, quantity=1)
    said = WORDS.notification(reminder(template=step, lines=(long,), shop_name="S" * 500))
    assert 0 < len(said.title) <= TITLE_LIMIT
    assert 0 < len(said.body) <= BODY_LIMIT
    assert "\u202e" not in said.body
    assert "https://" not in said.body


@pytest.mark.parametrize("step", STEPS)
def test_a_cart_of_which_no_line_is_known(step: str) -> None:
    said = WORDS.notification(reminder(template=step, lines=(), lines_left_out=0))
    assert said.title
    assert "  " not in said.body


def test_a_template_that_is_missing_or_wrong_is_the_merchants_to_mend(tmp_path: Path) -> None:
    (tmp_path / "push").mkdir()
    (tmp_path / "push/own.txt.j2").write_text("{{ nothing }}")
    (tmp_path / "push/empty.txt.j2").write_text("\n")
    for name in ("own", "empty", "missing"):
        with pytest.raises(SetupError, match=f"push template '{name}'"):
            PushWords(tmp_path).notification(reminder(template=name))


def test_a_deep_link_takes_our_links_token() -> None:
    click = "https://api.example/api/c/dG9rZW4"
    assert opened_by("teashop://cart?t={token}", click) == "teashop://cart?t=dG9rZW4"
    assert opened_by(None, click) == click
