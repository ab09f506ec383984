"""Notifications over HTTPS: what is asked of push services, and what their answers mean."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import urllib3
from msgspec.structs import replace

from chalicelib.channels.model import BrowserPush
from chalicelib.channels.web_push.encryption import bytes_of
from chalicelib.channels.web_push.gateway import WebPushCarrier
from chalicelib.errors import AddressGone, NotSent, OutcomeUnknown, SendFailed, SendRefused
from infra.local.browser_keys import OwnBrowser
from tests.channels.web_push.browsers import AUTH, BROWSERS, browser
from tests.fakes.edges import Clock, MemorySecrets
from tests.fakes.world import SECRETS

CART = "a" * 20
PUSH = BrowserPush(
    shop="tea",
    answerable="mailto:hello@teashop.example",
    browser=browser(),
    title="You left something behind",
    body="Tea",
    url="https://api.example/c/t",
    tags={"shop": "tea", "cart": CART, "step": "1"},
)
KEYED = MemorySecrets(tea=replace(SECRETS, vapid_key=(7).to_bytes(32)))


class Service:
    """A push service on this machine, which answers as told."""

    def __init__(self) -> None:
        self.status = 201
        self.headers = {"Location": "https://fcm.googleapis.com/m/1"}
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                told = {name.lower(): value for name, value in self.headers.items()}
                service.asked.append((self.path, told, body))
                if service.status == 0:  # the connection ends without an answer
                    return
                self.send_response(service.status)
                for name, value in service.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def service() -> Iterator[Service]:
    made = Service()
    thread = threading.Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


def carrier(service: Service) -> WebPushCarrier:
    return WebPushCarrier(KEYED, Clock(), endpoint=service.url)


def test_a_notification_is_encrypted_replaced_by_newer_ones_and_kept_for_hours(
    service: Service,
) -> None:
    assert carrier(service).send(PUSH) == "https://fcm.googleapis.com/m/1"
    ((path, headers, body),) = service.asked
    assert path == "/fcm.googleapis.com/fcm/send/ann"
    asked = {name: headers[name] for name in ("host", "ttl", "urgency", "topic")}
    assert asked == {
        "host": "fcm.googleapis.com",
        "ttl": "14400",
        "urgency": "normal",
        "topic": CART,
    }
    assert headers["content-encoding"] == "aes128gcm"
    claims = json.loads(bytes_of(headers["authorization"].split(".")[1]))
    assert claims["aud"] == "https://fcm.googleapis.com"
    assert json.loads(OwnBrowser(BROWSERS, bytes_of(AUTH)).decrypt(body)) == {
        "title": "You left something behind",
        "body": "Tea",
        "url": "https://api.example/c/t",
        "tag": CART,
    }


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        (404, AddressGone),
        (410, AddressGone),
        (400, SendRefused),
        (413, SendRefused),
        (307, SendRefused),
        (401, NotSent),
        (403, NotSent),
        (429, NotSent),
        (503, NotSent),
        (500, OutcomeUnknown),
        (502, OutcomeUnknown),
        (0, OutcomeUnknown),
    ],
)
def test_what_a_push_service_answers(
    service: Service, status: int, meaning: type[SendFailed]
) -> None:
    service.status = status
    with pytest.raises(SendFailed) as failed:
        carrier(service).send(PUSH)
    assert type(failed.value) is meaning
    assert "ann" not in str(failed.value)
    assert len(service.asked) == 1


def test_a_read_timeout_leaves_it_open(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*_: object, **__: object) -> None:
        raise urllib3.exceptions.ReadTimeoutError(None, "/fcm/send/ann", "late")  # type: ignore[arg-type]

    monkeypatch.setattr(urllib3.HTTPConnectionPool, "urlopen", late)
    with pytest.raises(OutcomeUnknown, match=r"^fcm\.googleapis\.com: ReadTimeoutError$"):
        carrier(service).send(PUSH)


def test_a_service_that_is_not_reached_got_nothing(service: Service) -> None:
    service.server.server_close()
    with pytest.raises(NotSent, match="was not reached"):
        WebPushCarrier(KEYED, Clock(), endpoint="http://127.0.0.1:9").send(PUSH)


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://169.254.169.254/latest",
        "https://localhost/",
        "https://evil.example/fcm.googleapis.com",
        "https://fcm.googleapis.com.evil.example/",
        "https://evilnotify.windows.com/",
        "https://fcm.googleapis.com:8443/",
        "https://user@fcm.googleapis.com/",
        "http://fcm.googleapis.com/",
        "https://fcm.googleapis.com/\r\nX: y",
        "file:///etc/passwd",
        "",
    ],
)
def test_only_known_push_services_are_ever_looked_up(endpoint: str) -> None:
    looked_up: list[str] = []

    def resolve(host: str) -> list[str]:
        looked_up.append(host)
        return []

    made = WebPushCarrier(KEYED, Clock(), resolve=resolve)
    with pytest.raises(SendRefused):
        made.send(replace(PUSH, browser=browser(endpoint)))
    assert looked_up == []


@pytest.mark.parametrize(
    "host",
    [
        "fcm.googleapis.com",
        "updates.push.services.mozilla.com",
        "web.push.apple.com",
        "db5p.notify.windows.com",
    ],
)
def test_a_known_one_that_leads_into_our_network_is_not_called(host: str) -> None:
    made = WebPushCarrier(KEYED, Clock(), resolve=lambda _: ["127.0.0.1"])
    with pytest.raises(NotSent, match="is not at a public address"):
        made.send(replace(PUSH, browser=browser(f"https://{host}/x")))


def test_without_a_key_it_says_how_to_get_one(service: Service) -> None:
    made = WebPushCarrier(MemorySecrets(tea=SECRETS), Clock(), endpoint=service.url)
    with pytest.raises(NotSent, match="infra shop add"):
        made.send(PUSH)


def test_keys_that_are_none_are_refused_unsent(service: Service) -> None:
    with pytest.raises(SendRefused, match="no subscription"):
        carrier(service).send(replace(PUSH, browser=replace(browser(), auth="short")))
    assert service.asked == []


def test_the_local_clouds_address_may_have_a_path(service: Service) -> None:
    WebPushCarrier(KEYED, Clock(), endpoint=f"{service.url}/below").send(PUSH)
    assert [path for path, _, _ in service.asked] == ["/below/fcm.googleapis.com/fcm/send/ann"]
