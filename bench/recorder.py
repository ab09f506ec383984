"""Counts calls to AWS through botocore's own events, so that retries are seen too."""

from collections.abc import Mapping
from typing import Any

import boto3

from bench.capacity import Capacity
from bench.observed import Call
from bench.units import Item


class Recorder:
    """Records every call of every client that ``session`` makes from now on."""

    def __init__(self, session: boto3.Session, region: str) -> None:
        # A session of its own: looking items up must not be counted.
        self._peeking: Any = boto3.Session().client("dynamodb", region_name=region)
        self._calls: list[Call] = []
        self.last: dict[str, Mapping[str, Any]] = {}
        """The parameters of the latest call of each operation."""
        for event, handler in (
            ("before-parameter-build", self._asked),
            ("request-created", self._attempted),
            ("response-received", self._received),
            ("after-call", self._answered),
        ):
            session.events.register(event, handler)

    def take(self) -> tuple[Call, ...]:
        """Return the calls since the last time."""
        calls, self._calls = tuple(self._calls), []
        return calls

    def _asked(self, params: Mapping[str, Any], model: Any, context: Any, **_: Any) -> None:
        seen: dict[str, Any] = {"attempts": 0}
        if model.service_model.service_name == "dynamodb":
            seen["capacity"] = Capacity(model.name, params, self._peek)
        self.last[model.name] = params
        context["bench"] = seen

    def _attempted(self, request: Any, **_: Any) -> None:
        request.context["bench"]["attempts"] += 1

    def _received(self, response_dict: Any, context: Any, **_: Any) -> None:
        context["bench"]["response"] = response_dict

    def _answered(self, model: Any, context: Any, **_: Any) -> None:
        seen = context["bench"]
        response = seen["response"]
        read, write = seen["capacity"].units() if "capacity" in seen else (0, 0)
        call = Call(
            service=model.service_model.service_name,
            operation=model.name,
            attempts=seen["attempts"],
            read_units=read,
            write_units=write,
            status=response["status_code"],
            headers={name: str(value) for name, value in response["headers"].items()},
            body=response["body"],
        )
        self._calls.append(call)

    def _peek(self, table: str, key: Mapping[str, Any]) -> Item | None:
        answer = self._peeking.get_item(TableName=table, Key=key, ConsistentRead=True)
        item: Item | None = answer.get("Item")
        return item
