"""A shop's policy, as its operator writes it: read, checked, and told again."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from chalicelib.errors import SetupError
from chalicelib.shops.policy import Policy


def read_policy(file: Path) -> Policy:
    """Read a policy from a JSON file; ``SetupError`` names the path of what is wrong.

    What has no meaning is an error: a country that was allowed by a misspelt name would not be.
    """
    try:
        told = msgspec.json.decode(file.read_bytes())
        policy = msgspec.convert(told, type=Policy)
    except (OSError, msgspec.DecodeError, msgspec.ValidationError) as error:
        raise SetupError(f"{file} is no policy: {error}") from None
    for wrong in (*_unknown(told, policy, "$"), *_senseless(policy)):
        raise SetupError(f"{file} is no policy: {wrong}")
    return policy


def policy_lines(policy: Policy) -> list[str]:
    """Return what is not as for a new shop, a line for each part."""
    told = msgspec.to_builtins(policy)
    return [f"policy {name}: {_plain(value)}" for name, value in told.items()]


def _plain(value: object) -> str:
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(sorted(value))
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _unknown(told: object, read: object, path: str) -> Iterator[str]:
    """Yield the paths of fields that a policy does not have."""
    if isinstance(told, dict) and isinstance(read, msgspec.Struct):
        for name, value in told.items():
            if name not in read.__struct_fields__:
                yield f"there is no such field - at `{path}.{name}`"
            else:
                yield from _unknown(value, getattr(read, name), f"{path}.{name}")
    elif isinstance(told, list) and isinstance(read, tuple):
        for number, (value, part) in enumerate(zip(told, read, strict=True)):
            yield from _unknown(value, part, f"{path}[{number}]")


def _senseless(policy: Policy) -> Iterator[str]:
    """Yield what is well written and cannot be meant."""
    for number, hours in enumerate(policy.hours):
        if hours.opens >= hours.closes:
            yield f"`opens` must come before `closes` - at `$.hours[{number}]`"
    for country, regions in policy.pins.items():
        if not regions:
            yield f"a pinned country needs a region - at `$.pins.{country}`"
