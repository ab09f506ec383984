"""What timers must do: the same cases in memory, on moto, and on the local cloud."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Protocol

import msgspec
import pytest

from chalicelib.errors import Unavailable
from chalicelib.recovery.scheduler import LEAD, SchedulerTimers
from chalicelib.recovery.timers import Due, Timers
from tests.fakes.aws import TROUBLES, Trouble
from tests.fakes.edges import MemoryTimers
from tests.fakes.outside import CLOUD, MEMORY, MOTO, OFFLINE, Clients, clients, new_name

DUE = Due(shop="tea", cart="abc", round=3)
FUTURE = datetime(2099, 12, 31, 23, 59, 58, 400_000, tzinfo=UTC)
SECOND = timedelta(seconds=1)

Firing = tuple[Due, datetime]


class Rig(Protocol):
    """Timers, and a look at what they will do."""

    @property
    def timers(self) -> Timers: ...

    def to_come(self) -> list[Firing]: ...
    def fired(self) -> list[Due]: ...
    def fail(self, trouble: str) -> None: ...
    def recover(self) -> None: ...


class InMemory:
    def __init__(self) -> None:
        self.timers = MemoryTimers()

    def to_come(self) -> list[Firing]:
        return list(self.timers.pending.values())

    def fired(self) -> list[Due]:
        return self.timers.fired(datetime.now(UTC))

    def fail(self, trouble: str) -> None:
        self.timers.failure = Unavailable(trouble)

    def recover(self) -> None:
        self.timers.failure = None


class OnScheduler:
    def __init__(self, client: Clients) -> None:
        self._client, self._sqs, self._group = client("scheduler"), client("sqs"), new_name()
        self._client.create_schedule_group(Name=self._group)
        self._queue = self._sqs.create_queue(QueueName=self._group)["QueueUrl"]
        named = self._sqs.get_queue_attributes(QueueUrl=self._queue, AttributeNames=["QueueArn"])
        arn = named["Attributes"]["QueueArn"]
        self.timers = SchedulerTimers(
            self._client,
            group=self._group,
            role_arn="arn:aws:iam::123456789012:role/timers",
            queue_arn=arn,
            dead_letter_arn=f"{arn}-dead",
        )

    def to_come(self) -> list[Firing]:
        listed = self._client.list_schedules(GroupName=self._group)["Schedules"]
        return [self._firing(each["Name"]) for each in listed]

    def _firing(self, name: str) -> Firing:
        found = self._client.get_schedule(GroupName=self._group, Name=name)
        assert found["ScheduleExpressionTimezone"] == "UTC"
        at = datetime.fromisoformat(found["ScheduleExpression"][len("at(") : -1])
        due = msgspec.json.decode(found["Target"]["Input"], type=Due)
        return due, at.replace(tzinfo=UTC)

    def fired(self) -> list[Due]:
        """Wait, bounded, for what arrives on the queue."""
        answer = self._sqs.receive_message(QueueUrl=self._queue, WaitTimeSeconds=10)
        return [msgspec.json.decode(each["Body"], type=Due) for each in answer["Messages"]]

    def fail(self, trouble: str) -> None:
        self._trouble = Trouble(self._client, TROUBLES[trouble])

    def recover(self) -> None:
        self._trouble.over()


@pytest.fixture(params=[MEMORY, MOTO, CLOUD])
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    if request.param == MEMORY:
        yield InMemory()
        return
    with clients(request) as client:
        yield OnScheduler(client)


def test_a_timer_fires_at_its_time_or_within_the_second_after_it(rig: Rig) -> None:
    rig.timers.set(DUE, FUTURE)
    ((due, at),) = rig.to_come()
    assert due == DUE
    assert FUTURE <= at < FUTURE + SECOND


def test_setting_the_same_timer_again_is_harmless(rig: Rig) -> None:
    rig.timers.set(DUE, FUTURE)
    before = rig.to_come()
    rig.timers.set(DUE, FUTURE)
    rig.timers.set(DUE, FUTURE + timedelta(milliseconds=500))  # still the same second
    assert rig.to_come() == before


def test_another_round_cart_or_time_is_another_timer(rig: Rig) -> None:
    others = [
        (DUE, FUTURE),
        (DUE, FUTURE + timedelta(days=1)),
        (Due(shop="tea", cart="abc", round=4), FUTURE),
        (Due(shop="tea", cart="abd", round=3), FUTURE),
    ]
    for due, at in others:
        rig.timers.set(due, at)
    set_for = {(due, at.date()) for due, at in rig.to_come()}
    assert set_for == {(due, at.date()) for due, at in others}


def test_a_time_in_another_zone_is_the_same_moment(rig: Rig) -> None:
    rig.timers.set(DUE, FUTURE.astimezone(timezone(timedelta(hours=-8))))
    ((_, at),) = rig.to_come()
    assert FUTURE <= at < FUTURE + SECOND


def test_a_time_that_has_passed_is_now(rig: Rig) -> None:
    rig.timers.set(DUE, datetime(2020, 2, 29, tzinfo=UTC))
    ((due, at),) = rig.to_come()
    assert due == DUE
    assert at <= datetime.now(UTC) + LEAD + SECOND


@pytest.mark.parametrize("rig", [MEMORY, CLOUD], indirect=True)  # on moto, nothing ever fires
def test_a_timer_that_fired_has_put_its_message_on_the_queue_and_is_gone(rig: Rig) -> None:
    rig.timers.set(DUE, FUTURE)
    now = Due(shop="tea", cart="abd", round=1)
    rig.timers.set(now, datetime.now(UTC))
    assert rig.fired() == [now]
    assert [due for due, _ in rig.to_come()] == [DUE]


@pytest.mark.parametrize("rig", OFFLINE, indirect=True)
@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_timer_that_cannot_be_set_is_our_failure_and_can_be_set_later(
    rig: Rig, trouble: str
) -> None:
    rig.fail(trouble)
    with pytest.raises(Unavailable):
        rig.timers.set(DUE, FUTURE)
    rig.recover()
    assert rig.to_come() == []
    rig.timers.set(DUE, FUTURE)
    assert [due for due, _ in rig.to_come()] == [DUE]
