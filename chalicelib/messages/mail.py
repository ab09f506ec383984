"""A mail as data, the port that sends it, and what its headers must say. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import msgspec

from chalicelib.messages.model import Rendered


class Mail(msgspec.Struct, frozen=True, kw_only=True):
    """One mail to one shopper. ``tags`` come back with every event about it: opaque names only."""

    sender: str
    to: str
    reply_to: str | None
    content: Rendered
    headers: Mapping[str, str]
    tags: Mapping[str, str]


class Mailer(Protocol):
    """Sends mails.

    ``send`` returns the provider's message id. It raises ``SendRefused`` for a final no,
    ``NotSent`` when the mail surely did not leave, and lets anything else mean: perhaps it did.
    """

    def send(self, mail: Mail) -> str:
        """Hand one mail to the provider, once, without retries of its own."""


def unsubscribe_headers(url: str) -> dict[str, str]:
    """Return the headers for one-click unsubscribing (RFC 8058, section 3.1)."""
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
