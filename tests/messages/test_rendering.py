"""What a shopper reads in a reminder."""

from __future__ import annotations

import re

import pytest

from chalicelib.errors import SetupError
from chalicelib.messages.model import Rendered
from chalicelib.messages.rendering import Renderer
from tests.messages.reminders import REMINDER, STEPS, TEMPLATES, Structure, reminder, with_line

RENDERER = Renderer(TEMPLATES)


def html(**changes: object) -> Structure:
    return Structure(RENDERER.reminder(reminder(**changes)).html)


def each_step(**changes: object) -> list[Rendered]:
    return [RENDERER.reminder(reminder(template=step, **changes)) for step in STEPS]


def test_the_text_part_is_a_letter_of_its_own() -> None:
    assert RENDERER.reminder(REMINDER).text == (
        "Hi Nora,\n"
        "\n"
        "You left something behind. We kept your cart just as it was, so you can carry\n"
        "on whenever it suits you.\n"
        "\n"
        "- 2 x Stoneware mug (Sage): €39.80\n"
        "- 1 x Linen shirt: €79.00\n"
        "- and 1 more item\n"
        "\n"
        "Cart total: €128.80\n"
        "\n"
        "Return to your cart:\n"
        "https://api.example/c/abc?a=1&b=2\n"
        "\n"
        "Changed your mind? Then there is nothing you need to do.\n"
        "\n"
        "Fern & Field\n"
        "\n"
        "--\n"
        "You are getting this email because you started a checkout at Fern & Field.\n"
        "Unsubscribe from these reminders:\n"
        "https://api.example/u/abc\n"
        "\n"
        "12 Harbour Lane, 20457 Hamburg\n"
    )


def test_each_step_has_a_subject_of_its_own() -> None:
    assert [words.subject for words in each_step()] == [
        "You left something behind at Fern & Field",
        "Any questions about your cart at Fern & Field?",
        "Our last note about your cart at Fern & Field",
    ]


def test_html_says_what_is_in_the_cart_and_what_it_costs() -> None:
    text = html().text()
    assert "Hi Nora, we kept your cart just as it was." in text
    assert "Stoneware mug Sage · Qty 2 €39.80" in text
    assert "Linen shirt Qty 1 €79.00" in text
    assert "and 1 more item in your cart" in text
    assert "Cart total €128.80" in text


@pytest.mark.parametrize("step", STEPS)
def test_only_our_two_links_and_the_shops_address_are_links(step: str) -> None:
    links = [a["href"] for a in html(template=step).of("a")]
    support = ["mailto:hello@shop.example"] if step == "reminder-2" else []
    assert links == [REMINDER.cart_url, *support, REMINDER.unsubscribe_url]


@pytest.mark.parametrize("step", STEPS)
def test_nothing_is_fetched_but_the_products_pictures(step: str) -> None:
    page = RENDERER.reminder(reminder(template=step)).html
    assert [a["src"] for a in Structure(page).of("img")] == ["https://pictures.example/mug.svg"]
    assert not re.search(r"<link|@import|url\(|<script|<iframe", page)


def test_pictures_have_the_title_for_their_alternative() -> None:
    assert [a["alt"] for a in html().of("img")] == ["Stoneware mug"]


@pytest.mark.parametrize(
    "address",
    [None, "", "http://shop.example/a.png", "data:image/png;base64,AA", "https://", "https://[x",
     "javascript:alert(1)", "//shop.example/a.png", "https://a.example/x\ny", "https://u:p@a.example/"],
)  # fmt: skip
def test_a_picture_that_a_mail_cannot_show_leaves_its_box_with_an_initial(
    address: str | None,
) -> None:
    page = Structure(RENDERER.reminder(with_line(image_url=address)).html)
    assert page.of("img") == []
    assert "M Stoneware mug" in page.text() or "S Stoneware mug" in page.text()


def test_a_cart_without_prices_says_nothing_about_money() -> None:
    words = RENDERER.reminder(reminder(lines=with_line(line_price=None).lines, total=None))
    for text in (Structure(words.html).text(), words.text):
        assert "Stoneware mug" in text
        assert "None" not in text
        assert "total" not in text.lower()


def test_unknown_shoppers_are_greeted_without_a_name() -> None:
    words = RENDERER.reminder(reminder(shopper_name=None))
    assert words.text.startswith("Hello,\n")
    assert "We kept your cart" in Structure(words.html).text()


def test_without_a_support_address_the_second_step_asks_for_a_reply() -> None:
    words = RENDERER.reminder(reminder(template="reminder-2", support_address=None))
    assert "Just reply to this email. We are glad to help." in words.text
    assert "Just reply to this email. We are glad to help." in Structure(words.html).text()


@pytest.mark.parametrize("invented", ["%", "hurry", "only", "today", "discount", "expire", "stock"])
def test_no_step_invents_scarcity_or_an_offer(invented: str) -> None:
    for words in each_step():
        assert invented not in words.text.lower()


@pytest.mark.parametrize("template", ["no-such-step", "../pages/unsubscribe", "/etc/passwd", ""])
def test_an_unknown_template_is_a_setup_error(template: str) -> None:
    with pytest.raises(SetupError, match="e-mail template"):
        RENDERER.reminder(reminder(template=template))
