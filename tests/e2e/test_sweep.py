"""A timer that is lost delays its cart's message, by the sweeper's time at most."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.carts.model import Status
from infra.local.demo_webhooks import checkout
from tests.e2e.stage import NAMES, LocalStage, eventually, running, shopper

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def stage() -> Iterator[LocalStage]:
    with running() as local:
        yield local


def abandon(stage: LocalStage, name: str) -> str:
    """Leave a cart whose timer is lost; return the cart's token."""
    ann = shopper(name)
    assert stage.post("checkouts/create", checkout(ann, ann.lines)) == 200
    assert stage.lose_timers() == 1
    return ann.token


def queue_is_empty(stage: LocalStage) -> bool:
    """Tell if every queued step was done with: none waits, none is being worked on."""
    sqs = stage.cloud.client("sqs")
    url = sqs.get_queue_url(QueueName=NAMES.due_queue)["QueueUrl"]
    left = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    counts = left["ApproximateNumberOfMessages"], left["ApproximateNumberOfMessagesNotVisible"]
    return counts == ("0", "0")


def test_a_cart_whose_timer_was_lost_gets_its_message_once(stage: LocalStage) -> None:
    token = abandon(stage, "ann")
    stage.age(token, timedelta(hours=1, minutes=5))
    stage.sweep()
    assert eventually(lambda: stage.cart(token).status is Status.ENDED)
    assert stage.mails_to("ann@shoppers.example") == ["1"]
    stage.sweep()
    assert eventually(lambda: queue_is_empty(stage))
    assert stage.mails_to("ann@shoppers.example") == ["1"]


def test_a_cart_that_is_not_late_enough_is_left_to_its_timer(stage: LocalStage) -> None:
    token = abandon(stage, "ben")
    stage.age(token, timedelta(hours=1, minutes=4))
    stage.sweep()
    assert eventually(lambda: queue_is_empty(stage))
    assert stage.cart(token).status is Status.OPEN
    assert stage.mails_to("ben@shoppers.example") == []


def test_two_sweeps_at_once_are_one_message_for_each_cart(stage: LocalStage) -> None:
    names = [f"cem{number}" for number in range(8)]
    for token in [abandon(stage, name) for name in names]:
        stage.age(token, timedelta(hours=2))
    with ThreadPoolExecutor(2) as both:
        list(both.map(lambda _: stage.sweep(), range(2)))
    carts = [shopper(name).token for name in names]
    assert eventually(lambda: all(stage.cart(one).status is Status.ENDED for one in carts))
    # A second delivery that met a step in flight comes back after three minutes; every other one
    # has been done with by now, and the first that comes back finds its cart ended.
    eventually(lambda: queue_is_empty(stage), seconds=5)
    assert [stage.mails_to(f"{name}@shoppers.example") for name in names] == [["1"]] * len(names)
