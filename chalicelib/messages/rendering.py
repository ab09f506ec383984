"""A reminder put into words: subject, HTML by way of MJML, and a text of its own.

Imports Jinja2, MRML and Babel, which cost a cold start: callers import this module when they
are about to send.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import jinja2
import mrml

from chalicelib.errors import SetupError
from chalicelib.messages.model import NoticeShown, Reminder, Rendered
from chalicelib.messages.plain_text import one_line
from chalicelib.messages.setting import as_set, notice_as_set
from chalicelib.messages.template_files import environment

# RFC 5322 section 2.1.1 allows 998 octets a line; phones show some forty characters.
SUBJECT_LIMIT = 120  # characters

# MJML would fetch the fonts it knows from Google whenever a stack names one, and so tell Google
# who opens which mail.
_WITHOUT_WEB_FONTS = mrml.RenderOptions(fonts={})


class Renderer:
    """Renders reminders from ``templates/email/``; make one and keep it, it caches what it read."""

    def __init__(self, templates: Path) -> None:
        self._environment = environment(templates)

    def reminder(self, reminder: Reminder) -> Rendered:
        """Put a reminder into words; any text in any field is safe.

        ``SetupError`` if ``reminder.template`` names no template, or one that does not work: the
        merchant can only have that from a template of their own.
        """
        return self._rendered(reminder.template, as_set(reminder))

    def notice(self, notice: NoticeShown) -> Rendered:
        """Put a notice about an order into words; else as :meth:`reminder`."""
        return self._rendered(notice.template, notice_as_set(notice))

    def _rendered(self, template: str, words: Mapping[str, object]) -> Rendered:
        try:
            subject, mjml, text = (
                self._environment.get_template(f"email/{template}.{kind}.j2").render(words)
                for kind in ("subject", "mjml", "txt")
            )
            html = mrml.to_html(mjml, render_options=_WITHOUT_WEB_FONTS).content
        except jinja2.TemplateError as problem:
            raise SetupError(f"e-mail template {template!r}: {problem}") from problem
        except OSError as problem:  # what mrml raises for what is not MJML
            raise SetupError(f"e-mail template {template!r}: {problem}") from problem
        return Rendered(subject=one_line(subject, SUBJECT_LIMIT), html=html, text=text)
