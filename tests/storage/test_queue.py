"""The queues on SQS, as moto has it: answers that no other queue gives."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from moto import mock_aws

from chalicelib.errors import Unavailable
from chalicelib.recovery.sqs import SqsFeedbackStream
from chalicelib.recovery.timers import Due
from chalicelib.storage.queue import SqsQueue
from tests.fakes import aws

DUES = [Due(shop="tea", cart=f"c{number}", round=1) for number in range(3)]


@pytest.fixture
def client() -> Iterator[Any]:
    with mock_aws():
        yield aws.client("sqs")


def test_a_queue_that_is_gone_is_unavailable(client: Any) -> None:
    url = client.create_queue(QueueName="rebasket-dev-due")["QueueUrl"] + "-gone"
    with pytest.raises(Unavailable, match=r"SQS: QueueDoesNotExist|SQS: .*NonExistentQueue"):
        SqsQueue(lambda: client, url).put(DUES)
    with pytest.raises(Unavailable, match="SQS"):
        SqsFeedbackStream(client, url).is_whole()


def test_a_batch_of_which_nothing_was_taken_is_unavailable(client: Any) -> None:
    url = client.create_queue(QueueName="rebasket-dev-due")["QueueUrl"]

    def nothing(parsed: dict[str, Any], **_: Any) -> None:
        parsed["Failed"] = [{"Id": each.pop("Id")} for each in parsed.pop("Successful")]

    client.meta.events.register("after-call.sqs.SendMessageBatch", nothing)
    with pytest.raises(Unavailable, match="SQS took 0 of 3"):
        SqsQueue(lambda: client, url).put(DUES)


def test_what_is_to_wait_is_kept_until_its_time(client: Any) -> None:
    url = client.create_queue(QueueName="rebasket-dev-errands")["QueueUrl"]
    queue = SqsQueue(lambda: client, url)
    queue.put(DUES[:1], timedelta(seconds=10))
    queue.put(DUES[1:2])
    asked = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesDelayed"]
    told = client.get_queue_attributes(QueueUrl=url, AttributeNames=asked)["Attributes"]
    assert [told[name] for name in asked] == ["1", "1"]
    (message,) = client.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    assert msgspec.json.decode(message["Body"], type=Due) == DUES[1]


def test_no_client_is_made_before_there_is_something_to_put() -> None:
    def never() -> Any:
        raise AssertionError("a client for nothing")

    SqsQueue(never, "https://sqs.example/due").put([])
