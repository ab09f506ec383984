"""Whoever reads a forwarded message and follows all its links: learns and does nothing."""

from typing import Any

import pytest

from chalicelib.links.tokens import Purpose
from chalicelib.shops.policy import Channel
from tests.http import links
from tests.http.requests import Answer
from tests.http.stage import Stage

OF_THE_SHOPPER = [
    *("ann@example.com", "Annabel", "Archer", "+44 20 7946", "12 Tea Lane", "s3cret"),
    *("checkout-c-1", "recover", "4477"),
]
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15"
SCANNERS = [
    {"User-Agent": "Mozilla/5.0 (compatible; MailScanner/1.0)"},
    {"User-Agent": SAFARI, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"},
    {"User-Agent": "python-requests/2.34"},
    {},
]


def told(**changes: Any) -> dict[str, Any]:
    """A checkout that tells much of its shopper."""
    address = {"first_name": "Annabel", "last_name": "Archer", "address1": "12 Tea Lane"}
    return {
        "customer": {"first_name": "Annabel", "last_name": "Archer", "id": 4477},
        "phone": "+44 20 7946 0000",
        "shipping_address": address,
        "billing_address": address,
    } | changes


def everything_behind(stage: Stage, headers: dict[str, str], **changes: Any) -> list[Answer]:
    """Follow every link of a message about a cart by GET."""
    cart = links.abandoned(stage, **told(**changes))
    return [
        stage.follow("GET", purpose, links.token(cart, purpose), headers=headers)
        for purpose in Purpose
    ]


@pytest.mark.parametrize("lines", [{}, {"line_items": [{"title": "Assam", "quantity": 2}]}])
def test_a_forwarded_message_shows_its_reader_nothing_of_the_shopper(
    stage: Stage, lines: dict[str, Any]
) -> None:
    pressed = {"Sec-Fetch-User": "?1", "User-Agent": SAFARI}
    for answer in everything_behind(stage, pressed, **lines):
        whole = f"{answer.headers}{answer.body}"
        assert [word for word in OF_THE_SHOPPER if word in whole] == []


def test_a_forwarded_message_gives_its_reader_no_session(stage: Stage) -> None:
    for answer in everything_behind(stage, {"Sec-Fetch-User": "?1"}):
        assert "set-cookie" not in answer.headers
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("headers", SCANNERS)
def test_a_scanner_that_gets_every_link_neither_unsubscribes_nor_counts_as_a_click(
    stage: Stage, headers: dict[str, str]
) -> None:
    for answer in everything_behind(stage, headers):
        assert answer.status in {200, 302}
    cart = stage.cart("c-1")
    assert cart is not None
    assert stage.wiring.shoppers.shopper("tea", cart.shoppers).refused(Channel.EMAIL) is None
    assert [entry.what for entry in cart.timeline][2:] == ["link fetched by a machine"]
