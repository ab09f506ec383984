"""A poison message blocks nobody, is seen with its reason, and goes back when asked."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest

from chalicelib.carts.model import Status
from infra.local.demo_shop import SHOP
from infra.local.demo_webhooks import checkout
from tests.e2e.stage import NAMES, LocalStage, eventually, running, shopper
from tests.infra.stage_files import ROOT

pytestmark = pytest.mark.e2e
TRY_AGAIN_SECONDS = "1"  # three minutes at work, which five failures here need not take


@pytest.fixture(scope="module")
def stage() -> Iterator[LocalStage]:
    with running() as local:
        sqs = local.cloud.client("sqs")
        sqs.set_queue_attributes(
            QueueUrl=url(local, NAMES.due_queue),
            Attributes={"VisibilityTimeout": TRY_AGAIN_SECONDS},
        )
        yield local


def url(stage: LocalStage, queue: str) -> str:
    return str(stage.cloud.client("sqs").get_queue_url(QueueName=queue)["QueueUrl"])


def dead_letters(*words: str) -> list[str]:
    """Run the operator's command; the stage has set where the cloud is."""
    ran = subprocess.run(
        [sys.executable, "-m", "infra", "dead-letters", *words, "--queue", "due"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return [line for line in ran.stdout.splitlines() if line.strip()]


def is_dead(stage: LocalStage) -> bool:
    left = stage.cloud.client("sqs").get_queue_attributes(
        QueueUrl=url(stage, NAMES.due_dead_queue), AttributeNames=["All"]
    )
    return left["Attributes"]["ApproximateNumberOfMessages"] == "1"


def late_cart(stage: LocalStage, name: str) -> str:
    """Leave a cart that is overdue and whose timer is lost; return what its timer would say."""
    someone = shopper(name)
    assert stage.post("checkouts/create", checkout(someone, someone.lines)) == 200
    assert stage.lose_timers() == 1
    stage.age(someone.token, timedelta(hours=2))
    cart = stage.cart(someone.token)
    assert cart.timer is not None
    return json.dumps({"shop": SHOP, "cart": cart.id, "round": cart.timer.round})


def test_a_poison_message_is_put_aside_while_others_pass(stage: LocalStage) -> None:
    sqs = stage.cloud.client("sqs")
    sqs.send_message(QueueUrl=url(stage, NAMES.due_queue), MessageBody="poison")
    sqs.send_message(QueueUrl=url(stage, NAMES.due_queue), MessageBody=late_cart(stage, "ann"))
    assert eventually(lambda: stage.mails_to("ann@shoppers.example") == ["1"])
    assert eventually(lambda: is_dead(stage), seconds=60)
    head, poison = dead_letters("list")
    assert head == "rebasket-dev-due-dead: 1"
    assert poison.endswith("nobody's: unreadable: JSON is malformed: invalid character (byte 0)"), (
        poison
    )
    assert dead_letters("redrive")[-1] == "rebasket-dev-due-dead: 1 back on rebasket-dev-due"
    assert eventually(lambda: is_dead(stage), seconds=60)
    sqs.purge_queue(QueueUrl=url(stage, NAMES.due_dead_queue))


def test_a_step_that_failed_is_sent_once_the_cause_is_gone(stage: LocalStage) -> None:
    sqs = stage.cloud.client("sqs")
    due = late_cart(stage, "ben")
    sqs.send_message(QueueUrl=url(stage, NAMES.due_dead_queue), MessageBody=due)
    cart = stage.cart(shopper("ben").token)
    assert dead_letters("list")[1].endswith(f"{SHOP} {cart.id}: step 1 is due now")
    assert dead_letters("redrive")[-1] == "rebasket-dev-due-dead: 1 back on rebasket-dev-due"
    assert eventually(lambda: stage.cart(shopper("ben").token).status is Status.ENDED)
    assert stage.mails_to("ben@shoppers.example") == ["1"]
    assert dead_letters("list") == ["rebasket-dev-due-dead: empty"]
