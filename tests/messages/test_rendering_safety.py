"""Text that others wrote never becomes markup, a header, or a template."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.messages.plain_text import apart, greeting_name
from chalicelib.messages.rendering import SUBJECT_LIMIT, Renderer
from tests.messages.reminders import REMINDER, STEPS, TEMPLATES, Structure, reminder, with_line

RENDERER = Renderer(TEMPLATES)

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{7*7}}{% raw %}",
    "]]><mj-raw><b>x</b></mj-raw><![CDATA[",
    "<!-- --> --!> <?xml?> &amp; &#60;b&#62; &nosuch;",
    "</title></style><mj-text>",
    "a\0b\x1b[2J\x85\u2028\ud800\ufffe",
]
any_text = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="<>&\"'{}%#[]!-=/;:x \0\r\n\u202e\u200b", max_size=40),
    st.sampled_from(HOSTILE),
)


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("step", STEPS)
def test_hostile_text_in_every_field_adds_no_tag_and_no_attribute(step: str, hostile: str) -> None:
    assert shape(step, hostile, hostile, hostile) == plain_shape(step, hostile)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(STEPS), any_text, any_text, any_text)
def test_any_text_in_any_field_adds_no_tag_and_no_attribute(
    step: str, title: str, shop: str, address: str
) -> None:
    assert shape(step, title, shop, address) == plain_shape(step, title)


def plain_shape(step: str, name: str) -> list[tuple[str, tuple[str, ...]]]:
    """The shape that plain texts give, for a shopper who can be greeted or not as by ``name``."""
    return shape(step, "x" if greeting_name(name) else "1", "x", "x")


def shape(step: str, title: str, shop: str, address: str) -> list[tuple[str, tuple[str, ...]]]:
    """Render with texts that all show something, so that only their content differs."""
    cart = with_line(title=title, variant=f"v{title}", image_url="https://p.example/x")
    words = RENDERER.reminder(
        reminder(
            template=step,
            lines=(*cart.lines, *with_line(title=title, variant=f"v{title}", image_url=None).lines),
            shopper_name=title,
            shop_name=shop,
            postal_address=f"a{address}",
            locale=address,
            cart_url=f"https://api.example/{address}",
            unsubscribe_url=f"https://api.example/{shop}",
        )
    )
    words.html.encode()
    words.text.encode()
    assert len(words.subject) <= SUBJECT_LIMIT
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", words.subject)
    return Structure(words.html).shape


def test_a_hostile_title_is_shown_as_it_was_written() -> None:
    words = RENDERER.reminder(with_line(title='"><img src=x onerror=a> {{7*7}} & Co'))
    page = Structure(words.html)
    assert page.of("img")[0]["alt"] == '"><img src=x onerror=a> {{7*7}} & Co'
    assert '"><img src=x onerror=a> {{7*7}} & Co' in page.text()
    assert '- 2 x "><img src=x onerror=a> {{7*7}} & Co (Sage)' in words.text


def test_a_shop_name_cannot_start_a_second_header() -> None:
    subject = RENDERER.reminder(reminder(shop_name="Shop\r\nBcc: all@evil.example")).subject
    assert subject == "You left something behind at Shop Bcc: all@evil.example"


def test_bidirectional_overrides_and_invisible_characters_go() -> None:
    words = RENDERER.reminder(with_line(title="a\u202eb\u2066c\u200bd\u00ade\ufefff\u061cg"))
    assert "- 2 x abcdefg (Sage)" in words.text
    assert "abcdefg" in Structure(words.html).text()


def test_emoji_made_of_several_characters_stay_whole() -> None:
    title = "👨‍👩‍👧 mug 🏴󠁧󠁢󠁳󠁣󠁴󠁿"
    assert title in Structure(RENDERER.reminder(with_line(title=title)).html).text()


def test_a_title_of_five_thousand_characters_is_cut() -> None:
    words = RENDERER.reminder(with_line(title="y" * 5_000))
    assert f"- 2 x {'y' * 79}… (Sage)" in words.text
    assert Structure(words.html).of("img")[0]["alt"] == "y" * 79 + "…"


@pytest.mark.parametrize("blank", ["", "  \n", "\u200b\u202e", "\u3164", "\u200d"])
def test_a_title_with_nothing_to_see_still_names_the_line(blank: str) -> None:
    assert "- 2 x Item (Sage): €39.80" in RENDERER.reminder(with_line(title=blank)).text


def test_an_address_in_a_title_is_no_link_in_the_text_part() -> None:
    words = RENDERER.reminder(with_line(title="Win at HTTPS://evil.example/now"))
    urls = re.findall(r"\S*://\S+", words.text)
    assert urls == [REMINDER.cart_url, REMINDER.unsubscribe_url]


@pytest.mark.parametrize(
    "name", ["Nora", "林小雨", "Åsa-Britt O’Hara", "J. R. Smith", "ليلى", "संध्या"]
)
def test_names_are_greeted(name: str) -> None:
    words = RENDERER.reminder(reminder(shopper_name=name))
    assert words.text.startswith(f"Hi {apart(name)},\n")
    assert f"Hi {name}, we kept your cart" in Structure(words.html).text()


@pytest.mark.parametrize(
    "no_name",
    ["", " ", "evil.example", "Visit https://evil.example", "n0ra", "a@b.example", "x" * 41,
     "You have won a prize", "<b>", "{{7*7}}", "...", "-", "\u202e"],
)  # fmt: skip
def test_what_is_not_a_name_is_not_greeted(no_name: str) -> None:
    assert RENDERER.reminder(reminder(shopper_name=no_name)).text.startswith("Hello,\n")


@given(any_text)
def test_a_subject_holds_no_character_that_cannot_be_seen(shop: str) -> None:
    subject = RENDERER.reminder(reminder(shop_name=shop)).subject
    assert {unicodedata.category(c) for c in subject} & {"Cc", "Cs", "Zl", "Zp"} == set()


@pytest.mark.parametrize("address", ["Help <a@b.example>", "a@b.example?bcc=c@d.example", "x", ""])
def test_what_is_not_one_address_is_not_written_to(address: str) -> None:
    words = RENDERER.reminder(reminder(template="reminder-2", support_address=address))
    assert "Just reply to this email. We are glad to help." in words.text
    assert "mailto:" not in words.html
