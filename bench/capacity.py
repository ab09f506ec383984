"""What one DynamoDB call reads and writes, by the items it touches."""

from collections.abc import Callable, Mapping
from typing import Any

from bench.units import Item, item_bytes, read_units, write_units

Peek = Callable[[str, Mapping[str, Any]], Item | None]
"""Looks an item up by table and key, uncounted."""


class Capacity:
    """The units of one call. Make it before the call; ask for the units after it."""

    def __init__(self, operation: str, params: Mapping[str, Any], peek: Peek) -> None:
        self._operation = operation
        self._params = params
        self._peek = peek
        self._written = _written(operation, params)
        self._before = self._sizes()

    def units(self) -> tuple[float, float]:
        """Return read units and write units, now that the call was answered."""
        read = sum(self._read_units(*each) for each in _read(self._operation, self._params))
        transactional = self._operation == "TransactWriteItems"
        sizes = zip(self._before, self._sizes(), strict=True)
        write = sum(write_units(b, a, transactional=transactional) for b, a in sizes)
        return read, write

    def _sizes(self) -> list[int]:
        return [item_bytes(self._peek(table, key)) for table, key in self._written]

    def _read_units(self, table: str, key: Mapping[str, Any], consistent: bool) -> float:
        return read_units(item_bytes(self._peek(table, key)), consistent=consistent)


def _read(operation: str, params: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any], bool]]:
    """Return table, key and consistency of every item that a call reads."""
    if operation == "GetItem":
        return [(params["TableName"], params["Key"], params.get("ConsistentRead", False))]
    if operation == "BatchGetItem":
        return [
            (table, key, asked.get("ConsistentRead", False))
            for table, asked in params["RequestItems"].items()
            for key in asked["Keys"]
        ]
    return []


def _written(operation: str, params: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """Return table and key of every item that a call writes or checks.

    Raises ``ValueError`` for an operation whose counting nobody has taught us yet.
    """
    if operation in ("GetItem", "BatchGetItem"):
        return []
    if operation in ("UpdateItem", "DeleteItem"):
        return [(params["TableName"], params["Key"])]
    if operation == "PutItem":
        return [(params["TableName"], _key(params["Item"]))]
    if operation == "TransactWriteItems":
        writes = [write for each in params["TransactItems"] for write in each.values()]
        return [(w["TableName"], w["Key"] if "Key" in w else _key(w["Item"])) for w in writes]
    raise ValueError(f"bench/capacity.py does not know how {operation} is counted")


def _key(item: Item) -> Item:
    return {name: item[name] for name in ("pk", "sk")}
