"""The demo's requests: webhooks as a platform posts them, links as a shopper presses them."""

import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

from infra.local.demo_store import Webhook

REQUEST_SECONDS = 30
PRESSED = {"Sec-Fetch-User": "?1"}  # what a browser says when a person pressed the button
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
ANSWER_SHOWN_LETTERS = 100  # answers are short; what is longer is a page


@dataclass(frozen=True, slots=True)
class Answered:
    """``text`` is where it leads, or what the answer says."""

    status: int
    text: str

    def __str__(self) -> str:
        is_short = len(self.text) <= ANSWER_SHOWN_LETTERS
        return f"{self.status} {self.text}" if is_short else str(self.status)


def post(url: str, webhook: Webhook) -> Answered:
    """Post a webhook."""
    return _asked(urllib.request.Request(url, webhook.body, dict(webhook.headers)))  # noqa: S310


def press(link: str) -> Answered:
    """Follow a link, as far as it leads away from us."""
    return _asked(urllib.request.Request(link, headers=PRESSED))  # noqa: S310


def unsubscribe(link: str) -> Answered:
    """Unsubscribe by one click, as mail programs do (RFC 8058)."""
    return _asked(urllib.request.Request(link, b"List-Unsubscribe=One-Click", FORM))  # noqa: S310


def _asked(request: urllib.request.Request) -> Answered:
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        with opener.open(request, timeout=REQUEST_SECONDS) as answer:
            return Answered(answer.status, answer.read().decode())
    except urllib.error.HTTPError as error:
        with error:
            text = error.headers.get("Location") or error.read().decode()
            return Answered(error.code, text)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A click leads to a shop that does not exist; where it leads to is what counts."""

    def redirect_request(self, *_args: Any) -> None:
        return None
