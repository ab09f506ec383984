"""What DynamoDB's answers mean, and how much is asked of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from chalicelib.errors import Unavailable, WriteConflict
from chalicelib.storage.dynamo import DynamoTable
from chalicelib.storage.keys import Key
from chalicelib.storage.port import ABSENT, Put
from tests.fakes.aws import TROUBLES, Trouble, answered, create_table

CART = Key("CART#tea#a", "STATE")
OTHER = Key("CART#tea#b", "STATE")
NAME = "rebasket-test"


def put(key: Key) -> Put:
    return Put(key=key, document=b"1", if_version=ABSENT)


def cancelled(*reasons: str) -> ClientError:
    """A transaction that DynamoDB cancelled, with a reason for each of its writes."""
    error = answered("TransactionCanceledException")
    error.response["CancellationReasons"] = [{"Code": code} for code in reasons]
    return error


@pytest.fixture
def client() -> Iterator[Any]:
    with mock_aws():
        yield create_table(NAME)


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (answered("ConditionalCheckFailedException"), WriteConflict),
        (answered("TransactionConflictException"), WriteConflict),
        (cancelled("None", "ConditionalCheckFailed"), WriteConflict),
        (cancelled("TransactionConflict", "None"), WriteConflict),
        (cancelled("ThrottlingError", "None"), Unavailable),
        (cancelled("ProvisionedThroughputExceeded", "None"), Unavailable),
        (cancelled("ItemCollectionSizeLimitExceeded", "ValidationError"), Unavailable),
        (answered("TransactionInProgressException"), Unavailable),
        (answered("ProvisionedThroughputExceededException"), Unavailable),
        (TROUBLES["unanswered"], Unavailable),
    ],
    ids=str,
)
def test_what_a_failed_write_means(client: Any, error: Exception, meaning: type[Exception]) -> None:
    Trouble(client, error)
    with pytest.raises(meaning):
        DynamoTable(client, NAME).write([put(CART), put(OTHER)])


def test_what_dynamodb_answers_is_told(client: Any) -> None:
    absent = DynamoTable(client, "no-such-table")
    for call in (
        lambda: absent.get(CART),
        lambda: absent.get_many([CART]),
        lambda: absent.listed("due#0", "9"),
        lambda: absent.write([put(CART)]),
        lambda: absent.write([put(CART), put(OTHER)]),
    ):
        with pytest.raises(Unavailable, match="DynamoDB: ResourceNotFoundException"):
            call()


def leave_unread(client: Any, rounds: int) -> list[int]:
    """Let so many answers leave all keys but the first unread; return how many were asked for."""
    asked: list[int] = []

    def cut(params: dict[str, Any], **_: Any) -> dict[str, Any]:
        keys = params["RequestItems"][NAME]["Keys"]
        asked.append(len(keys))
        left = keys[1:] if len(asked) <= rounds else []
        client.left = {NAME: params["RequestItems"][NAME] | {"Keys": left}} if left else {}
        kept = params["RequestItems"][NAME] | {"Keys": keys[: len(keys) - len(left)]}
        return {"RequestItems": {NAME: kept}}

    def told(parsed: dict[str, Any], **_: Any) -> None:
        parsed["UnprocessedKeys"] = client.left

    client.meta.events.register("provide-client-params.dynamodb.BatchGetItem", cut)
    client.meta.events.register("after-call.dynamodb.BatchGetItem", told)
    return asked


def test_keys_that_are_left_unread_are_asked_for_again(client: Any) -> None:
    table = DynamoTable(client, NAME)
    keys = [Key(f"CART#tea#{number}", "STATE") for number in range(5)]
    table.write([put(key) for key in keys])
    asked = leave_unread(client, rounds=2)
    assert set(table.get_many(keys)) == set(keys)
    assert asked == [5, 4, 3]


def test_keys_that_stay_unread_are_an_outage_and_not_absent(client: Any) -> None:
    table = DynamoTable(client, NAME)
    asked = leave_unread(client, rounds=99)
    with pytest.raises(Unavailable, match="left keys unread"):
        table.get_many([Key(f"CART#tea#{number}", "STATE") for number in range(9)])
    assert len(asked) == 5
