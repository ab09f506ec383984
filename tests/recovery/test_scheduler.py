"""Timers on EventBridge Scheduler, as moto has it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from botocore.stub import Stubber
from moto import mock_aws

from chalicelib.errors import Unavailable
from chalicelib.recovery.scheduler import SchedulerTimers
from chalicelib.recovery.timers import Due
from tests.fakes import aws

DUE = Due(shop="tea", cart="abc", round=3)
NAME = "abc-3-4102444798"
FUTURE = datetime(2099, 12, 31, 23, 59, 58, 400_000, tzinfo=UTC)


@pytest.fixture
def client() -> Iterator[object]:
    with mock_aws():
        client = aws.client("scheduler")
        client.create_schedule_group(Name="rebasket-dev")
        yield client


def timers(client: object, group: str = "rebasket-dev") -> SchedulerTimers:
    return SchedulerTimers(
        client,  # type: ignore[arg-type]
        group=group,
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


def test_setting_the_same_timer_again_is_harmless(client: object) -> None:
    timers(client).set(DUE, FUTURE)
    timers(client).set(DUE, FUTURE + timedelta(days=1))
    found = client.get_schedule(GroupName="rebasket-dev", Name=NAME)  # type: ignore[attr-defined]
    assert found["ScheduleExpression"] == "at(2099-12-31T23:59:59)"


def test_a_timer_is_taken_back_and_one_that_is_not_there_is_no_error(client: object) -> None:
    other = Due(shop="tea", cart="abc", round=4)
    timers(client).set(DUE, FUTURE)
    timers(client).set(other, FUTURE)
    for _ in range(2):
        timers(client).unset(DUE, FUTURE)
        found = client.list_schedules(GroupName="rebasket-dev")["Schedules"]  # type: ignore[attr-defined]
        assert [schedule["Name"] for schedule in found] == ["abc-4-4102444798"]


def test_a_timer_is_never_set_in_the_past(client: object) -> None:
    before = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
    timers(client).set(DUE, datetime(2020, 1, 1, tzinfo=UTC))
    found = client.get_schedule(GroupName="rebasket-dev", Name="abc-3-1577836800")  # type: ignore[attr-defined]
    assert datetime.fromisoformat(found["ScheduleExpression"][3:-1]) > before


def test_a_scheduler_that_refuses_is_unavailable(client: object) -> None:
    with Stubber(client) as stub:  # type: ignore[arg-type]
        stub.add_client_error("create_schedule", "ThrottlingException")
        with pytest.raises(Unavailable, match="Scheduler"):
            timers(client).set(DUE, FUTURE)
        stub.add_client_error("delete_schedule", "ThrottlingException")
        with pytest.raises(Unavailable, match="Scheduler"):
            timers(client).unset(DUE, FUTURE)
