"""What the queues of due steps and errands must do: in memory, on moto, on the local cloud."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple, Protocol

import msgspec
import pytest

from chalicelib.errands.model import Errand, Lookup, TellBuyer
from chalicelib.errors import Unavailable
from chalicelib.intake.events import Resource
from chalicelib.recovery.timers import Due
from chalicelib.storage.queue import SqsQueue
from tests.fakes.aws import TROUBLES, Trouble
from tests.fakes.edges import MemoryDueQueue, MemoryQueue
from tests.fakes.errands import MemoryErrands
from tests.fakes.outside import CLOUD, MEMORY, MOTO, OFFLINE, clients, new_name

AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


class Queue(Protocol):
    """What both ports say of themselves."""

    def put(self, messages: Sequence[Any], /) -> None: ...


class Kind(NamedTuple):
    """A kind of queue: how its messages are read, what they may be, and its fake."""

    read: Any
    messages: Callable[[int], list[Any]]
    fake: Callable[[], MemoryQueue[Any]]


def dues(count: int) -> list[Due]:
    return [Due(shop="tea", cart=f"c{number}", round=number) for number in range(count)]


def errands(count: int) -> list[Errand]:
    """Errands of two kinds in turn."""
    return [
        TellBuyer(shop="tea", notice=f"n{number}", step=1)
        if number % 2
        else Lookup(
            shop="tea",
            resource=Resource.ORDER,
            ref=str(number),
            announced_at=AT,
            api_url="https://a",
        )
        for number in range(count)
    ]


KINDS = {
    "due": Kind(Due, dues, MemoryDueQueue),
    "errands": Kind(Errand, errands, MemoryErrands),
}


class Rig(Protocol):
    """The queue, and a worker's end of it."""

    @property
    def queue(self) -> Queue: ...

    def taken(self) -> Counter[Any]: ...
    def fail(self, trouble: str) -> None: ...
    def recover(self) -> None: ...
    def takes_only(self, count: int) -> None: ...


class InMemory:
    def __init__(self, kind: Kind) -> None:
        self.queue = kind.fake()

    def taken(self) -> Counter[Any]:
        return Counter(self.queue.taken())

    def fail(self, trouble: str) -> None:
        self.queue.failure = Unavailable(trouble)

    def recover(self) -> None:
        self.queue.failure = None

    def takes_only(self, count: int) -> None:
        self.queue.room = count


class OnSqs:
    def __init__(self, client: Any, kind: Kind) -> None:
        self._client, self._kind = client, kind
        self._url = client.create_queue(QueueName=new_name())["QueueUrl"]
        self.queue = SqsQueue(lambda: client, self._url)

    def taken(self) -> Counter[Any]:
        taken: Counter[Any] = Counter()
        while messages := self._received():
            taken.update(
                msgspec.json.decode(each["Body"], type=self._kind.read) for each in messages
            )
        return taken

    def _received(self) -> list[dict[str, Any]]:
        answer = self._client.receive_message(QueueUrl=self._url, MaxNumberOfMessages=10)
        return list(answer.get("Messages", ()))

    def fail(self, trouble: str) -> None:
        self._trouble = Trouble(self._client, TROUBLES[trouble])

    def recover(self) -> None:
        self._trouble.over()

    def takes_only(self, count: int) -> None:
        """Refuse the rest of a batch, as SQS does with single messages when it is in trouble."""
        refused: list[Any] = []

        def cut(params: dict[str, Any], **_: Any) -> dict[str, Any]:
            refused.extend(params["Entries"][count:])
            return params | {"Entries": params["Entries"][:count]}

        def told(parsed: dict[str, Any], **_: Any) -> None:
            failed = {"SenderFault": False, "Code": "InternalError"}
            parsed["Failed"] = [{"Id": each["Id"]} | failed for each in refused]

        events = self._client.meta.events
        events.register("provide-client-params.sqs.SendMessageBatch", cut)
        events.register("after-call.sqs.SendMessageBatch", told)


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    return KINDS[request.param]


@pytest.fixture(params=[MEMORY, MOTO, CLOUD])
def rig(request: pytest.FixtureRequest, kind: Kind) -> Iterator[Rig]:
    if request.param == MEMORY:
        yield InMemory(kind)
        return
    with clients(request) as client:
        yield OnSqs(client("sqs"), kind)


@pytest.mark.parametrize("count", [0, 1, 10, 11, 25])
def test_as_many_as_there_are_arrive_at_the_worker_as_they_are(
    rig: Rig, kind: Kind, count: int
) -> None:
    rig.queue.put(kind.messages(count))
    assert rig.taken() == Counter(kind.messages(count))


def test_one_that_is_on_its_way_already_is_put_again(rig: Rig, kind: Kind) -> None:
    rig.queue.put(kind.messages(1))
    rig.queue.put(kind.messages(1) * 2)
    assert rig.taken() == Counter(kind.messages(1) * 3)


@pytest.mark.parametrize("rig", OFFLINE, indirect=True)
@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_queue_that_cannot_be_reached_is_our_failure_and_can_be_tried_again(
    rig: Rig, kind: Kind, trouble: str
) -> None:
    rig.fail(trouble)
    with pytest.raises(Unavailable):
        rig.queue.put(kind.messages(3))
    rig.recover()
    assert rig.taken() == Counter()
    rig.queue.put(kind.messages(3))
    assert rig.taken() == Counter(kind.messages(3))


@pytest.mark.parametrize("rig", OFFLINE, indirect=True)
def test_a_queue_that_does_not_take_all_says_so(rig: Rig, kind: Kind) -> None:
    rig.takes_only(2)
    with pytest.raises(Unavailable, match="2 of 5"):
        rig.queue.put(kind.messages(5))
    assert rig.taken() == Counter(kind.messages(2))
