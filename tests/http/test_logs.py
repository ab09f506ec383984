"""Nothing of a shopper's is logged: not by what works, not by what fails, not by a bug."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.links.tokens import Purpose
from chalicelib.observability import logger
from tests.fakes.world import checkout, order
from tests.http import links, requests
from tests.http.stage import HOST, UNREACHED, Stage, answered

# Each stands in a body, a header or a URL of the requests below.
OF_THE_SHOPPERS = [
    "ann@example.com",
    "Annabel",
    "+44 20 7946",
    "Assam",
    "s3cret",
    "recover",
    "checkout-c-1",
    "c-1",
]


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """Every line from any logger, with all that is attached to it."""
    lines: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            error = logging.Formatter().format(record) if record.exc_info else ""
            lines.append(f"{record.getMessage()} {record.__dict__} {error}")

    logger()  # made first: Powertools keeps its records from the root handlers that it finds
    keeper = Keeper()
    logging.getLogger().addHandler(keeper)
    yield lines
    logging.getLogger().removeHandler(keeper)


def telling(**changes: Any) -> dict[str, Any]:
    customer = {"first_name": "Annabel", "phone": "+44 20 7946 0000", "id": 17}
    return checkout(links.NOW, customer=customer) | changes


def test_webhooks(stage: Stage, logged: list[str]) -> None:
    stage.post("checkouts/create", telling())
    stage.post("orders/create", order(links.NOW))
    stage.post("checkouts/update", telling(total_price="Annabel pays ann@example.com"))
    raw = json.dumps(telling()).encode()
    stage.call(requests.webhook(raw, requests.signed("checkouts/create", raw, HOST, "guessed")))
    stage.call(requests.webhook(raw[:-9], requests.signed("checkouts/create", raw[:-9], HOST)))
    for failure in (answered("Throttled"), UNREACHED, ValueError("of ann@example.com")):
        stage.failing["BatchGetItem"] = failure
        stage.post("checkouts/update", telling())
    assert len([line for line in logged if line.startswith("webhook")]) == 8
    assert_opaque(logged)


def test_links(stage: Stage, logged: list[str]) -> None:
    cart = links.abandoned(stage)
    click, leave, choose = (links.token(cart, purpose) for purpose in Purpose)
    stage.follow("GET", "c", click)
    stage.follow("POST", "u", leave, headers={"Content-Type": links.FORM})
    stage.follow("POST", "p", choose, headers={"Content-Type": links.FORM}, body="do=stop")
    for purpose, kind in ((Purpose.CLICK, "c"), (Purpose.UNSUBSCRIBE, "u")):
        for token, _, _ in links.wrong_tokens(cart, purpose).values():
            stage.follow("GET", kind, token)
    for failure in (UNREACHED, ValueError(f"of ann@example.com, {click}")):
        stage.failing["GetItem"] = failure
        stage.follow("GET", "c", click)
    assert len([line for line in logged if line.startswith("link failed")]) == 2
    assert_opaque(logged, click, leave, choose, cart.shoppers[0])


def assert_opaque(lines: list[str], *tokens: str) -> None:
    found = [word for word in (*OF_THE_SHOPPERS, *tokens) if any(word in line for line in lines)]
    assert found == []
