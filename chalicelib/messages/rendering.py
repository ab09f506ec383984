"""A reminder put into words: subject, HTML by way of MJML, and a text of its own.

Imports Jinja2, MRML and Babel, which cost a cold start: callers import this module when they
are about to send.
"""

from __future__ import annotations

from pathlib import Path

import jinja2
import mrml

from chalicelib.errors import SetupError
from chalicelib.messages.model import Reminder, Rendered
from chalicelib.messages.plain_text import one_line
from chalicelib.messages.setting import as_set
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
        words = as_set(reminder)
        try:
            subject, mjml, text = (
                self._environment.get_template(f"email/{reminder.template}.{kind}.j2").render(words)
                for kind in ("subject", "mjml", "txt")
            )
            html = mrml.to_html(mjml, render_options=_WITHOUT_WEB_FONTS).content
        except jinja2.TemplateError as problem:
            raise SetupError(f"e-mail template {reminder.template!r}: {problem}") from problem
        except OSError as problem:  # what mrml raises for what is not MJML
            raise SetupError(f"e-mail template {reminder.template!r}: {problem}") from problem
        return Rendered(subject=one_line(subject, SUBJECT_LIMIT), html=html, text=text)
