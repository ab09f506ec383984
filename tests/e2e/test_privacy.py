"""The packaged errands function forgets people and shops, with the rights that its policy gives."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
import pytest

from chalicelib.errands.model import Erase, EraseShop, Errand
from chalicelib.errors import SetupError
from chalicelib.settings import Settings
from chalicelib.shoppers.contact import Contact
from chalicelib.shoppers.identity import shopper_ids
from chalicelib.shops.model import ShopSecrets
from chalicelib.storage.keys import certificates_partition
from chalicelib.wiring import Wiring
from infra.local.demo_shop import SHOP
from infra.local.demo_webhooks import checkout
from tests.e2e.stage import NAMES, STAGE, LocalStage, eventually, running, shopper

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def stage() -> Iterator[LocalStage]:
    with running() as local:
        yield local


def queue(stage: LocalStage, errand: Errand) -> None:
    sqs = stage.cloud.client("sqs")
    url = sqs.get_queue_url(QueueName=NAMES.errands_queue)["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody=msgspec.json.encode(errand).decode())


def timers(stage: LocalStage) -> list[str]:
    listed = stage.cloud.client("scheduler").list_schedules(GroupName=NAMES.timer_group)
    return [schedule["Name"] for schedule in listed["Schedules"]]


def items(stage: LocalStage) -> list[str]:
    pages = stage.cloud.client("dynamodb").get_paginator("scan").paginate(TableName=NAMES.table)
    return [json.dumps(item, default=sorted) for page in pages for item in page["Items"]]


def abandon(stage: LocalStage, name: str) -> str:
    """Leave a cart; return the shopper's address."""
    who = shopper(name)
    assert stage.post("checkouts/create", checkout(who, who.lines)) == 200
    assert who.email is not None
    return who.email


def secrets(stage: LocalStage) -> ShopSecrets:
    settings = Settings(stage=STAGE, region=stage.cloud.environment["AWS_REGION"])
    return Wiring(settings, account="").secrets.find(SHOP, fresh=True)


def test_a_shopper_and_then_the_shop_are_forgotten(stage: LocalStage) -> None:
    ann, ben = abandon(stage, "ann"), abandon(stage, "ben")
    assert len(timers(stage)) == 2
    names = shopper_ids(secrets(stage).identity_key, Contact(email=ann))
    queue(stage, Erase(shop=SHOP, shoppers=names, asked_at=datetime.now(UTC)))
    certificates = certificates_partition(SHOP)
    assert eventually(lambda: len(stage.table.partition(certificates)) == 1)
    assert not [text for text in items(stage) if ann in text]
    assert [text for text in items(stage) if ben in text]
    assert len(timers(stage)) == 1

    queue(stage, EraseShop(shop=SHOP, asked_at=datetime.now(UTC), last=True))
    assert eventually(lambda: len(stage.table.partition(certificates)) == 2)
    assert [text for text in items(stage) if "CERTIFICATES" not in text] == []
    assert timers(stage) == []
    with pytest.raises(SetupError):
        secrets(stage)
