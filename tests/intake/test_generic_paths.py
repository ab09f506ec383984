"""What is wrong with an event of a shop's own is told with its path."""

from typing import Any

import pytest

from chalicelib.errors import MalformedBody
from tests.intake.generic_shop import meant


@pytest.mark.parametrize(
    ("kind", "data", "path"),
    [
        ("cart.updated", {}, "$.data.cart"),
        ("cart.updated", {"cart": ""}, "$.data.cart"),
        ("cart.updated", {"cart": "x" * 513}, "$.data.cart"),
        ("cart.deleted", {"cart": None}, "$.data.cart"),
        ("order.placed", {"cart": "7"}, "$.data.order"),
        ("order.cancelled", {"cart": "7"}, "$.data.order"),
        ("order.placed", {"order": 1, "total": "a lot"}, "$.data.total"),
        ("order.placed", {"order": 1, "total": 1, "currency": "coins"}, "$.data.currency"),
        ("cart.updated", {"cart": 7, "test": "no"}, "$.data.test"),
    ],
)
def test_the_path_names_what_is_wrong(kind: str, data: dict[str, Any], path: str) -> None:
    with pytest.raises(MalformedBody) as refused:
        meant(kind, **data)
    assert refused.value.path == path


@pytest.mark.parametrize(
    ("item", "path"),
    [
        ({}, ""),
        ({"title": None}, ".title"),
        ({"title": "Cup", "price": "cheap"}, ".price"),
        ({"title": "Cup", "quantity": 0.5}, ".quantity"),
        ({"title": "Cup", "id": []}, ".id"),
    ],
)
def test_the_path_names_the_very_item(item: Any, path: str) -> None:
    with pytest.raises(MalformedBody) as refused:
        meant("cart.updated", cart=7, items=[{"title": "Tea"}, item])
    assert refused.value.path == f"$.data.items[1]{path}"


def test_consent_is_never_guessed() -> None:
    with pytest.raises(MalformedBody) as refused:
        meant("cart.updated", cart=7, shopper={"accepts_email": "yes"})
    assert refused.value.path == "$.data.shopper.accepts_email"


@pytest.mark.parametrize("timestamp", [None, "", "noon", 1_700_000_000])
def test_the_time_is_needed(timestamp: Any) -> None:
    with pytest.raises(MalformedBody) as refused:
        meant("cart.updated", timestamp, cart="7")
    assert refused.value.path == "$.timestamp"
