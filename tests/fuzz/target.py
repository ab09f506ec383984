"""The app under fire, and what must hold whatever is sent to it."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec
from moto.dynamodb.models import dynamodb_backends
from moto.scheduler.models import scheduler_backends
from moto.sqs.models import sqs_backends

from chalicelib.carts.model import Cart
from infra.adobe_signing import ADOBE
from tests.fuzz.counted import COUNTED
from tests.fuzz.effort import PATIENCE_SECONDS
from tests.fuzz.senders import all_shops
from tests.http.requests import Answer
from tests.http.stage import ACCOUNT, CONTEXT, REGION, STAGE, Stage, staged

READS = frozenset({"GetItem", "BatchGetItem", "Query", "GetParameter"})
ITEM_MAX_BYTES = 400_000  # DynamoDB's own limit


@dataclass
class Target:
    """The app on its stage; ``fresh`` puts the stage back to where it was."""

    stage: Stage
    _items: Any = field(init=False)

    def __post_init__(self) -> None:
        self._items = copy.deepcopy(self._table.items)

    @property
    def _table(self) -> Any:
        return dynamodb_backends[ACCOUNT][REGION].tables[f"rebasket-{STAGE}"]

    @property
    def _timers(self) -> dict[str, Any]:
        group = scheduler_backends[ACCOUNT][REGION].schedule_groups[f"rebasket-{STAGE}"]
        schedules: dict[str, Any] = group.schedules
        return schedules

    @property
    def _errands(self) -> list[Any]:
        queue = sqs_backends[ACCOUNT][REGION].queues[f"rebasket-{STAGE}-errands"]
        messages: list[Any] = queue._messages
        return messages

    def fresh(self) -> None:
        """Forget everything that was stored since the stage was made."""
        self._table.items = copy.deepcopy(self._items)
        self._timers.clear()
        self._errands.clear()
        self.stage.calls.clear()

    def state(self) -> Any:
        """Return all that is stored, waits or is to come."""
        items = [json.dumps(each.to_json(), sort_keys=True) for each in self._table.all_items()]
        return sorted(items), sorted(self._timers), len(self._errands)

    def send(self, event: Any, meant: str = "none of ours") -> Answer:
        """Send a request; whatever it is, it gets an answer that is no fault of ours."""
        started = time.process_time()
        raw = self.stage.app.app(event, CONTEXT)
        took = time.process_time() - started
        json.dumps(raw)  # as Lambda does
        answer = Answer.of(raw)
        COUNTED[meant, answer.status] += 1
        assert answer.status < 500, answer
        assert took < PATIENCE_SECONDS, f"{took:.1f} s"
        return answer

    def send_unproven(self, event: Any, meant: str = "none of ours") -> Answer:
        """Send a request of which nobody has proven anything: it changes nothing."""
        before = self.state()
        self.stage.calls.clear()
        answer = self.send(event, meant)
        assert set(self.stage.calls) <= READS
        assert self.state() == before
        return answer

    def carts(self) -> list[Cart]:
        """Return every cart that is stored, each small enough for DynamoDB."""
        documents = [
            item.attrs["document"].value
            for item in self._table.all_items()
            if item.range_key.value == "STATE"
        ]
        assert all(len(document.encode()) < ITEM_MAX_BYTES for document in documents)
        whole = [document for document in documents if document.startswith("{")]
        return [msgspec.json.decode(document, type=Cart) for document in whole]


@contextmanager
def targeted() -> Iterator[Target]:
    """Run a target with every shop there is for the length of the block."""
    with staged(all_shops()) as stage:
        vars(stage.wiring)["adobe_keys"] = ADOBE  # else they would be asked for at Adobe's
        yield Target(stage)
