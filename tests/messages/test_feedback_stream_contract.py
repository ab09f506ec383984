"""What the stream of SES's news must tell of itself: the same cases in memory and on SQS."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

import pytest

from chalicelib.errors import Unavailable
from chalicelib.messages.providers_word import FeedbackStream
from chalicelib.recovery.sqs import SqsFeedbackStream
from tests.fakes.aws import TROUBLES, Trouble
from tests.fakes.edges import MemoryFeedbackStream
from tests.fakes.outside import CLOUD, MEMORY, MOTO, OFFLINE, clients, new_name


class Rig(Protocol):
    """The stream, and what becomes of news that was given up."""

    @property
    def stream(self) -> FeedbackStream: ...

    def give_up(self) -> None: ...
    def look_at(self) -> None: ...
    def put_back(self) -> None: ...
    def fail(self, trouble: str) -> None: ...


class InMemory:
    def __init__(self) -> None:
        self.stream = MemoryFeedbackStream()

    def give_up(self) -> None:
        self.stream.lost += 1

    def look_at(self) -> None:
        """Nothing changes: it is still there."""

    def put_back(self) -> None:
        self.stream.lost -= 1

    def fail(self, trouble: str) -> None:
        self.stream.failure = Unavailable(trouble)


class OnSqs:
    def __init__(self, client: Any) -> None:
        self._client = client
        self._url = client.create_queue(QueueName=new_name())["QueueUrl"]
        self.stream = SqsFeedbackStream(client, self._url)

    def give_up(self) -> None:
        self._client.send_message(QueueUrl=self._url, MessageBody="{}")

    def look_at(self) -> None:
        (message,) = self._client.receive_message(QueueUrl=self._url)["Messages"]
        self._receipt = message["ReceiptHandle"]

    def put_back(self) -> None:
        self._client.delete_message(QueueUrl=self._url, ReceiptHandle=self._receipt)

    def fail(self, trouble: str) -> None:
        Trouble(self._client, TROUBLES[trouble])


@pytest.fixture(params=[MEMORY, MOTO, CLOUD])
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    if request.param == MEMORY:
        yield InMemory()
        return
    with clients(request) as client:
        yield OnSqs(client("sqs"))


def test_a_stream_in_which_nothing_ever_was_is_whole(rig: Rig) -> None:
    assert rig.stream.is_whole()


def test_news_that_is_given_up_makes_it_not_whole_until_it_is_put_back(rig: Rig) -> None:
    rig.give_up()
    assert not rig.stream.is_whole()
    rig.look_at()
    assert not rig.stream.is_whole()
    rig.put_back()
    assert rig.stream.is_whole()


@pytest.mark.parametrize("rig", OFFLINE, indirect=True)
@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_stream_that_cannot_be_seen_is_neither(rig: Rig, trouble: str) -> None:
    rig.fail(trouble)
    with pytest.raises(Unavailable):
        rig.stream.is_whole()
