"""The webhooks' route, through the real app: one answer for every kind of sender's mistake."""

import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from chalicelib.intake.service import BODY_MAX_BYTES
from chalicelib.shops.model import Platform
from tests.fakes.edges import Clock
from tests.fakes.world import checkout, order
from tests.http import requests
from tests.http.stage import HOST, Stage

NOW = Clock(datetime.now(UTC))
RAW = json.dumps(checkout(NOW)).encode()
SIGNED = requests.signed("checkouts/create", RAW, HOST)


def test_a_new_cart_is_stored_and_has_a_timer(stage: Stage) -> None:
    answer = stage.post("checkouts/create", checkout(NOW))
    assert answer.json == {"event": "CartChanged", "result": "timer set"}
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-store")
    assert answer.headers["content-type"] == "application/json"
    cart = stage.cart("c-1")
    assert cart is not None
    assert cart.timer is not None
    assert stage.timers() == [f"{cart.id}-1-{int(cart.timer.due_at.timestamp())}"]


def test_what_is_known_costs_no_write_and_an_order_is_stored(stage: Stage) -> None:
    stage.post("checkouts/create", checkout(NOW))
    assert stage.post("checkouts/update", checkout(NOW)).json["result"] == "unchanged"
    assert stage.post("orders/create", order(NOW)).json == {
        "event": "OrderPlaced",
        "result": "stored",
    }
    cart = stage.cart("c-1")
    assert cart is not None
    assert cart.orders == ("5001",)


def test_a_topic_that_is_not_used_is_taken_and_told_so(stage: Stage) -> None:
    answer = stage.post("shop/update", {"id": 1})
    assert answer.status == 200
    assert answer.json == {
        "event": "Ignored",
        "result": "ignored",
        "why": "topic shop/update is not used",
    }


@pytest.mark.parametrize(
    "headers",
    [
        {},
        SIGNED | {"X-Shopify-Hmac-SHA256": ""},
        SIGNED | {"X-Shopify-Hmac-SHA256": "wronghash"},
        requests.signed("checkouts/create", RAW, HOST, secret="guessed"),
        requests.signed("checkouts/create", RAW + b" ", HOST),
        requests.signed("checkouts/create", RAW, "coffeeshop.example"),
        SIGNED | {"X-Shopify-Shop-Domain": ""},
    ],
)
def test_who_did_not_sign_for_this_shop_gets_401_and_leaves_nothing(
    stage: Stage, headers: dict[str, str]
) -> None:
    before = stage.items()
    answer = stage.call(requests.webhook(RAW, headers))
    assert answer.status == 401
    assert list(answer.json) == ["error"]
    assert (stage.items(), stage.timers()) == (before, [])


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"total_price": "much"}, "not a decimal amount - at `$.total_price`"),
        ({"updated_at": "noon"}, "not an ISO 8601 time - at `$.updated_at`"),
        (
            {"line_items": [{"title": "Cup"}, {"quantity": 1.5}]},
            "not a whole number of at most 1000000 pieces - at `$.line_items[1].quantity`",
        ),
        ({"cart_token": "x" * 513}, "longer than any platform's token - at `$.cart_token`"),
    ],
)
def test_a_malformed_body_gets_400_with_the_path(
    stage: Stage, changes: dict[str, Any], error: str
) -> None:
    answer = stage.post("checkouts/create", checkout(NOW, **changes))
    assert (answer.status, answer.json) == (400, {"error": error})


def test_no_body_is_malformed_and_not_an_error_of_ours(stage: Stage) -> None:
    event = requests.webhook(b"", requests.signed("checkouts/create", b"", HOST))
    for body in ("", None):
        answer = stage.call(event | {"body": body})
        assert answer.status == 400
        assert "at `$`" in answer.json["error"]


@pytest.mark.parametrize(
    "name", ["nobody", "TEA", "t.a", "tea%20", "..%2Ftea", "x" * 500, "{shop}"]
)
def test_a_shop_that_nobody_registered_gets_404(stage: Stage, name: str) -> None:
    answer = stage.call(requests.webhook(RAW, SIGNED, shop=name))
    assert answer.status == 404
    assert len(answer.body) < 200


def test_a_body_over_the_limit_gets_413_before_anything_is_asked(stage: Stage) -> None:
    raw = b" " * (BODY_MAX_BYTES + 1)
    answer = stage.call(requests.webhook(raw, requests.signed("carts/update", raw, HOST)))
    assert (answer.status, stage.calls) == (413, [])


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json", 200),
        ("application/json; charset=utf-8", 200),
        ("APPLICATION/JSON", 200),
        ("text/plain", 200),
        ("application/x-www-form-urlencoded", 200),
        (None, 200),
        ("application/pdf", 415),
    ],
)
def test_a_careless_content_type_loses_no_webhook(
    stage: Stage, content_type: str | None, status: int
) -> None:
    answer = stage.call(requests.webhook(RAW, SIGNED, content_type=content_type))
    assert answer.status == status


@pytest.mark.parametrize("charset", ["", "; charset=UTF-8"])
def test_woocommerces_ping_is_answered_with_exactly_200(stage: Stage, charset: str) -> None:
    known = stage.wiring.shops.get("tea").shop
    cups = msgspec.structs.replace(known, id="cups", platform=Platform.WOOCOMMERCE)
    stage.wiring.shops.register(cups)
    before = stage.items()
    form = f"application/x-www-form-urlencoded{charset}"
    answer = stage.call(requests.webhook(b"webhook_id=7", {}, shop="cups", content_type=form))
    assert (answer.status, answer.json["result"]) == (200, "ignored")
    assert stage.items() == before


def test_a_body_in_base64_is_signed_over_its_bytes(stage: Stage) -> None:
    event = requests.webhook(RAW, SIGNED, content_type="application/octet-stream", is_base64=True)
    assert stage.call(event).json["result"] == "timer set"
    broken = stage.call(event | {"body": "a"})
    assert broken.status == 400


def test_half_a_letter_in_the_event_itself_is_malformed(stage: Stage) -> None:
    answer = stage.call(requests.webhook(RAW, SIGNED) | {"body": "\ud800"})
    assert (answer.status, answer.json) == (400, {"error": "not UTF-8 - at `$`"})


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_another_method_is_not_allowed(stage: Stage, method: str) -> None:
    answer = stage.call(requests.request(method, "/webhooks/{shop}", {"shop": "tea"}))
    assert (answer.status, answer.headers["allow"]) == (405, "POST, GET")
