"""DynamoDB's units, by the examples and rules of its own documentation."""

from collections.abc import Mapping
from typing import Any

import pytest

from bench.capacity import Capacity
from bench.units import Item, item_bytes, read_units, value_bytes, write_units


@pytest.mark.parametrize(
    ("size", "units"), [(0, 1), (1, 1), (3500, 1), (4096, 1), (4097, 2), (8192, 2), (10_000, 3)]
)
def test_a_consistent_read_is_one_for_each_4_kb(size: int, units: float) -> None:
    assert read_units(size) == units
    assert read_units(size, consistent=False) == units / 2


@pytest.mark.parametrize(
    ("before", "after", "units"),
    [(0, 0, 1), (0, 512, 1), (0, 1024, 1), (0, 1025, 2), (3000, 10, 3), (10, 3000, 3)],
)
def test_a_write_is_one_for_each_kb_of_the_larger(before: int, after: int, units: float) -> None:
    assert write_units(before, after) == units
    assert write_units(before, after, transactional=True) == units * 2


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ({"S": ""}, 0),
        ({"S": "tea"}, 3),
        ({"S": "茶"}, 3),
        ({"N": "0"}, 1),
        ({"N": "7"}, 2),
        ({"N": "-12"}, 2),
        ({"N": "1900000000"}, 2),
        ({"N": "1763812345"}, 6),
        ({"N": "0.0125"}, 3),
        ({"B": b"1234"}, 4),
        ({"BOOL": True}, 1),
        ({"NULL": True}, 1),
        ({"SS": ["ab", "cde"]}, 5),
        ({"NS": ["1", "22"]}, 4),
        ({"L": [{"S": "ab"}, {"N": "1"}]}, 3 + 1 + 2 + 1 + 2),
        ({"M": {"k": {"S": "ab"}}}, 3 + 1 + 1 + 2),
    ],
)
def test_a_value_has_the_size_that_dynamodb_counts(value: Mapping[str, Any], size: int) -> None:
    assert value_bytes(value) == size


def test_names_count_too() -> None:
    assert item_bytes({"pk": {"S": "CART#1"}, "version": {"N": "3"}}) == 2 + 6 + 7 + 2
    assert item_bytes(None) == 0


KEY = {"pk": {"S": "a"}, "sk": {"S": "b"}}
OTHER = {"pk": {"S": "c"}, "sk": {"S": "d"}}


class Table:
    """Two kinds of items by the first key: ``a`` of a given size, all others absent."""

    def __init__(self, size: int) -> None:
        self.size = size

    def __call__(self, _table: str, key: Mapping[str, Any]) -> Item | None:
        is_there = key["pk"]["S"] == "a" and self.size
        return {"x": {"S": "x" * (self.size - 1)}} if is_there else None


@pytest.mark.parametrize(
    ("operation", "params", "units"),
    [
        ("GetItem", {"TableName": "t", "Key": KEY, "ConsistentRead": True}, (2, 0)),
        ("GetItem", {"TableName": "t", "Key": KEY}, (1, 0)),
        ("GetItem", {"TableName": "t", "Key": OTHER, "ConsistentRead": True}, (1, 0)),
        (
            "BatchGetItem",
            {"RequestItems": {"t": {"Keys": [KEY, OTHER], "ConsistentRead": True}}},
            (3, 0),
        ),
        ("UpdateItem", {"TableName": "t", "Key": KEY}, (0, 5)),
        ("PutItem", {"TableName": "t", "Item": OTHER | {"n": {"N": "1"}}}, (0, 1)),
        ("DeleteItem", {"TableName": "t", "Key": KEY}, (0, 5)),
        (
            "TransactWriteItems",
            {
                "TransactItems": [
                    {"Update": {"TableName": "t", "Key": KEY}},
                    {"ConditionCheck": {"TableName": "t", "Key": OTHER}},
                ]
            },
            (0, 12),
        ),
    ],
)
def test_a_call_costs_what_its_items_do(
    operation: str, params: Mapping[str, Any], units: tuple[float, float]
) -> None:
    assert Capacity(operation, params, Table(5000)).units() == units


def test_what_a_write_makes_larger_counts_as_it_is_afterwards() -> None:
    table = Table(0)
    capacity = Capacity("UpdateItem", {"TableName": "t", "Key": KEY}, table)
    table.size = 2000
    assert capacity.units() == (0, 2)


def test_an_operation_that_cannot_be_counted_is_not_counted_as_nothing() -> None:
    with pytest.raises(ValueError, match="Scan"):
        Capacity("Scan", {"TableName": "t"}, Table(0))
