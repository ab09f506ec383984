"""What the outbox answers, path by path.

``/`` is the page, ``/messages.json`` every mail as data, ``/messages/{id}.html?scheme=dark`` one
mail to be shown in a frame, ``/pictures/{name}.svg`` the demo shop's product pictures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from infra.local.mail import SentMail

PAGES = Path(__file__).parent / "outbox_pages"
# The demo shop's picture host: a reserved name (RFC 2606), so mails hold an honest https address
# and only the outbox, which works without a network, knows where the pictures really are.
PICTURE_HOST = "https://pictures.example/"

_MESSAGE = re.compile(r"/messages/(.+)\.html")
_PICTURE = re.compile(r"/pictures/([a-z]+)\.svg")
_DARK_RULES = "(prefers-color-scheme: dark)"
_NO_BAR = "<style>html { scrollbar-width: none }</style>"
_PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; "
    "frame-src 'self'; img-src 'self' data:"
)
# A mail is a stranger's HTML: no script, no form, and its links open a tab of their own.
_MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; img-src 'self' https: data:"
)


class Answer(msgspec.Struct, frozen=True):
    """One HTTP answer."""

    status: HTTPStatus
    content_type: str
    body: bytes
    policy: str = "default-src 'none'"


NOT_FOUND = Answer(HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", b"There is nothing here.\n")


def answer(target: str, read: Callable[[], Sequence[SentMail]]) -> Answer:
    """Answer a GET for ``target`` (path and query)."""
    url = urlsplit(target)
    path = unquote(url.path)
    if path in {"/", "/outbox.js"}:
        return _own_file(path)
    if picture := _PICTURE.fullmatch(path):
        return _picture(picture[1])
    if path == "/messages.json":
        return _messages(read)
    if message := _MESSAGE.fullmatch(path):
        return _mail(message[1], parse_qs(url.query).get("scheme", ["light"])[0], read)
    return NOT_FOUND


def as_displayed(html: str, scheme: str) -> str:
    """Return a mail's HTML as a client in light or dark mode would show it on this machine.

    A frame cannot be told its colour scheme, so the rules for the dark one are made to apply
    always or never. Its scroll bar is hidden, because a phone's takes no width from the mail.
    """
    applies = "all" if scheme == "dark" else "not all"
    shown = html.replace(_DARK_RULES, applies).replace(PICTURE_HOST, "/pictures/")
    return shown.replace("<head>", '<head><base target="_blank">' + _NO_BAR, 1)


def answering(read: Callable[[], Sequence[SentMail]]) -> type[BaseHTTPRequestHandler]:
    """Return a handler class for ``http.server`` that gives these answers."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            given = answer(self.path, read)
            self.send_response(given.status)
            self.send_header("Content-Type", given.content_type)
            self.send_header("Content-Length", str(len(given.body)))
            self.send_header("Content-Security-Policy", given.policy)
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(given.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Stay silent: the terminal belongs to the demo's own progress."""

    return Handler


def _own_file(path: str) -> Answer:
    name, kind = ("outbox.js", "javascript") if path == "/outbox.js" else ("index.html", "html")
    body = (PAGES / name).read_bytes()
    return Answer(HTTPStatus.OK, f"text/{kind}; charset=utf-8", body, _PAGE_POLICY)


def _picture(name: str) -> Answer:
    file = PAGES / "pictures" / f"{name}.svg"
    if not file.is_file():
        return NOT_FOUND
    drawing = "default-src 'none'; style-src 'unsafe-inline'"
    return Answer(HTTPStatus.OK, "image/svg+xml", file.read_bytes(), drawing)


def _messages(read: Callable[[], Sequence[SentMail]]) -> Answer:
    """Every mail, newest first, with its step; or why there is none, as 503."""
    try:
        mails = sorted(read(), key=lambda mail: mail.sent_at, reverse=True)
    except (OSError, ValueError) as problem:
        told = msgspec.json.encode({"problem": f"The sent mail cannot be read: {problem}"})
        return Answer(HTTPStatus.SERVICE_UNAVAILABLE, "application/json", told)
    listed = [{**msgspec.to_builtins(mail), "step": _step(mail)} for mail in mails]
    return Answer(HTTPStatus.OK, "application/json", msgspec.json.encode({"messages": listed}))


def _step(mail: SentMail) -> str | None:
    """Return what a mail is: the template it was made from, otherwise its step as tagged."""
    return mail.template or mail.tags.get("step")


def _mail(message_id: str, scheme: str, read: Callable[[], Sequence[SentMail]]) -> Answer:
    found = next((mail for mail in read() if mail.message_id == message_id), None)
    if found is None:
        return NOT_FOUND
    body = as_displayed(found.html, scheme).encode()
    return Answer(HTTPStatus.OK, "text/html; charset=utf-8", body, _MAIL_POLICY)
