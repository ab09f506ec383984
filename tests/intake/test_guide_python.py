"""The Python example for those who write their own shop runs as printed."""

import email.message
import io
import json
import urllib.error
import urllib.request
from typing import Any

import pytest

from chalicelib.carts.model import Status
from chalicelib.errors import SenderError
from tests.fakes.world import API, World
from tests.intake import generic_shop
from tests.intake.guide import example

URL = "https://api.example/live/webhooks/tea"


def answer(world: World, request: urllib.request.Request) -> io.BytesIO:
    """Answer as the API would."""
    headers = {name.lower(): value for name, value in request.header_items()}
    assert request.full_url == URL
    assert isinstance(request.data, bytes)
    try:
        receipt = world.intake.receive("tea", headers, request.data, API)
    except SenderError as error:
        body = io.BytesIO(str(error).encode())
        none = email.message.Message()
        raise urllib.error.HTTPError(URL, error.status, "", none, body) from None
    return io.BytesIO(json.dumps({"event": receipt.event, "result": receipt.result}).encode())


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """A world whose clock is the example's own, and that takes its requests."""
    made = generic_shop.world()

    def seconds() -> float:
        return made.clock.now.timestamp()

    monkeypatch.setattr("time.time", seconds)
    monkeypatch.setattr("time.sleep", lambda seconds: made.clock.forward(seconds=seconds))
    monkeypatch.setattr("urllib.request.urlopen", lambda request, **_: answer(made, request))
    monkeypatch.setenv("REBASKET_URL", URL)
    monkeypatch.setenv("REBASKET_SECRET", generic_shop.SECRET)
    return made


def python_example() -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(example("python"), "docs/generic-webhooks.md", "exec"), names)
    return names


def test_the_python_example_runs_as_printed(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    python_example()
    assert capsys.readouterr().out.splitlines() == [
        "{'event': 'CartChanged', 'result': 'timer set'}",
        "{'event': 'OrderPlaced', 'result': 'stored'}",
    ]
    cart = world.cart("basket-7")
    assert (cart.status, cart.contact.email, cart.orders) == (
        Status.ORDERED,
        "ann@example.com",
        ("1001",),
    )
    assert cart.restore_url == "https://teashop.example/basket/7"


def test_the_python_example_says_what_was_refused(world: World) -> None:
    send = python_example()["send"]
    with pytest.raises(RuntimeError, match=r"400: .* at `\$\.data\.total`"):
        send("order.placed", {"order": 1, "total": "much"})


def test_the_python_example_sends_again_what_was_not_stored(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = python_example()["send"]
    seen: list[str] = []

    def at_the_third(request: urllib.request.Request, **_: Any) -> io.BytesIO:
        seen.append(request.headers["Webhook-id"])
        if len(seen) == 1:
            raise OSError("no route")
        if len(seen) == 2:
            raise urllib.error.HTTPError(URL, 503, "", email.message.Message(), io.BytesIO())
        return answer(world, request)

    monkeypatch.setattr("urllib.request.urlopen", at_the_third)
    assert send("cart.updated", {"cart": 9})["result"] == "stored"
    assert (len(seen), len(set(seen))) == (3, 1)
