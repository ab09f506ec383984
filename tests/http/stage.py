"""A stage as ``infra/core.yaml`` makes it, in moto, with two registered shops; and the real app."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import ModuleType, SimpleNamespace
from typing import Any, cast

import boto3
import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError, EndpointConnectionError
from moto import mock_aws

from chalicelib import wiring
from chalicelib.carts.model import Cart
from chalicelib.settings import Settings
from chalicelib.shops.model import Platform, Shop, ShopSecrets
from chalicelib.wiring import Wiring
from tests.http import requests
from tests.infra.stage_files import core

STAGE = "test"
REGION = "eu-central-1"
ACCOUNT = "123456789012"
ENVIRONMENT = {
    "REBASKET_STAGE": STAGE,
    "AWS_REGION": REGION,
    "AWS_DEFAULT_REGION": REGION,
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_SESSION_TOKEN": "testing",
    "PUBLIC_URL": "",
    "PLATFORM_ENDPOINT": "http://127.0.0.1:9",  # where nobody answers: no test asks a real platform
}
CONTEXT = SimpleNamespace(
    invoked_function_arn=f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:rebasket-{STAGE}",
    function_name=f"rebasket-{STAGE}",
    aws_request_id="request-1",
)
HOST = "teashop.example"
LINK_KEY = b"l" * 32


def shop(name: str, host: str) -> Shop:
    return Shop(
        id=name,
        name="Tea & Co",
        platform=Platform.SHOPIFY,
        hosts=(host, f"{name}.myshopify.example"),
        sender=f"hello@{host}",
        currency="EUR",
        started_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def secrets(name: str, webhook: str = "hush") -> ShopSecrets:
    return ShopSecrets(
        webhook=(webhook,), link_key=LINK_KEY + name.encode(), identity_key=b"i" * 32
    )


TWO_SHOPS = (
    (shop("tea", HOST), secrets("tea")),
    (shop("coffee", "coffeeshop.example"), secrets("coffee")),
)


@dataclass
class Stage:
    """The app on its stage, and a look behind it."""

    app: ModuleType
    calls: list[str] = field(default_factory=list)
    failing: dict[str, Exception] = field(default_factory=dict)
    pauses: list[float] = field(default_factory=list)
    """How long each pause after a lost race may have been, in seconds; none was."""

    @property
    def wiring(self) -> Wiring:
        return cast("Wiring", self.app.wiring(CONTEXT))

    def deploy(self, shops: Sequence[tuple[Shop, ShopSecrets]]) -> None:
        """Make what the core stack makes, and register the shops as the operator would."""
        boto3.client("dynamodb", REGION).create_table(
            **{k: v for k, v in core(STAGE)["Table"].items() if k in NEEDED}
        )
        boto3.client("scheduler", REGION).create_schedule_group(Name=core(STAGE)["Timers"]["Name"])
        boto3.client("sqs", REGION).create_queue(QueueName=core(STAGE)["ErrandsQueue"]["QueueName"])
        for each, secrets in shops:
            self.wiring.secrets.store(each.id, secrets)
            self.wiring.shops.register(each)

    def call(self, event: dict[str, Any]) -> requests.Answer:
        """Invoke the API's function as API Gateway does."""
        return requests.Answer.of(self.app.app(event, CONTEXT))

    def post(self, topic: str, body: dict[str, Any], **changes: Any) -> requests.Answer:
        """Post a webhook of the tea shop, signed as it should be."""
        raw = json.dumps(body).encode()
        return self.call(requests.webhook(raw, requests.signed(topic, raw, HOST), **changes))

    def follow(self, method: str, kind: str, token: str, **changes: Any) -> requests.Answer:
        """Follow a link of a message: ``c`` back to the cart, ``u`` to unsubscribe."""
        return self.call(requests.link(method, kind, token, **changes))

    def cart(self, token: str) -> Cart | None:
        return self.wiring.carts.named("tea", token)

    def items(self) -> list[dict[str, Any]]:
        """Everything in the table, in a stable order."""
        found = boto3.client("dynamodb", REGION).scan(TableName=f"rebasket-{STAGE}")["Items"]
        return sorted(cast("list[dict[str, Any]]", found), key=json.dumps)

    def timers(self) -> list[str]:
        found = boto3.client("scheduler", REGION).list_schedules()["Schedules"]
        return [each["Name"] for each in found]

    def attend(self, original: Any) -> Any:
        """Return a stand-in for botocore's calls that counts them and fails as asked."""

        def call(client: BaseClient, operation: str, arguments: dict[str, Any]) -> Any:
            self.calls.append(operation)
            if operation in self.failing:
                raise self.failing[operation]
            return original(client, operation, arguments)

        return call


NEEDED = {
    "TableName",
    "BillingMode",
    "AttributeDefinitions",
    "KeySchema",
    "GlobalSecondaryIndexes",
}


def answered(code: str, operation: str = "Any") -> ClientError:
    """An error that AWS answers."""
    return ClientError({"Error": {"Code": code, "Message": "ann@example.com"}}, operation)


UNREACHED = EndpointConnectionError(endpoint_url="https://aws.example")


@contextmanager
def staged(shops: Sequence[tuple[Shop, ShopSecrets]] = TWO_SHOPS) -> Iterator[Stage]:
    """Run the real app on a new stage for the length of the block."""
    with pytest.MonkeyPatch.context() as patch, mock_aws():
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        app = importlib.import_module("app")
        patch.setattr(app, "settings", Settings.from_env())  # whoever imported it first
        app._wiring.cache_clear()
        made = Stage(app)
        made.deploy(shops)
        app._wiring.cache_clear()
        original = BaseClient._make_api_call  # type: ignore[attr-defined]
        patch.setattr(BaseClient, "_make_api_call", made.attend(original))
        patch.setattr(wiring, "pause", made.pauses.append)
        yield made
        app._wiring.cache_clear()
