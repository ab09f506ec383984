"""JSON against a shape of botocore's service model: read by its types, refused where it differs."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from typing import Any

from botocore.model import Shape


class Mismatch(ValueError):
    """A value that is not what the model says; the message names the place."""


def read(value: Any, shape: Shape, place: str = "$") -> Any:
    """Return ``value`` by botocore's names and types; ``Mismatch`` when the model forbids it."""
    return _READERS.get(shape.type_name, _anything)(value, shape, place)


def _structure(value: Any, shape: Any, place: str) -> dict[str, Any]:
    _expect(isinstance(value, dict), place, "must be an object")
    by_wire_name = {m.serialization.get("name", n): (n, m) for n, m in shape.members.items()}
    found: dict[str, Any] = {}
    for name, member in value.items():
        _expect(name in by_wire_name, f"{place}.{name}", f"is no member of {shape.name}")
        ours, its_shape = by_wire_name[name]
        found[ours] = read(member, its_shape, f"{place}.{name}")
    for name in shape.required_members:
        _expect(name in found, f"{place}.{name}", "is required")
    return found


def _list(value: Any, shape: Any, place: str) -> list[Any]:
    _expect(isinstance(value, list), place, "must be a list")
    _bounded(len(value), shape.metadata, place, "items")
    return [read(one, shape.member, f"{place}[{n}]") for n, one in enumerate(value)]


def _map(value: Any, shape: Any, place: str) -> dict[str, Any]:
    _expect(isinstance(value, dict), place, "must be an object")
    _bounded(len(value), shape.metadata, place, "entries")
    return {
        read(key, shape.key, f"{place} key {key!r}"): read(one, shape.value, f"{place}.{key}")
        for key, one in value.items()
    }


def _string(value: Any, shape: Any, place: str) -> str:
    _expect(isinstance(value, str), place, "must be a string")
    rules: Mapping[str, Any] = shape.metadata
    allowed = rules.get("enum")
    _expect(not allowed or value in allowed, place, f"must be one of {allowed}")
    _bounded(len(value), rules, place, "characters")
    pattern = rules.get("pattern")
    _expect(not pattern or bool(re.fullmatch(pattern, value)), place, f"must match {pattern}")
    return str(value)


def _blob(value: Any, shape: Any, place: str) -> bytes:
    _expect(isinstance(value, str), place, "must be base64")
    try:
        raw = base64.b64decode(value, validate=True)
    except binascii.Error:
        raise Mismatch(f"{place} must be base64") from None
    _bounded(len(raw), shape.metadata, place, "bytes")
    return raw


def _integer(value: Any, shape: Any, place: str) -> int:
    _expect(type(value) is int, place, "must be a whole number")
    _bounded(value, shape.metadata, place, "")
    return int(value)


def _boolean(value: Any, _shape: Any, place: str) -> bool:
    _expect(type(value) is bool, place, "must be true or false")
    return bool(value)


def _anything(value: Any, _shape: Any, _place: str) -> Any:
    return value


_READERS: Mapping[str, Callable[[Any, Any, str], Any]] = {
    "structure": _structure,
    "list": _list,
    "map": _map,
    "string": _string,
    "blob": _blob,
    "integer": _integer,
    "long": _integer,
    "boolean": _boolean,
}


def _bounded(size: int, rules: Mapping[str, Any], place: str, of: str) -> None:
    least, most = rules.get("min"), rules.get("max")
    _expect(least is None or size >= least, place, f"must have at least {least} {of}")
    _expect(most is None or size <= most, place, f"must have at most {most} {of}")


def _expect(holds: bool, place: str, otherwise: str) -> None:
    if not holds:
        raise Mismatch(f"{place} {otherwise}")
