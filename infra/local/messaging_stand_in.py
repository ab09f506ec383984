"""AWS's services for SMS, app push and WhatsApp on this machine, and browsers' push services.

What neither MiniStack nor moto has: ``pinpoint`` SendMessages, ``pinpoint-sms-voice-v2``
SendTextMessage and ``socialmessaging`` SendWhatsAppMessage. Each request is held against
botocore's own service model, kept, and answered in the service's shapes. Web push comes to
``/webpush/HOST/PATH``. Numbers, tokens and templates with a known fate: ``carrier_*.py``.

::

    with MessagingStandIn(tmp_path) as stand_in:
        client = boto3.client("pinpoint", endpoint_url=stand_in.url, region_name="eu-west-1", ...)
        client.send_messages(...)
        stand_in.sent
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Self

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
from infra.local.messaging_handler import MessagingHandler
from infra.local.regions_down import Failure
from infra.local.stand_in import Asked, Told
from infra.local.text_settings import OPERATIONS, TextSettings

HOST = "127.0.0.1"
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


class MessagingStandIn:
    """Serves while it is started; also a context manager.

    ``announce`` publishes what AWS tells of messages. ``permit`` raises ``AwsRefusal`` for a
    caller without the right. ``settings`` are the SMS configuration sets of every region; None
    takes any name, and publishes to no topic.
    """

    def __init__(
        self,
        state_dir: Path,
        port: int = 0,
        *,
        announce: Announce = _tell_nobody,
        permit: Permit = _permit_all,
        settings: TextSettings | None = None,
    ) -> None:
        self.state_dir = state_dir
        self.news: list[AwsNews] = []
        """Everything that was told of messages, also where nobody listens."""
        self._port = port
        self._announce, self._permit, self._settings = announce, permit, settings
        self._one_at_a_time = threading.Lock()
        self._server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        """The endpoint of all three services; known once it is started."""
        port = self._server.server_address[1] if self._server else self._port
        return f"http://{HOST}:{port}"

    @property
    def push_endpoint(self) -> str:
        """Where to send what is for browsers' push services, with host and path behind it."""
        return f"{self.url}/webpush"

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
        if asked.path.startswith("/webpush/"):
            return self._push(asked)
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

    def _push(self, asked: Asked) -> Told | None:
        _, _, host, path = asked.path.split("/", 3)
        rest = Asked(asked.method, f"/{path}", asked.query, asked.headers, asked.body)
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

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer((HOST, self._port), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, name="messaging", daemon=True).start()
        return self

    def _handler(self) -> type[MessagingHandler]:
        class Handler(MessagingHandler):
            messaging = self

        return Handler

    def __exit__(self, *_: object) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
