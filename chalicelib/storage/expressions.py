"""Writes and items in DynamoDB's own notation. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.storage.conditions import if_as_read, if_version
from chalicelib.storage.keys import Key
from chalicelib.storage.port import (
    Check,
    Count,
    Item,
    Join,
    Leave,
    Put,
    Remove,
    Replace,
    Write,
)


def dynamo_key(key: Key) -> dict[str, Any]:
    """Return a key in DynamoDB's notation."""
    return {"pk": {"S": key.pk}, "sk": {"S": key.sk}}


def item_of(raw: Mapping[str, Any]) -> Item:
    """Read an item from DynamoDB's notation."""
    return Item(
        key=Key(raw["pk"]["S"], raw["sk"]["S"]),
        document=raw.get("document", {"S": ""})["S"].encode(),
        version=int(raw.get("version", {"N": "0"})["N"]),
        expires_at=int(raw["expires_at"]["N"]) if "expires_at" in raw else None,
        members=frozenset(raw.get("members", {"SS": ()})["SS"]),
    )


def transacted(table: str, write: Write) -> Any:
    """Return a write as one part of ``TransactWriteItems``."""
    if isinstance(write, Check):
        return {
            "ConditionCheck": {
                "TableName": table,
                "Key": dynamo_key(write.key),
                **if_version(write),
            }
        }
    if isinstance(write, Remove):
        return {"Delete": {"TableName": table, "Key": dynamo_key(write.key), **if_as_read(write)}}
    if isinstance(write, Count):
        return {"Update": count(table, write)}
    if isinstance(write, Leave):
        return {"Update": leave(table, write)}
    if isinstance(write, Replace):
        return {"Update": replacement(table, write)}
    return {"Update": update(table, write)}


def leave(table: str, write: Leave) -> dict[str, Any]:
    """Return a leaving of a set as the arguments of ``UpdateItem``."""
    return {
        "TableName": table,
        "Key": dynamo_key(write.key),
        "UpdateExpression": "DELETE members :members",
        "ConditionExpression": "attribute_exists(pk)",
        "ExpressionAttributeValues": {":members": {"SS": sorted(write.members)}},
    }


def count(table: str, write: Count) -> dict[str, Any]:
    """Return a counting as the arguments of ``UpdateItem``."""
    return {
        "TableName": table,
        "Key": dynamo_key(write.key),
        "UpdateExpression": "ADD version :amount",
        "ExpressionAttributeValues": {":amount": {"N": str(write.amount)}},
    }


def replacement(table: str, write: Replace) -> dict[str, Any]:
    """Return a replacement as the arguments of ``UpdateItem``."""
    condition = if_as_read(write)
    values = condition.pop("ExpressionAttributeValues", {}) | {
        ":document": {"S": write.document.decode()},
        ":expires_at": {"N": str(write.expires_at)},
        ":one": {"N": "1"},
    }
    return {
        "TableName": table,
        "Key": dynamo_key(write.key),
        "UpdateExpression": (
            "SET document = :document, expires_at = :expires_at "
            "REMOVE members, listed_in, listed_at ADD version :one"
        ),
        "ExpressionAttributeValues": values,
        **condition,
    }


def update(table: str, write: Put | Join) -> Any:
    """Return a write as the arguments of ``UpdateItem``."""
    sets: list[str] = []
    values: dict[str, Any] = {}
    if isinstance(write, Put):
        sets.append("document = :document")
        values[":document"] = {"S": write.document.decode()}
    if write.expires_at is not None:
        sets.append("expires_at = :expires_at")
        values[":expires_at"] = {"N": str(write.expires_at)}
    removes = _places(write, sets, values)
    adds = _adds(write, values)
    request: dict[str, Any] = {"TableName": table, "Key": dynamo_key(write.key)}
    if isinstance(write, Put) and write.if_version is not None:
        condition = if_version(write)
        values |= condition.pop("ExpressionAttributeValues", {})
        request |= condition
    parts = ("SET", sets), ("REMOVE", removes), ("ADD", adds)
    request["UpdateExpression"] = " ".join(f"{verb} {', '.join(p)}" for verb, p in parts if p)
    return request | {"ExpressionAttributeValues": values}


def _places(write: Put | Join, sets: list[str], values: dict[str, Any]) -> list[str]:
    if isinstance(write, Join):
        return []
    if write.place is None:
        return ["listed_in", "listed_at"]
    sets += ["listed_in = :list", "listed_at = :position"]
    values[":list"] = {"S": write.place.list}
    values[":position"] = {"S": write.place.position}
    return []


def _adds(write: Put | Join, values: dict[str, Any]) -> list[str]:
    adds = []
    if isinstance(write, Put):
        adds.append("version :one")
        values[":one"] = {"N": "1"}
    if write.members:
        adds.append("members :members")
        values[":members"] = {"SS": sorted(write.members)}
    return adds
