"""AWS answered instantly: what it once answered, again, without a network."""

import io
from collections import defaultdict, deque
from collections.abc import Iterator
from typing import Any

import boto3
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

from bench.observed import Observed


class _Raw(io.BytesIO):
    """A body as urllib3 would hand it over."""

    def stream(self, **_: Any) -> Iterator[bytes]:
        """Yield the body whole."""
        yield self.getvalue()


class Replay:
    """Answers every call of ``session``'s clients from the calls of one ``Observed``."""

    def __init__(self, session: boto3.Session) -> None:
        self._answers: dict[str, deque[tuple[int, dict[str, str], bytes]]] = {}
        events: Any = session.events  # its stubs know no handler that answers
        events.register("before-send", self._answer)

    def load(self, seen: Observed) -> None:
        """Answer as these calls were answered, from now on."""
        answers: defaultdict[str, deque[tuple[int, dict[str, str], bytes]]] = defaultdict(deque)
        for call in seen.calls:
            answers[call.operation].append((call.status, call.headers, call.body))
        self._answers = answers

    @property
    def is_used_up(self) -> bool:
        """Whether every answer was asked for."""
        return not any(self._answers.values())

    def _answer(self, request: Any, event_name: str, **_: Any) -> AWSResponse:
        status, headers, body = self._answers[event_name.rpartition(".")[2]].popleft()
        answered = HTTPHeaders()
        for name, value in headers.items():
            answered[name] = value
        return AWSResponse(request.url, status, answered, _Raw(body))
