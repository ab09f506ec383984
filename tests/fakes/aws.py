"""Clients of AWS for tests: what they need to be there, and what may befall them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    EndpointConnectionError,
    ReadTimeoutError,
)

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

REGION = "eu-west-1"


def client(service: str, config: Config | None = None) -> Any:
    """Return a client with made-up credentials; call it inside ``mock_aws``."""
    return boto3.client(  # type: ignore[call-overload]
        service,
        region_name=REGION,
        aws_access_key_id="x",
        aws_secret_access_key="x",
        config=config,
    )


def answered(code: str, message: str = "no") -> ClientError:
    """Return an error as AWS answers it."""
    return ClientError({"Error": {"Code": code, "Message": message}}, "Any")


TROUBLES: dict[str, ClientError | BotoCoreError] = {
    "throttled": answered("ThrottlingException"),
    "forbidden": answered("AccessDeniedException"),
    "broken": answered("InternalServerError"),
    "unreached": EndpointConnectionError(endpoint_url="https://aws.example"),
    "unanswered": ReadTimeoutError(endpoint_url="https://aws.example"),
}


class Trouble:
    """Lets every call of a client fail from now on, until it is over."""

    def __init__(self, client: Any, error: Exception) -> None:
        self._events = client.meta.events
        self._error = error
        self._events.register("before-call", self._fail)

    def _fail(self, **_: Any) -> None:
        raise self._error

    def over(self) -> None:
        self._events.unregister("before-call", self._fail)


def create_table(name: str, dynamodb: DynamoDBClient | None = None) -> DynamoDBClient:
    """Create a table as ``infra/core.yaml`` does, and return the client that made it."""
    dynamodb = dynamodb or cast("DynamoDBClient", client("dynamodb"))
    dynamodb.create_table(
        TableName=name,
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "S"},
            {"AttributeName": "listed_in", "AttributeType": "S"},
            {"AttributeName": "listed_at", "AttributeType": "S"},
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "lists",
                "KeySchema": [
                    {"AttributeName": "listed_in", "KeyType": "HASH"},
                    {"AttributeName": "listed_at", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            }
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    return dynamodb
