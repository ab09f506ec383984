"""A queue on SQS that takes typed messages as JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cached_property
from itertools import batched
from typing import TYPE_CHECKING

import msgspec
from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.errors import Unavailable, named

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

BATCH = 10  # the most that one SendMessageBatch takes


class SqsQueue:
    """The ``DueQueue`` and ``Errands`` ports on SQS.

    ``client`` makes the client when the first message is put: most webhooks need none.
    """

    def __init__(self, client: Callable[[], SQSClient], url: str) -> None:
        self._make_client = client
        self._url = url

    @cached_property
    def _client(self) -> SQSClient:
        return self._make_client()

    def put(self, messages: Sequence[msgspec.Struct], delay: timedelta = timedelta(0)) -> None:
        """Queue these, at least once each; ``Unavailable`` when not all were taken.

        Nobody gets them before ``delay``, in whole seconds, is over.
        """
        for batch in batched(messages, BATCH):
            self._send(batch, int(delay.total_seconds()))

    def _send(self, batch: Sequence[msgspec.Struct], delay_seconds: int) -> None:
        bodies = [msgspec.json.encode(message).decode() for message in batch]
        try:
            answer = self._client.send_message_batch(
                QueueUrl=self._url,
                Entries=[
                    {"Id": str(n), "MessageBody": body, "DelaySeconds": delay_seconds}
                    for n, body in enumerate(bodies)
                ],
            )
        except (ClientError, BotoCoreError) as error:
            raise Unavailable(f"SQS: {named(error)}") from error
        if answer.get("Failed"):
            raise Unavailable(f"SQS took {len(answer.get('Successful', ()))} of {len(batch)}")
