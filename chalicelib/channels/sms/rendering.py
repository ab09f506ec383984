"""A reminder put into the few words of a text, from ``templates/sms/``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import jinja2
import msgspec

from chalicelib.errors import SetupError
from chalicelib.messages.model import Reminder
from chalicelib.messages.plain_text import one_line
from chalicelib.messages.setting import as_set
from chalicelib.messages.template_files import environment

WORDS_LIMIT = 600  # characters: more than any text that is worth its price
TITLE_LIMIT = 40
# Phones make a link of "evil.example", of "@name" and of a long number, all without "https://".
LINKED = re.compile(r"\w[./\\]\w|@|\d[\d ()-]{5,}\d")


class Worded(msgspec.Struct, frozen=True, kw_only=True):
    """A reminder in words that may be cut, and its offer, which may not; each is one line."""

    words: str
    offer: str = ""


class TextRenderer:
    """Renders reminders for phones; make one and keep it, it caches what it read."""

    def __init__(self, templates: Path) -> None:
        self._environment = environment(templates)

    def reminder(self, reminder: Reminder) -> Worded:
        """Put a reminder into words, without its links; any text in any field is safe.

        ``SetupError`` if its template is none, or does not work.
        """
        names = as_text(reminder)
        offer = self._line("offer", names) if names["offer"] else ""
        return Worded(words=self._line(reminder.template, names), offer=offer)

    def _line(self, template: str, names: Mapping[str, object]) -> str:
        try:
            found = self._environment.get_template(f"sms/{template}.txt.j2")
            return one_line(found.render(names), WORDS_LIMIT)
        except jinja2.TemplateError as problem:
            raise SetupError(f"SMS template {template!r}: {problem}") from problem


def as_text(reminder: Reminder) -> Mapping[str, object]:
    """Return what the templates of ``sms/`` may name.

    Of :func:`chalicelib.messages.setting.as_set` all but the addresses, which stand at the end of
    every text anyway; and ``title``, the first line's or None if a phone would make a link of it,
    with ``others``, how many lines there are besides.
    """
    names = dict(as_set(reminder))
    for address in ("cart_url", "unsubscribe_url", "postal_address", "support_address"):
        del names[address]
    title = one_line(reminder.lines[0].title, TITLE_LIMIT) if reminder.lines else ""
    others = max(0, len(reminder.lines) - 1) + reminder.lines_left_out
    return names | {"title": None if LINKED.search(title) else title or None, "others": others}
