"""On what conditions a write is carried out, in DynamoDB's own notation. Pure."""

from __future__ import annotations

from typing import Any

from chalicelib.storage.port import ABSENT, Check, Put, Remove, Replace


def if_as_read(write: Remove | Replace) -> dict[str, Any]:
    """Hold version and set to what was read."""
    if write.if_version is None:
        return {}
    values: dict[str, Any] = {}
    version, members = "attribute_not_exists(version)", "attribute_not_exists(members)"
    if write.if_version != ABSENT:
        version, values[":read"] = "version = :read", {"N": str(write.if_version)}
    if write.if_members:
        members, values[":members"] = "members = :members", {"SS": sorted(write.if_members)}
    condition: dict[str, Any] = {"ConditionExpression": f"{version} AND {members}"}
    return condition | ({"ExpressionAttributeValues": values} if values else {})


def if_version(write: Put | Check) -> dict[str, Any]:
    """Hold the version to what was read."""
    if write.if_version == ABSENT:
        return {"ConditionExpression": "attribute_not_exists(version)"}
    return {
        "ConditionExpression": "version = :read",
        "ExpressionAttributeValues": {":read": {"N": str(write.if_version)}},
    }
