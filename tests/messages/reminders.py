"""Reminders for tests about their words, and the structure of the HTML that came of them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import msgspec

from chalicelib.carts.money import Money
from chalicelib.messages.model import LineShown, OfferShown, Reminder

TEMPLATES = Path(__file__).parents[2] / "templates"
STEPS = ("reminder-1", "reminder-2", "reminder-3")

REMINDER = Reminder(
    template="reminder-1",
    locale="en-GB",
    shop_name="Fern & Field",
    shopper_name="Nora",
    lines=(
        LineShown(
            title="Stoneware mug",
            quantity=2,
            variant="Sage",
            line_price=Money(Decimal("39.80"), "EUR"),
            image_url="https://pictures.example/mug.svg",
        ),
        LineShown(title="Linen shirt", quantity=1, line_price=Money(Decimal(79), "EUR")),
    ),
    lines_left_out=1,
    total=Money(Decimal("128.80"), "EUR"),
    cart_url="https://api.example/c/abc?a=1&b=2",
    unsubscribe_url="https://api.example/u/abc",
    postal_address="12 Harbour Lane, 20457 Hamburg",
    support_address="hello@shop.example",
)

OFFER = OfferShown(
    code="BACK-7KXW2QPRMD",
    last_day=datetime(2026, 11, 28, 12, tzinfo=UTC),
    percent=Decimal(10),
    minimum_spend=Money(Decimal(50), "EUR"),
)


def reminder(**changes: Any) -> Reminder:
    """The reminder above with some fields changed."""
    return msgspec.structs.replace(REMINDER, **changes)


def with_line(**changes: Any) -> Reminder:
    """The reminder above with only its first line, changed."""
    line = msgspec.structs.replace(REMINDER.lines[0], **changes)
    return reminder(lines=(line,), lines_left_out=0)


class Structure(HTMLParser):
    """What a browser would build: tags with their attributes' names, and the text shown."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.shape: list[tuple[str, tuple[str, ...]]] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.shown: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.shape.append((tag, tuple(name for name, _ in attrs)))
        self.attributes.append((tag, dict(attrs)))

        # Boxes stand apart, however the markup between them is laid out.
        self.shown.append(" " if tag in {"td", "div", "p", "h1", "button"} else "")

    def handle_data(self, data: str) -> None:
        if self.shape and self.shape[-1][0] != "style":
            self.shown.append(data)

    def text(self) -> str:
        """All text, blanks made even."""
        return " ".join("".join(self.shown).split())

    def of(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every such tag."""
        return [attributes for name, attributes in self.attributes if name == tag]
