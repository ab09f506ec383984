"""An offer in a reminder: what it is worth, the code, and the last day, in every part of it."""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from chalicelib.carts.money import Money
from chalicelib.messages.model import OfferShown
from chalicelib.messages.rendering import Renderer
from tests.messages.reminders import OFFER, STEPS, TEMPLATES, Structure, reminder

RENDERER = Renderer(TEMPLATES)


@pytest.mark.parametrize("step", STEPS)
def test_every_reminder_can_hold_an_offer(step: str) -> None:
    shown = RENDERER.reminder(reminder(template=step, offer=OFFER))
    assert "10% off from €50.00 with the code BACK-7KXW2QPRMD" in shown.text
    assert "It works once, until November 28, 2026." in shown.text
    words = Structure(shown.html).text()
    assert "10% off from €50.00 BACK-7KXW2QPRMD Works once, until November 28, 2026" in words


def test_without_an_offer_there_is_no_trace_of_one() -> None:
    shown = RENDERER.reminder(reminder())
    assert "code" not in shown.text
    assert 'coupon"' not in shown.html


@pytest.mark.parametrize(
    ("offer", "locale", "worth"),
    [
        (replace(OFFER, minimum_spend=None), "en", "10% off with"),
        (replace(OFFER, minimum_spend=None, percent=Decimal("12.5")), "de", "12,5\u00a0% off with"),
        (
            replace(OFFER, minimum_spend=None, percent=None, amount=Money(Decimal(5), "EUR")),
            "de",
            "5,00\u00a0€ off with",
        ),
        (
            replace(OFFER, minimum_spend=None, percent=None, amount=Money(Decimal(500), "JPY")),
            "en",
            "¥500 off with",
        ),
    ],
)
def test_its_worth_is_written_the_shoppers_way(offer: OfferShown, locale: str, worth: str) -> None:
    assert worth in RENDERER.reminder(reminder(offer=offer, locale=locale)).text
