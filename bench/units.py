"""DynamoDB's capacity units, from the sizes of items. Pure.

Emulators' ``ConsumedCapacity`` is not to be relied on, so units are computed by the rules of
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
"""

from collections.abc import Callable, Mapping
from typing import Any

READ_BYTES = 4096
WRITE_BYTES = 1024
TRANSACTION_FACTOR = 2  # a transaction prepares each item, then commits it

Item = Mapping[str, Mapping[str, Any]]
"""An item as the low-level API has it: ``{"pk": {"S": "…"}, "version": {"N": "1"}}``."""


def read_units(item_bytes: int, *, consistent: bool = True) -> float:
    """Return the units of reading one item; one that does not exist has 0 bytes and costs too."""
    whole = max(1, _blocks(item_bytes, READ_BYTES))
    return whole if consistent else whole / 2


def write_units(bytes_before: int, bytes_after: int, *, transactional: bool = False) -> float:
    """Return the units of writing, deleting or condition-checking one item.

    The larger of the item before and after counts; for a check, both are the same.
    """
    whole = max(1, _blocks(max(bytes_before, bytes_after), WRITE_BYTES))
    return whole * TRANSACTION_FACTOR if transactional else whole


def item_bytes(item: Item | None) -> int:
    """Return the size of an item: the bytes of its attributes' names and values."""
    return sum(len(name.encode()) + value_bytes(value) for name, value in (item or {}).items())


def value_bytes(value: Mapping[str, Any]) -> int:
    """Return the size of one attribute's value."""
    ((kind, content),) = value.items()
    return _BYTES[kind](content)


def _number_bytes(number: str) -> int:
    """One byte, and one for two significant digits; zeros at either end are trimmed."""
    mantissa = number.lower().partition("e")[0].lstrip("+-").replace(".", "")
    digits = len(mantissa.strip("0"))
    return 1 + _blocks(digits, 2)


def _text_bytes(text: str) -> int:
    return len(text.encode())


_BYTES: Mapping[str, Callable[[Any], int]] = {
    "S": _text_bytes,
    "N": _number_bytes,
    "B": len,
    "BOOL": lambda _: 1,
    "NULL": lambda _: 1,
    "SS": lambda members: sum(map(_text_bytes, members)),
    "NS": lambda members: sum(map(_number_bytes, members)),
    "BS": lambda members: sum(map(len, members)),
    "L": lambda members: 3 + sum(1 + value_bytes(member) for member in members),
    "M": lambda members: 3 + len(members) + item_bytes(members),
}


def _blocks(size: int, block: int) -> int:
    return -(-size // block)
