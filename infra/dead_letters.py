"""The queues of what failed: what lies in them, and a way back."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from botocore.config import Config

from chalicelib.errors import SetupError
from chalicelib.wiring import Wiring
from infra.names import StageNames

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

# Long enough to read and to send back, short enough that a command cut off hides nothing for long.
HIDDEN_SECONDS = 30
BATCH = 10  # the most that SQS gives or takes at once
_PATIENT = Config(connect_timeout=3, read_timeout=20, retries={"mode": "standard"})
_WAIT_SECONDS = 1  # asks all of the queue's servers, not some of them


@dataclass(frozen=True, slots=True)
class DeadQueue:
    """A queue of what failed, and the queue that its messages go back to."""

    kind: str
    name: str
    back_to: str


def dead_queues(stage: str, kind: str | None = None) -> list[DeadQueue]:
    """Return every dead-letter queue of a stage, or the one that is asked for."""
    names = StageNames(stage)
    queues = (
        DeadQueue("due", names.due_dead_queue, names.due_queue),
        DeadQueue("timers", names.timers_dead_queue, names.due_queue),
        DeadQueue("feedback", names.feedback_dead_queue, names.feedback_queue),
        DeadQueue("errands", names.errands_dead_queue, names.errands_queue),
    )
    return [queue for queue in queues if kind in {None, queue.kind}]


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One message that failed; ``receipt`` is what SQS wants to see for deleting it."""

    body: str
    sent_at: datetime
    received: int
    attributes: Mapping[str, str]
    receipt: str


class DeadLetters:
    """Looks into dead-letter queues and moves messages back."""

    def __init__(self, sqs: "SQSClient", clock: Callable[[], datetime]) -> None:
        self._sqs = sqs
        self._clock = clock

    @classmethod
    def of(cls, wiring: Wiring) -> "DeadLetters":
        """Return those of the stage that a command works on."""
        return cls(wiring.client("sqs", _PATIENT), lambda: datetime.now(UTC))

    def count(self, queue: DeadQueue) -> int:
        """Return about how many messages lie in a queue, those that are looked at included."""
        attributes = self._sqs.get_queue_attributes(
            QueueUrl=self._url(queue.name),
            AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
        )["Attributes"]
        return sum(int(number) for number in attributes.values())

    @contextmanager
    def looked_at(self, queue: DeadQueue) -> Iterator[Iterator[DeadLetter]]:
        """Yield the messages of a queue; on leaving the block all of them can be seen again."""
        with ExitStack() as seen:
            yield self._shown(queue, seen)

    def redrive(self, queue: DeadQueue, moved: Callable[[int], object]) -> int:
        """Put every message back and return how many; ``moved`` is told of each batch.

        Each is sent before it is deleted: a command that is cut off loses nothing, and the
        functions do nothing twice.
        """
        total = 0
        for batch in self._batches(queue):
            total += self._moved(queue, batch)
            moved(len(batch))
        return total

    def _shown(self, queue: DeadQueue, seen: ExitStack) -> Iterator[DeadLetter]:
        show = partial(self._sqs.change_message_visibility, QueueUrl=self._url(queue.name))
        for batch in self._batches(queue):
            for letter in batch:
                seen.callback(show, ReceiptHandle=letter.receipt, VisibilityTimeout=0)
            yield from batch

    def _batches(self, queue: DeadQueue) -> Iterator[list[DeadLetter]]:
        """Yield what lies in a queue; not what arrives meanwhile, so that this ends."""
        url, started = self._url(queue.name), self._clock()
        while True:
            messages = self._sqs.receive_message(
                QueueUrl=url,
                MaxNumberOfMessages=BATCH,
                VisibilityTimeout=HIDDEN_SECONDS,
                WaitTimeSeconds=_WAIT_SECONDS,
                MessageSystemAttributeNames=["SentTimestamp", "ApproximateReceiveCount"],
                MessageAttributeNames=["All"],
            ).get("Messages", [])
            if not messages:
                return
            letters = [_letter(message) for message in messages]
            yield [letter for letter in letters if letter.sent_at <= started]

    def _moved(self, queue: DeadQueue, batch: list[DeadLetter]) -> int:
        if not batch:
            return 0
        answer = self._sqs.send_message_batch(
            QueueUrl=self._url(queue.back_to),
            Entries=[{"Id": str(n), "MessageBody": one.body} for n, one in enumerate(batch)],
        )
        sent = [batch[int(one["Id"])] for one in answer.get("Successful", ())]
        for letter in sent:
            self._sqs.delete_message(QueueUrl=self._url(queue.name), ReceiptHandle=letter.receipt)
        if len(sent) < len(batch):
            raise SetupError(f"{queue.back_to} took {len(sent)} of {len(batch)}: try again")
        return len(sent)

    def _url(self, name: str) -> str:
        try:
            return self._sqs.get_queue_url(QueueName=name)["QueueUrl"]
        except self._sqs.exceptions.QueueDoesNotExist:
            raise SetupError(f"there is no queue {name}: is the stage deployed here?") from None


def _letter(message: Any) -> DeadLetter:
    own = message["Attributes"]
    given = message.get("MessageAttributes", {})
    return DeadLetter(
        body=message["Body"],
        sent_at=datetime.fromtimestamp(int(own["SentTimestamp"]) / 1000, UTC),
        received=int(own["ApproximateReceiveCount"]),
        attributes={name: one.get("StringValue", "") for name, one in given.items()},
        receipt=message["ReceiptHandle"],
    )
