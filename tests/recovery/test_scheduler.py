"""Timers on EventBridge Scheduler, as moto has it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from moto import mock_aws

from chalicelib.errors import Unavailable
from chalicelib.recovery.scheduler import SchedulerTimers
from chalicelib.recovery.timers import Due
from tests.fakes import aws
from tests.fakes.aws import Trouble, answered

DUE = Due(shop="tea", cart="abc", round=3)
NAME = "abc-3-4102444798"
FUTURE = datetime(2099, 12, 31, 23, 59, 58, 400_000, tzinfo=UTC)


@pytest.fixture
def client() -> Iterator[object]:
    with mock_aws():
        client = aws.client("scheduler")
        client.create_schedule_group(Name="rebasket-dev")
        yield client


def timers(client: object) -> SchedulerTimers:
    return SchedulerTimers(
        client,  # type: ignore[arg-type]
        group="rebasket-dev",
        role_arn="arn:aws:iam::123456789012:role/timers",
        queue_arn="arn:aws:sqs:eu-west-1:123456789012:due",
        dead_letter_arn="arn:aws:sqs:eu-west-1:123456789012:timers-dead",
    )


def test_a_timer_fires_once_into_the_queue_and_says_nothing_of_the_shopper(client: object) -> None:
    timers(client).set(DUE, FUTURE)
    found = client.get_schedule(GroupName="rebasket-dev", Name=NAME)  # type: ignore[attr-defined]
    assert found["ScheduleExpression"] == "at(2099-12-31T23:59:59)"
    assert found["ScheduleExpressionTimezone"] == "UTC"
    assert found["Target"]["Arn"].endswith(":due")
    assert found["Target"]["DeadLetterConfig"]["Arn"].endswith(":timers-dead")
    assert json.loads(found["Target"]["Input"]) == {"shop": "tea", "cart": "abc", "round": 3}


def test_a_timer_is_taken_back_and_one_that_is_not_there_is_no_error(client: object) -> None:
    other = Due(shop="tea", cart="abc", round=4)
    timers(client).set(DUE, FUTURE)
    timers(client).set(other, FUTURE)
    for _ in range(2):
        timers(client).unset(DUE, FUTURE)
        found = client.list_schedules(GroupName="rebasket-dev")["Schedules"]  # type: ignore[attr-defined]
        assert [schedule["Name"] for schedule in found] == ["abc-4-4102444798"]


def test_what_scheduler_answers_is_told(client: object) -> None:
    Trouble(client, answered("ServiceQuotaExceededException"))
    with pytest.raises(Unavailable, match="Scheduler: ServiceQuotaExceededException"):
        timers(client).set(DUE, FUTURE)
    with pytest.raises(Unavailable, match="Scheduler: ServiceQuotaExceededException"):
        timers(client).unset(DUE, FUTURE)
