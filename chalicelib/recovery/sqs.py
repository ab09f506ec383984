"""The feedback queue and its dead letters, seen on SQS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.errors import Unavailable, named

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.literals import QueueAttributeNameType


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
            raise Unavailable(f"SQS: {named(error)}") from error
        return all(int(answer["Attributes"][name]) == 0 for name in names)
