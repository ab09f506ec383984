"""AWS as moto has it: the table that ``infra/core.yaml`` makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

REGION = "eu-west-1"


def client(service: str) -> Any:
    """Return a client with made-up credentials; call it inside ``mock_aws``."""
    return boto3.client(  # type: ignore[call-overload]
        service, region_name=REGION, aws_access_key_id="x", aws_secret_access_key="x"
    )


def create_table(name: str) -> DynamoDBClient:
    """Create the table and return the client that made it."""
    dynamodb: DynamoDBClient = client("dynamodb")
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
