"""Timers on EventBridge Scheduler: one-time schedules that delete themselves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.errors import Unavailable, named
from chalicelib.recovery.timers import Due, timer_name

if TYPE_CHECKING:
    from mypy_boto3_scheduler import EventBridgeSchedulerClient

# Scheduler takes whole seconds and refuses the past; this is the least that still arrives ahead.
LEAD = timedelta(seconds=2)
DELIVERY_KEPT_SECONDS = 3600  # after that the sweeper is faster than Scheduler's own retries


class SchedulerTimers:
    """The ``Timers`` port on EventBridge Scheduler, targeting the due queue."""

    def __init__(
        self,
        client: EventBridgeSchedulerClient,
        *,
        group: str,
        role_arn: str,
        queue_arn: str,
        dead_letter_arn: str,
    ) -> None:
        self._client = client
        self._group = group
        self._role_arn = role_arn
        self._queue_arn = queue_arn
        self._dead_letter_arn = dead_letter_arn

    def set(self, due: Due, at: datetime) -> None:
        """See :class:`chalicelib.recovery.timers.Timers`."""
        try:
            self._create(due, at)
        except self._client.exceptions.ConflictException:
            return  # set before, by us: the name holds cart, round and time
        except (ClientError, BotoCoreError) as error:
            raise Unavailable(f"Scheduler: {named(error)}") from error

    def unset(self, due: Due, at: datetime) -> None:
        """See :class:`chalicelib.recovery.timers.Timers`."""
        try:
            self._client.delete_schedule(Name=timer_name(due, at), GroupName=self._group)
        except self._client.exceptions.ResourceNotFoundException:
            return
        except (ClientError, BotoCoreError) as error:
            raise Unavailable(f"Scheduler: {named(error)}") from error

    def _create(self, due: Due, at: datetime) -> None:
        fires_at = max(at, datetime.now(UTC) + LEAD)
        whole = fires_at.astimezone(UTC) + timedelta(microseconds=999_999)
        self._client.create_schedule(
            Name=timer_name(due, at),
            GroupName=self._group,
            ScheduleExpression=f"at({whole:%Y-%m-%dT%H:%M:%S})",
            ScheduleExpressionTimezone="UTC",
            FlexibleTimeWindow={"Mode": "OFF"},
            ActionAfterCompletion="DELETE",
            Target={
                "Arn": self._queue_arn,
                "RoleArn": self._role_arn,
                "Input": msgspec.json.encode(due).decode(),
                "DeadLetterConfig": {"Arn": self._dead_letter_arn},
                "RetryPolicy": {"MaximumEventAgeInSeconds": DELIVERY_KEPT_SECONDS},
            },
        )
