"""The real wiring on moto: what a stage is made of, and webhooks that come in by it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from moto import mock_aws

from chalicelib.recovery.sequence import CLASSIC
from chalicelib.settings import Settings
from chalicelib.wiring import Wiring
from chalicelib.workers import errands as worker
from tests.fakes.aws import REGION, client, create_table
from tests.fakes.edges import Clock
from tests.fakes.world import SECRETS, checkout, shop, signed

ACCOUNT = "123456789012"
API = "https://api.example/live"


@contextmanager
def stage() -> Iterator[Wiring]:
    """A stage with the tea shop in it, and a second one beside."""
    with mock_aws():
        create_table("rebasket-test")
        client("scheduler").create_schedule_group(Name="rebasket-test")
        client("sqs").create_queue(QueueName="rebasket-test-errands")
        made = wiring()
        for name in ("tea", "coffee"):
            made.secrets.store(name, SECRETS)
            made.shops.register(shop(id=name), CLASSIC)
        yield made


def wiring() -> Wiring:
    """A fresh container's."""
    return Wiring(Settings(stage="test", region=REGION), account=ACCOUNT)


def now() -> Clock:
    return Clock(datetime.now(UTC).replace(microsecond=0) - timedelta(seconds=5))


def post(made: Wiring, topic: str, body: Mapping[str, Any], to: str = "tea") -> str:
    raw = json.dumps(body).encode()
    return made.intake.receive(to, signed(topic, raw), raw, API).result


def left(made: Wiring, cart: str, email: str, **more: Any) -> None:
    """Let somebody leave a cart."""
    body = checkout(now(), cart, email=email, line_items=[{"title": f"Tea of {email}"}])
    assert post(made, "checkouts/create", body | more) == "timer set"


def timers() -> list[str]:
    found = client("scheduler").list_schedules(GroupName="rebasket-test")["Schedules"]
    return sorted(schedule["Name"] for schedule in found)


def items() -> list[str]:
    """Every item of the table, all its attributes in one text."""
    pages = client("dynamodb").get_paginator("scan").paginate(TableName="rebasket-test")
    return [json.dumps(item, default=sorted) for page in pages for item in page["Items"]]


def errands_done(made: Wiring) -> list[str]:
    """Take errands from the queue and do them, as the function does, until there are none."""
    sqs = client("sqs")
    url = sqs.get_queue_url(QueueName="rebasket-test-errands")["QueueUrl"]
    done = []
    while messages := sqs.receive_message(QueueUrl=url).get("Messages"):
        for message in messages:
            done.append(worker.run(made.errand_runner, message["Body"]))
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return done
