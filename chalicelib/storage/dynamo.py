"""The table on DynamoDB: the port's contract in one call a method.

A single write goes as ``UpdateItem`` (half the price of a transaction), several go as one
``TransactWriteItems``. Documents are written by ``UpdateItem`` and not by ``PutItem`` so that a
set which others add to is never overwritten.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.errors import Unavailable, WriteConflict, named
from chalicelib.storage.expressions import dynamo_key, item_of, transacted, update
from chalicelib.storage.keys import Key, shop_of
from chalicelib.storage.port import Item, Join, Page, Put, Write

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

LOST_RACE = frozenset({"ConditionalCheckFailedException", "TransactionConflictException"})
LOST_RACE_REASONS = frozenset({"ConditionalCheckFailed", "TransactionConflict", "DuplicateItem"})
LISTS_INDEX = "lists"
PAGE = 100  # positions a call; each is under 100 bytes, so a page is a few read units
# Looked at by one call: what a page of carts asks for afterwards takes some seconds, not minutes.
SCANNED = 500
READ_ROUNDS = 5  # BatchGetItem may leave keys unread under load; more rounds than this is an outage


class DynamoTable:
    """The ``Table`` port on one DynamoDB table."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._client = client
        self._name = name

    def get(self, key: Key) -> Item | None:
        """See :class:`chalicelib.storage.port.Table`."""
        try:
            answer = self._client.get_item(
                TableName=self._name, Key=dynamo_key(key), ConsistentRead=True
            )
        except (ClientError, BotoCoreError) as error:
            raise _failure(error) from error
        return item_of(answer["Item"]) if "Item" in answer else None

    def get_many(self, keys: Sequence[Key]) -> dict[Key, Item]:
        """See :class:`chalicelib.storage.port.Table`."""
        wanted: Any = {self._name: {"Keys": [dynamo_key(k) for k in dict.fromkeys(keys)]}}
        wanted[self._name]["ConsistentRead"] = True
        found: dict[Key, Item] = {}
        for _ in range(READ_ROUNDS if keys else 0):
            try:
                answer = self._client.batch_get_item(RequestItems=wanted)
            except (ClientError, BotoCoreError) as error:
                raise _failure(error) from error
            items = [item_of(raw) for raw in answer["Responses"].get(self._name, [])]
            found |= {item.key: item for item in items}
            wanted = answer.get("UnprocessedKeys")
            if not wanted:
                return found
        if keys:
            raise Unavailable("DynamoDB left keys unread")
        return found

    def listed(self, name: str, until: str, after: str = "") -> list[str]:
        """See :class:`chalicelib.storage.port.Table`."""
        if after >= until:
            return []  # DynamoDB would refuse a range that ends before it begins
        try:
            answer = self._client.query(
                TableName=self._name,
                IndexName=LISTS_INDEX,
                KeyConditionExpression="listed_in = :list AND listed_at BETWEEN :after AND :until",
                ExpressionAttributeValues={
                    ":list": {"S": name},
                    ":after": {"S": after + "\x00"},
                    ":until": {"S": until},
                },
                Limit=PAGE,
            )
        except (ClientError, BotoCoreError) as error:
            raise _failure(error) from error
        return [item["listed_at"]["S"] for item in answer["Items"]]

    def partition(self, pk: str) -> list[Item]:
        """See :class:`chalicelib.storage.port.Table`."""
        pages = self._client.get_paginator("query").paginate(
            TableName=self._name,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": pk}},
            ConsistentRead=True,
        )
        try:
            return [item_of(raw) for page in pages for raw in page["Items"]]
        except (ClientError, BotoCoreError) as error:
            raise _failure(error) from error

    def of_shop(self, shop: str, after: str | None = None) -> Page:
        """See :class:`chalicelib.storage.port.Table`."""
        request: dict[str, Any] = {"ExclusiveStartKey": dynamo_key(_key(after))} if after else {}
        try:
            answer = self._client.scan(
                TableName=self._name,
                FilterExpression="contains(pk, :shop)",
                ExpressionAttributeValues={":shop": {"S": f"#{shop}"}},
                ProjectionExpression="pk, sk",
                ConsistentRead=True,
                Limit=SCANNED,
                **request,
            )
        except (ClientError, BotoCoreError) as error:
            raise _failure(error) from error
        found = (Key(raw["pk"]["S"], raw["sk"]["S"]) for raw in answer["Items"])
        last = answer.get("LastEvaluatedKey")
        return Page(
            keys=tuple(key for key in found if shop_of(key) == shop),
            after=f"{last['pk']['S']} {last['sk']['S']}" if last else None,
        )

    def write(self, writes: Sequence[Write]) -> None:
        """See :class:`chalicelib.storage.port.Table`."""
        try:
            if len(writes) == 1 and isinstance(writes[0], Put | Join):
                self._client.update_item(**update(self._name, writes[0]))
                return
            self._client.transact_write_items(
                TransactItems=[transacted(self._name, w) for w in writes]
            )
        except (ClientError, BotoCoreError) as error:
            raise _failure(error) from error


def _key(position: str) -> Key:
    """Read a position: no partition's name holds a space."""
    pk, _, sk = position.partition(" ")
    return Key(pk, sk)


def _failure(error: Exception) -> Exception:
    if isinstance(error, ClientError):
        reasons = {r.get("Code") for r in error.response.get("CancellationReasons", ())}
        if named(error) in LOST_RACE or reasons & LOST_RACE_REASONS:
            return WriteConflict(named(error))
    return Unavailable(f"DynamoDB: {named(error)}")
