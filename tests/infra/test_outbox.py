"""The page on a developer's machine that shows every sent mail."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from email.message import Message
from http.client import HTTPConnection
from xml.etree import ElementTree as ET

import pytest

from infra.local.mail import SentMail
from infra.local.outbox import Outbox, PortInUseError

HTML = (
    "<html><head><style>@media (prefers-color-scheme: dark) { p { color: #fff } }</style></head>"
    '<body><div class="page reminder-2"><img src="https://pictures.example/mug.svg">'
    "<script>alert(1)</script></div></body></html>"
)


def mail(message_id: str = "1@mail.example", sent_at: float = 100.0, **tags: str) -> SentMail:
    return SentMail(
        message_id=message_id,
        sent_at=sent_at,
        sender="Fern <hello@shop.example>",
        to=("nora@shopper.example",),
        subject="Your cart 🌿",
        text="Hi",
        html=HTML,
        headers={"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
        tags=tags,
        configuration_set="rebasket-dev",
    )


class Reading:
    """A log of sent mail that a test can add to or break."""

    def __init__(self) -> None:
        self.mails: list[SentMail] = []
        self.problem: Exception | None = None

    def __call__(self) -> list[SentMail]:
        if self.problem:
            raise self.problem
        return self.mails


@pytest.fixture
def sent() -> Reading:
    return Reading()


@pytest.fixture
def outbox(sent: Reading) -> Iterator[Outbox]:
    with Outbox(sent, port=0) as started:
        yield started


def get(outbox: Outbox, path: str) -> tuple[int, Message, bytes]:
    try:
        with urllib.request.urlopen(outbox.url + path) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, answer.headers, answer.read()


def listed(outbox: Outbox) -> list[dict[str, object]]:
    messages = json.loads(get(outbox, "messages.json")[2])["messages"]
    assert isinstance(messages, list)
    return messages


def test_every_sent_mail_is_listed_newest_first(outbox: Outbox, sent: Reading) -> None:
    sent.mails = [mail("old@m", 1.5), mail("new@m", 3.0), mail("middle@m", 2.0)]
    assert [one["message_id"] for one in listed(outbox)] == ["new@m", "middle@m", "old@m"]


def test_mail_that_is_sent_later_shows_up(outbox: Outbox, sent: Reading) -> None:
    assert listed(outbox) == []
    sent.mails = [mail()]
    assert len(listed(outbox)) == 1


def test_a_mail_is_listed_whole(outbox: Outbox, sent: Reading) -> None:
    sent.mails = [mail(step="winback")]
    assert listed(outbox) == [
        {
            "message_id": "1@mail.example",
            "sent_at": 100.0,
            "sender": "Fern <hello@shop.example>",
            "to": ["nora@shopper.example"],
            "subject": "Your cart 🌿",
            "text": "Hi",
            "html": HTML,
            "headers": {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
            "tags": {"step": "winback"},
            "configuration_set": "rebasket-dev",
            "region": "us-east-1",
            "reply_to": None,
            "step": "reminder-2",
        }
    ]


def test_what_a_mail_is_stands_in_its_layout_or_else_in_its_tags(
    outbox: Outbox, sent: Reading
) -> None:
    foreign = replace(mail(step="winback"), html="<p>Hi</p>")
    sent.mails = [mail(step="2"), foreign]
    assert [each["step"] for each in listed(outbox)] == ["reminder-2", "winback"]


def test_mail_that_cannot_be_read_is_said_so(outbox: Outbox, sent: Reading) -> None:
    sent.problem = OSError("no such log")
    status, _, body = get(outbox, "messages.json")
    assert status == 503
    assert json.loads(body) == {"problem": "The sent mail cannot be read: no such log"}


@pytest.mark.parametrize(
    ("scheme", "rules"), [("dark", "@media all {"), ("light", "@media not all {")]
)
def test_a_mail_is_shown_in_light_and_in_dark(
    outbox: Outbox, sent: Reading, scheme: str, rules: str
) -> None:
    sent.mails = [mail("a/b@m")]
    status, _, body = get(outbox, f"messages/a%2Fb%40m.html?scheme={scheme}")
    assert status == 200
    assert rules in body.decode()


def test_a_mails_demo_pictures_come_from_the_outbox(outbox: Outbox, sent: Reading) -> None:
    sent.mails = [mail()]
    shown = get(outbox, "messages/1%40mail.example.html")[2].decode()
    assert 'src="/pictures/mug.svg"' in shown
    assert "pictures.example" not in shown


def test_a_mail_cannot_run_scripts_in_the_outbox(outbox: Outbox, sent: Reading) -> None:
    sent.mails = [mail()]
    policy = get(outbox, "messages/1%40mail.example.html")[1]["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-popups allow-popups-to-escape-sandbox;")
    assert "default-src 'none'" in policy
    assert "script" not in policy


@pytest.mark.parametrize("name", ["mug", "shirt", "lamp", "sneakers", "teapot", "headphones"])
def test_each_demo_product_has_a_drawing(outbox: Outbox, name: str) -> None:
    status, headers, body = get(outbox, f"pictures/{name}.svg")
    assert (status, headers["Content-Type"]) == (200, "image/svg+xml")
    assert ET.fromstring(body).tag == "{http://www.w3.org/2000/svg}svg"


@pytest.mark.parametrize(
    "path",
    ["/nothing", "/pictures/none.svg", "/pictures/../index.svg", "/pictures/%2e%2e/outbox.js",
     "/messages/none.html", "/../outbox.py", "//evil.example/", "/messages/"],
)  # fmt: skip
def test_there_is_nothing_else(outbox: Outbox, path: str) -> None:
    host = outbox.url.removeprefix("http://").rstrip("/")
    connection = HTTPConnection(host)
    connection.request("GET", path)
    assert connection.getresponse().status == 404
    connection.close()


def test_the_page_loads_nothing_from_elsewhere(outbox: Outbox) -> None:
    status, headers, body = get(outbox, "")
    assert status == 200
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert b'src="/outbox.js"' in body
    assert get(outbox, "outbox.js")[0] == 200


def test_a_port_in_use_is_one_clear_line(outbox: Outbox, sent: Reading) -> None:
    port = int(outbox.url.rstrip("/").rpartition(":")[2])
    with pytest.raises(PortInUseError, match=f"127.0.0.1:{port}.*choose another port") as refused:
        Outbox(sent, port=port).start()
    assert "\n" not in str(refused.value)


def test_stopping_frees_the_port_and_may_be_done_twice(sent: Reading) -> None:
    first = Outbox(sent, port=0)
    first.start()
    port = int(first.url.rstrip("/").rpartition(":")[2])
    first.stop()
    first.stop()
    with Outbox(sent, port=port) as second:
        assert listed(second) == []


def test_only_this_machine_is_served(outbox: Outbox) -> None:
    assert outbox.url.startswith("http://127.0.0.1:")
