"""A stage in moto: what ``infra/core.yaml`` makes, with one shop registered."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from moto import mock_aws

from bench.container import Container
from bench.lambda_events import REGION
from bench.recorder import Recorder
from bench.shop import HOST, SECRETS, SHOP


@contextmanager
def stage() -> Iterator[tuple[Container, Recorder]]:
    """Yield a container and a recorder of its calls; everything is gone after the block."""
    container = Container()
    with mock_aws():
        boto3.setup_default_session()
        _make(container.module.settings.table)
        container.wiring.shops.register(SHOP)
        container.wiring.secrets.store(SHOP.id, SECRETS)
        container.forget()
        boto3.setup_default_session()
        session = boto3.DEFAULT_SESSION
        assert session is not None
        yield container, Recorder(session, REGION)
    container.forget()
    boto3.DEFAULT_SESSION = None


def _make(name: str) -> None:
    _client("dynamodb").create_table(
        TableName=name,
        KeySchema=[
            {"AttributeName": "pk", "KeyType": "HASH"},
            {"AttributeName": "sk", "KeyType": "RANGE"},
        ],
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "sk", "AttributeType": "S"},
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    _client("scheduler").create_schedule_group(Name=name)
    _client("sesv2").create_configuration_set(ConfigurationSetName=name)
    _client("sesv2").create_email_identity(EmailIdentity=HOST)


def _client(service: str) -> Any:
    return boto3.client(service, region_name=REGION)  # type: ignore[call-overload]
