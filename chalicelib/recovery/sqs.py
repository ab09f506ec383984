"""The due queue on SQS."""

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
