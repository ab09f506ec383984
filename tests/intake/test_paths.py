"""What cannot be read is told with its path, down to the number of the line."""

import json
from typing import Any

import pytest

from chalicelib.errors import MalformedBody
from tests.intake.bodies import changed, decoded, document


def refused(body: bytes, topic: str = "checkouts/update") -> MalformedBody:
    with pytest.raises(MalformedBody) as error:
        decoded(topic, body)
    return error.value


@pytest.mark.parametrize(
    ("line", "path"),
    [
        (None, ""),
        ([], ""),
        ({"quantity": 2.5}, ".quantity"),
        ({"quantity": "two"}, ".quantity"),
        ({"quantity": True}, ".quantity"),
        ({"quantity": 10**30}, ".quantity"),
        ({"quantity": 1_000_001}, ".quantity"),
        ({"price": "1,50"}, ".price"),
        ({"price": "NaN"}, ".price"),
        ({"price": "-Infinity"}, ".price"),
        ({"price": 10**400}, ".price"),
        ({"price": "0." + "1" * 100_000}, ".price"),
        ({"line_price": {}}, ".line_price"),
        ({"line_price": "1e999"}, ".line_price"),
        ({"title": ["Tea"]}, ".title"),
        ({"variant_id": 1.5}, ".variant_id"),
        ({"variant_id": 2.0**60}, ".variant_id"),
        ({"variant_id": "x" * 513}, ".variant_id"),
        ({"line_price_set": "1"}, ".line_price_set"),
    ],
)
def test_the_path_names_the_very_line(line: Any, path: str) -> None:
    with pytest.raises(MalformedBody) as error:
        changed("checkouts_create", line_items=[{"title": "Cup"}, line])
    assert error.value.path == f"$.line_items[1]{path}"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("line_items", {"0": {}}),
        ("line_items", "none"),
        ("email", 5),
        ("shipping_address", ""),
        ("customer", 17),
        ("token", True),
        ("cart_token", "x" * 513),
        ("currency", "€"),
        ("presentment_currency", "example string"),
        ("total_price", "example string"),
        ("updated_at", "yesterday"),
        ("updated_at", 1_700_000_000),
        ("updated_at", "2026-02-30T00:00:00Z"),
        ("completed_at", "0000-00-00 00:00:00"),
    ],
)
def test_the_path_names_the_field(field: str, value: Any) -> None:
    body = document("checkouts_create") | {field: value}
    if field == "currency":
        del body["presentment_currency"]
    assert refused(json.dumps(body).encode()).path == f"$.{field}"


def test_a_time_before_all_times_is_malformed() -> None:
    body = document("carts_create") | {"updated_at": "0001-01-01T00:00:00+14:00"}
    assert refused(json.dumps(body).encode(), "carts/update").path == "$.updated_at"
