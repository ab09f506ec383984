"""The feedback queue and its dead letters, seen on SQS."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.errors import Unavailable

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.literals import QueueAttributeNameType


class SqsFeedbackStream:
    """The ``FeedbackStream`` port: whole while its queue and its dead letters are empty."""

    def __init__(self, client: SQSClient, urls: Sequence[str]) -> None:
        self._client = client
        self._urls = urls

    def is_whole(self) -> bool:
        """See :class:`chalicelib.messages.providers_word.FeedbackStream`."""
        return all(self._is_empty(url) for url in self._urls)

    def _is_empty(self, url: str) -> bool:
        names: list[QueueAttributeNameType] = [
            "ApproximateNumberOfMessages",
            "ApproximateNumberOfMessagesNotVisible",
        ]
        try:
            answer = self._client.get_queue_attributes(QueueUrl=url, AttributeNames=names)
        except (ClientError, BotoCoreError) as error:
            raise Unavailable(f"SQS: {type(error).__name__}") from error
        return all(int(answer["Attributes"].get(name, "0")) == 0 for name in names)
