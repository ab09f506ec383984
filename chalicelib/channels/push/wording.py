"""A reminder in the few words of a notification.

Neither Apple nor Google says how much is shown; what follows fits a locked phone without being cut
there. Both take 4,096 bytes with all that surrounds the words, which these letters cannot fill:
https://developer.apple.com/documentation/usernotifications/generating-a-remote-notification
https://firebase.google.com/docs/cloud-messaging/customize-messages/set-message-type
"""

from __future__ import annotations

from pathlib import Path

import jinja2
import msgspec

from chalicelib.errors import SetupError
from chalicelib.messages.model import Reminder
from chalicelib.messages.plain_text import one_line
from chalicelib.messages.setting import as_set
from chalicelib.messages.template_files import environment

TITLE_LIMIT = 50  # letters: one line of a locked phone
BODY_LIMIT = 150  # letters: about four lines


class Notification(msgspec.Struct, frozen=True, kw_only=True):
    """What is shown: one line each, of visible letters."""

    title: str
    body: str


class PushWords:
    """Renders from ``templates/push/``; make one and keep it, it caches what it read."""

    def __init__(self, templates: Path) -> None:
        self._environment = environment(templates)

    def notification(self, reminder: Reminder) -> Notification:
        """Put a reminder into words: the template's first line is the title.

        ``SetupError`` if ``reminder.template`` names no template, or one that does not work.
        """
        name = reminder.template
        try:
            text = self._environment.get_template(f"push/{name}.txt.j2").render(as_set(reminder))
        except jinja2.TemplateError as problem:
            raise SetupError(f"push template {name!r}: {problem}") from problem
        title, _, body = text.strip().partition("\n")
        if not title:
            raise SetupError(f"push template {name!r} says nothing")
        return Notification(title=one_line(title, TITLE_LIMIT), body=one_line(body, BODY_LIMIT))
