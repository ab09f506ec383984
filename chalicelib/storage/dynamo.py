"""The table on DynamoDB: the port's contract in one call a method.

A single write goes as ``UpdateItem`` (half the price of a transaction), several go as one
``TransactWriteItems``. Documents are written by ``UpdateItem`` and not by ``PutItem`` so that a
set which others add to is never overwritten.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.errors import Unavailable, WriteConflict
from chalicelib.storage.keys import Key
from chalicelib.storage.port import ABSENT, Check, Item, Join, Put, Remove, Write

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

LOST_RACE = frozenset({"ConditionalCheckFailedException", "TransactionConflictException"})
LOST_RACE_REASONS = frozenset({"ConditionalCheckFailed", "TransactionConflict", "DuplicateItem"})
READ_ROUNDS = 5  # BatchGetItem may leave keys unread under load; more rounds than this is an outage


class DynamoTable:
    """The ``Table`` port on one DynamoDB table."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._client = client
        self._name = name

    def get(self, key: Key) -> Item | None:
        """See :class:`chalicelib.storage.port.Table`."""
        try:
            answer = self._client.get_item(TableName=self._name, Key=_key(key), ConsistentRead=True)
        except (ClientError, BotoCoreError) as error:
            raise _failure(error) from error
        return _item(answer["Item"]) if "Item" in answer else None

    def get_many(self, keys: Sequence[Key]) -> dict[Key, Item]:
        """See :class:`chalicelib.storage.port.Table`."""
        wanted: Any = {self._name: {"Keys": [_key(k) for k in dict.fromkeys(keys)]}}
        wanted[self._name]["ConsistentRead"] = True
        found: dict[Key, Item] = {}
        for _ in range(READ_ROUNDS if keys else 0):
            try:
                answer = self._client.batch_get_item(RequestItems=wanted)
            except (ClientError, BotoCoreError) as error:
                raise _failure(error) from error
            items = [_item(raw) for raw in answer["Responses"].get(self._name, [])]
            found |= {item.key: item for item in items}
            wanted = answer.get("UnprocessedKeys")
            if not wanted:
                return found
        if keys:
            raise Unavailable("DynamoDB left keys unread")
        return found

    def write(self, writes: Sequence[Write]) -> None:
        """See :class:`chalicelib.storage.port.Table`."""
        try:
            if len(writes) == 1 and isinstance(writes[0], Put | Join):
                self._client.update_item(**_update(self._name, writes[0]))
                return
            self._client.transact_write_items(
                TransactItems=[_transacted(self._name, w) for w in writes]
            )
        except (ClientError, BotoCoreError) as error:
            raise _failure(error) from error


def _failure(error: Exception) -> Exception:
    if isinstance(error, ClientError):
        code = error.response["Error"]["Code"]
        reasons = {r.get("Code") for r in error.response.get("CancellationReasons", ())}
        if code in LOST_RACE or reasons & LOST_RACE_REASONS:
            return WriteConflict(code)
        return Unavailable(f"DynamoDB answered {code}")
    return Unavailable(f"DynamoDB: {type(error).__name__}")


def _key(key: Key) -> dict[str, Any]:
    return {"pk": {"S": key.pk}, "sk": {"S": key.sk}}


def _item(raw: dict[str, Any]) -> Item:
    return Item(
        key=Key(raw["pk"]["S"], raw["sk"]["S"]),
        document=raw.get("document", {"S": ""})["S"].encode(),
        version=int(raw.get("version", {"N": "0"})["N"]),
        expires_at=int(raw["expires_at"]["N"]) if "expires_at" in raw else None,
        members=frozenset(raw.get("members", {"SS": ()})["SS"]),
    )


def _transacted(table: str, write: Write) -> Any:
    if isinstance(write, Check):
        return {"ConditionCheck": {"TableName": table, "Key": _key(write.key), **_if(write)}}
    if isinstance(write, Remove):
        return {"Delete": {"TableName": table, "Key": _key(write.key)}}
    return {"Update": _update(table, write)}


def _if(write: Put | Check) -> dict[str, Any]:
    if write.if_version == ABSENT:
        return {"ConditionExpression": "attribute_not_exists(version)"}
    return {
        "ConditionExpression": "version = :read",
        "ExpressionAttributeValues": {":read": {"N": str(write.if_version)}},
    }


def _update(table: str, write: Put | Join) -> Any:
    sets, values = [], {}
    if isinstance(write, Put):
        sets.append("document = :document")
        values[":document"] = {"S": write.document.decode()}
    if write.expires_at is not None:
        sets.append("expires_at = :expires_at")
        values[":expires_at"] = {"N": str(write.expires_at)}
    expression = f"SET {', '.join(sets)}"
    adds = _adds(write, values)
    update = {"TableName": table, "Key": _key(write.key)}
    if isinstance(write, Put) and write.if_version is not None:
        condition = _if(write)
        values |= condition.pop("ExpressionAttributeValues", {})
        update |= condition
    update["UpdateExpression"] = expression + (f" ADD {', '.join(adds)}" if adds else "")
    return update | {"ExpressionAttributeValues": values}


def _adds(write: Put | Join, values: dict[str, Any]) -> list[str]:
    adds = []
    if isinstance(write, Put):
        adds.append("version :one")
        values[":one"] = {"N": "1"}
    if write.members:
        adds.append("members :members")
        values[":members"] = {"SS": sorted(write.members)}
    return adds
