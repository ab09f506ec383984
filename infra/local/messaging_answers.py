"""What the stand-in for carriers answers to each request, and what it keeps and tells of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from infra.local import (
    aws_requests,
    carrier_browsers,
    carrier_pushes,
    carrier_texts,
    carrier_whatsapp,
    regions_down,
)
from infra.local.aws_requests import AwsRefusal, AwsRequest
from infra.local.carrier_outcome import AwsNews, Outcome
from infra.local.messages import MESSAGES_LOG, SentMessage, keep, read_messages
from infra.local.regions_down import Failure
from infra.local.stand_in import Asked, Told
from infra.local.text_settings import OPERATIONS, TextSettings

_THROTTLED = {
    "pinpoint": "TooManyRequestsException",
    "pinpoint-sms-voice-v2": "ThrottlingException",
    "socialmessaging": "ThrottledRequestException",
}
_BROKEN = {
    "pinpoint": "InternalServerErrorException",
    "pinpoint-sms-voice-v2": "InternalServerException",
    "socialmessaging": "InternalServiceException",
}
type Announce = Callable[[AwsNews], None]
type Permit = Callable[[Asked, AwsRequest], None]


def _tell_nobody(_news: AwsNews) -> None:
    """Publish nothing: for tests without an emulator."""


def _permit_all(_asked: Asked, _request: AwsRequest) -> None:
    """Ask no policy: for tests without an emulator."""


class MessagingAnswers:
    """The three services, and the push services, in every region.

    ``announce`` publishes what AWS tells of messages. ``permit`` raises ``AwsRefusal`` for a
    caller without the right. ``settings`` are the SMS configuration sets of every region; None
    takes any name, and publishes to no topic.
    """

    def __init__(
        self,
        state_dir: Path,
        *,
        announce: Announce = _tell_nobody,
        permit: Permit = _permit_all,
        settings: TextSettings | None = None,
    ) -> None:
        self.state_dir = state_dir
        self.news: list[AwsNews] = []
        """Everything that was told of messages, also where nobody listens."""
        self._announce, self._permit, self._settings = announce, permit, settings
        self._one_at_a_time = threading.Lock()

    @property
    def sent(self) -> list[SentMessage]:
        """Every message that was taken, oldest first."""
        return read_messages(self.state_dir / MESSAGES_LOG)

    def region_failure(self, asked: Asked) -> Failure | None:
        """Say if the region that a request is for is down, and how."""
        try:
            _service, region, _key = aws_requests.signed_for(asked)
        except AwsRefusal:
            return None
        return regions_down.failure_of(self.state_dir, region)

    def answer(self, asked: Asked) -> Told | None:
        """Answer one request; None when the answer is lost on its way."""
        push_service = asked.path.split("/")[1]
        if "." in push_service:  # a host, which no path of AWS's begins with
            return self._push(asked, push_service)
        service = "pinpoint"
        try:
            service, region, _key = aws_requests.signed_for(asked)
            self._fail_if_down(service, region)
            request = aws_requests.read(asked)
            self._permit(asked, request)
            outcome = self._outcome(request)
        except AwsRefusal as problem:
            return aws_requests.refusal(service, problem)
        self._finish(outcome)
        return None if outcome.answer_is_lost else aws_requests.answer(request, outcome.result)

    def _fail_if_down(self, service: str, region: str) -> None:
        failure = regions_down.failure_of(self.state_dir, region)
        if failure is Failure.THROTTLES:
            raise AwsRefusal(_THROTTLED[service], "Rate exceeded")
        if failure is Failure.ERRORS:
            raise AwsRefusal(_BROKEN[service], "Internal failure")

    def _outcome(self, request: AwsRequest) -> Outcome:
        if request.operation == "SendMessages":
            return carrier_pushes.send(request)
        if request.operation == "SendWhatsAppMessage":
            return carrier_whatsapp.send(request)
        if request.operation == "SendTextMessage":
            topics = self._settings.topics(request) if self._settings else ()
            to = str(request.parameters["DestinationPhoneNumber"])
            refused = self._settings is not None and self._settings.is_opted_out(to)
            return carrier_texts.send(request, topics, is_opted_out=refused)
        if self._settings and request.operation in OPERATIONS:
            return Outcome(self._settings.answer(request))
        raise AwsRefusal("UnknownOperationException", f"{request.operation}: not stood in for")

    def _push(self, asked: Asked, host: str) -> Told | None:
        path = asked.path.removeprefix(f"/{host}")
        rest = Asked(asked.method, path, asked.query, asked.headers, asked.body)
        told, outcome = carrier_browsers.push(rest, host, self.state_dir)
        if outcome:
            self._finish(outcome)
        return None if outcome and outcome.answer_is_lost else told

    def _finish(self, outcome: Outcome) -> None:
        """Keep what was sent, then tell of it."""
        with self._one_at_a_time:
            if outcome.message:
                keep(self.state_dir / MESSAGES_LOG, outcome.message)
            for news in outcome.news:
                self.news.append(news)
                self._announce(news)
