"""The due queue, and the feedback queue's dead letters, on SQS."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import batched
from typing import TYPE_CHECKING

import msgspec
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.errors import Unavailable
from chalicelib.recovery.timers import Due

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.literals import QueueAttributeNameType

BATCH = 10  # the most that one SendMessageBatch takes


class SqsDueQueue:
    """The ``DueQueue`` port on SQS."""

    def __init__(self, client: SQSClient, url: str) -> None:
        self._client = client
        self._url = url

    def put(self, dues: Sequence[Due]) -> None:
        """See :class:`chalicelib.recovery.timers.DueQueue`."""
        for batch in batched(dues, BATCH):
            self._send(batch)

    def _send(self, batch: Sequence[Due]) -> None:
        bodies = [msgspec.json.encode(due).decode() for due in batch]
        try:
            answer = self._client.send_message_batch(
                QueueUrl=self._url,
                Entries=[{"Id": str(n), "MessageBody": body} for n, body in enumerate(bodies)],
            )
        except (ClientError, BotoCoreError) as error:
            raise Unavailable(f"SQS: {type(error).__name__}") from error
        if answer.get("Failed"):
            raise Unavailable(f"SQS took {len(answer['Successful'])} of {len(batch)}")


class SqsFeedbackStream:
    """The ``FeedbackStream`` port: whole while the queue of its dead letters is empty."""

    def __init__(self, client: SQSClient, dead_letters_url: str) -> None:
        self._client = client
        self._url = dead_letters_url

    def is_whole(self) -> bool:
        """See :class:`chalicelib.messages.providers_word.FeedbackStream`."""
        names: list[QueueAttributeNameType] = [
            "ApproximateNumberOfMessages",
            "ApproximateNumberOfMessagesNotVisible",
        ]
        try:
            answer = self._client.get_queue_attributes(QueueUrl=self._url, AttributeNames=names)
        except (ClientError, BotoCoreError) as error:
            raise Unavailable(f"SQS: {type(error).__name__}") from error
        return all(int(answer["Attributes"].get(name, "0")) == 0 for name in names)
