"""Our own address comes from API Gateway, never from what a sender writes."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec.structs import replace

from tests.fakes.edges import Clock
from tests.fakes.world import checkout
from tests.http import requests
from tests.http.stage import HOST, Stage

RAW = json.dumps(checkout(Clock(datetime.now(UTC)))).encode()
SIGNED = requests.signed("checkouts/create", RAW, HOST)


def address(stage: Stage, headers: dict[str, str] | None = None, **changes: Any) -> str | None:
    """The address that links of a new cart would begin with."""
    answer = stage.call(requests.webhook(RAW, SIGNED | (headers or {}), **changes))
    assert answer.status == 200
    cart = stage.cart("c-1")
    assert cart is not None
    return cart.api_url


@pytest.mark.parametrize(
    ("domain", "base", "url"),
    [
        (requests.DOMAIN, "/api", requests.API),
        ("links.teashop.example", "", "https://links.teashop.example"),
        ("links.teashop.example", "/cart", "https://links.teashop.example/cart"),
        ("links.teashop.example", "/a/b", "https://links.teashop.example/a/b"),
        ("links.teashop.example", "/webhooks/tea", "https://links.teashop.example/webhooks/tea"),
    ],
)
def test_the_default_url_and_custom_domains(stage: Stage, domain: str, base: str, url: str) -> None:
    assert address(stage, domain=domain, base=base) == url


def test_a_slash_at_the_end_of_the_senders_url_changes_nothing(stage: Stage) -> None:
    event = requests.webhook(RAW, SIGNED)
    event["requestContext"]["path"] += "/"
    assert stage.call(event).status == 200
    cart = stage.cart("c-1")
    assert cart is not None
    assert cart.api_url == requests.API


def test_a_forged_host_changes_nothing(stage: Stage) -> None:
    forged = {
        "Host": "evil.example",
        "X-Forwarded-Host": "evil.example",
        "Forwarded": "host=evil.example",
        "X-Original-URL": "https://evil.example/",
    }
    assert address(stage, forged) == requests.API


def test_a_gateway_that_tells_no_domain_leaves_the_address_that_is_known(stage: Stage) -> None:
    later = Clock(datetime.now(UTC))
    event = requests.webhook(RAW, SIGNED)
    del event["requestContext"]["domainName"]
    assert stage.call(event).status == 200
    cart = stage.cart("c-1")
    assert cart is not None
    assert cart.api_url is None

    assert stage.post("checkouts/create", checkout(later)).status == 200
    later.forward(seconds=-1)
    raw = json.dumps(checkout(later, phone="+49 30 1234567")).encode()
    event |= {"body": raw.decode(), "headers": requests.signed("checkouts/update", raw, HOST)}
    assert stage.call(event).json["result"] == "stored"
    cart = stage.cart("c-1")
    assert cart is not None
    assert cart.api_url == requests.API


def test_a_public_url_that_the_operator_names_comes_first(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = replace(stage.app.settings, public_url="https://go.teashop.example")
    monkeypatch.setattr(stage.app, "settings", named)
    assert address(stage) == "https://go.teashop.example"
