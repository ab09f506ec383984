"""Words that show what a mail says of the cart, for the judge to hold it against."""

from __future__ import annotations

import json

from chalicelib.messages.model import Reminder, Rendered


class PricedWords:
    """The ``Words`` port: offer, money and lines as JSON, then the way back."""

    def reminder(self, reminder: Reminder) -> Rendered:
        lines = [
            [line.title, str(line.line_price.amount if line.line_price else None)]
            for line in reminder.lines
        ]
        total = reminder.total
        money = [total.currency, str(total.amount)] if total else [None, None]
        code = reminder.offer.code if reminder.offer else None
        text = f"{json.dumps([code, *money, lines])}\n{reminder.cart_url}"
        return Rendered(subject=reminder.template, html="", text=text)
