"""Time that passes: what takes hours in production takes seconds here.

Queues deliver again sooner, functions live shorter, and what waits is rewritten as if hours had
passed, see ``hours.py``; nothing that a living function may hold.
"""

import json
import time
from collections import Counter
from datetime import UTC, datetime

import msgspec
from msgspec.structs import replace

from chalicelib.carts.model import Cart
from chalicelib.errors import WriteConflict
from chalicelib.notices.model import OrderNotice
from chalicelib.recovery.due_list import place
from chalicelib.storage.keys import Key, cart_state, order_notice
from chalicelib.storage.port import Put, Write
from infra.dead_letters import DeadLetters, dead_queues
from infra.local.cloud import LocalCloud
from infra.local.schedules import SCHEDULED
from tests.e2e.chaos.hours import (
    FUNCTION_SECONDS,
    after_hours,
    is_overdue,
    news_meanwhile,
    notice_after_hours,
)
from tests.e2e.chaos.stored import DirectTable, carts, notices
from tests.e2e.stage import NAMES, STAGE
from tests.fakes.table import MemoryTable

LIVES_SECONDS = {
    NAMES.due_steps_function: FUNCTION_SECONDS,
    NAMES.errands_function: FUNCTION_SECONDS,
    NAMES.feedback_function: 5,
}
HIDDEN_SECONDS = {
    NAMES.due_queue: FUNCTION_SECONDS + 1,
    NAMES.errands_queue: FUNCTION_SECONDS + 1,
    NAMES.feedback_queue: 6,
}
QUEUES = (*HIDDEN_SECONDS, *(queue.name for queue in dead_queues(STAGE)))
SWEPT_EVERY_SECONDS = 3.0


class Time:
    """Passes in turns; ``counted`` tells what it brought about."""

    def __init__(self, cloud: LocalCloud, table: DirectTable) -> None:
        self._table = table
        self._functions = cloud.client("lambda")
        self._sqs = cloud.client("sqs")
        self._letters = DeadLetters(self._sqs, lambda: datetime.now(UTC))
        self._urls: dict[str, str] = {}
        self._swept_at = 0.0
        self.counted: Counter[str] = Counter()
        self.waiting = 0

    def hurry(self) -> None:
        """Let functions live shorter, and queues deliver again sooner."""
        for function, seconds in LIVES_SECONDS.items():
            self._functions.update_function_configuration(FunctionName=function, Timeout=seconds)
        for queue, seconds in HIDDEN_SECONDS.items():
            self._sqs.set_queue_attributes(
                QueueUrl=self._url(queue), Attributes={"VisibilityTimeout": str(seconds)}
            )

    def turn(self) -> bool:
        """Let hours pass for what waits; True when nothing does any more."""
        self._redrive()
        news_is_in = self._left_in(NAMES.feedback_queue, NAMES.feedback_dead_queue) == 0
        table = self._table.everything()
        self._pass(table, datetime.now(UTC), news_is_in=news_is_in)
        waiting = [
            cart for cart in carts(table) if cart.timer is not None or cart.claim is not None
        ]
        self.waiting = len(waiting)
        if any(is_overdue(cart, datetime.now(UTC)) for cart in waiting):
            self._sweep()
        return self.waiting == 0 and self._left_in(*QUEUES) == 0

    def _pass(self, table: MemoryTable, now: datetime, *, news_is_in: bool) -> None:
        for cart in carts(table):
            older = after_hours(cart, now, news_is_in=news_is_in)
            if older != cart and self._written(_rewriting(cart_state(cart.shop, cart.id), older)):
                self.counted["carts that hours passed for"] += 1
                self._written(news_meanwhile(now))
        for notice in notices(table):
            left = notice_after_hours(notice, now, news_is_in=news_is_in)
            key = order_notice(notice.shop, notice.id, notice.step)
            if left != notice and self._written(_rewriting(key, left)):
                self.counted["notices that hours passed for"] += 1

    def _written(self, write: Write) -> bool:
        try:
            self._table.write([write])
        except WriteConflict:
            return False
        return True

    def _sweep(self) -> None:
        if time.monotonic() < self._swept_at + SWEPT_EVERY_SECONDS:
            return
        self._swept_at = time.monotonic()
        self.counted["sweeps"] += 1
        self._functions.invoke(
            FunctionName=NAMES.sweep_function, InvocationType="Event", Payload=json.dumps(SCHEDULED)
        )

    def _redrive(self) -> None:
        for queue in dead_queues(STAGE):
            if self._left_in(queue.name):
                self.counted["dead letters"] += self._letters.redrive(queue, lambda _: None)

    def _left_in(self, *queues: str) -> int:
        answers = [
            self._sqs.get_queue_attributes(QueueUrl=self._url(queue), AttributeNames=["All"])
            for queue in queues
        ]
        return sum(
            int(answer["Attributes"]["ApproximateNumberOfMessages"])
            + int(answer["Attributes"]["ApproximateNumberOfMessagesNotVisible"])
            for answer in answers
        )

    def _url(self, queue: str) -> str:
        if queue not in self._urls:
            self._urls[queue] = self._sqs.get_queue_url(QueueName=queue)["QueueUrl"]
        return self._urls[queue]


def _rewriting(key: Key, what: Cart | OrderNotice) -> Put:
    """Say how to store what waits on the condition of its version: else it does not only wait."""
    return Put(
        key=key,
        document=msgspec.json.encode(replace(what, version=0)),
        if_version=what.version,
        place=place(what) if isinstance(what, Cart) else None,
    )
