"""AWS's services for SMS, app push and WhatsApp on this machine, and browsers' push services.

What neither MiniStack nor moto has: ``pinpoint`` SendMessages, ``pinpoint-sms-voice-v2``
SendTextMessage and ``socialmessaging`` SendWhatsAppMessage. Each request is held against
botocore's own service model, kept, and answered in the service's shapes. Web push comes to
``/HOST/PATH``. Numbers, tokens and templates with a known fate: ``carrier_*.py``.

::

    with MessagingStandIn(tmp_path) as stand_in:
        client = boto3.client("pinpoint", endpoint_url=stand_in.url, region_name="eu-west-1", ...)
        client.send_messages(...)
        stand_in.sent
"""

from __future__ import annotations

import threading
from http.server import ThreadingHTTPServer
from typing import Self

from infra.local.messaging_answers import MessagingAnswers
from infra.local.messaging_handler import MessagingHandler

HOST = "127.0.0.1"


class MessagingStandIn(MessagingAnswers):
    """Serves on a free port while it is started; also a context manager."""

    _server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        """The endpoint of all three services, and ``PUSH_ENDPOINT``; known once it is started."""
        port = self._server.server_address[1] if self._server else 0
        return f"http://{HOST}:{port}"

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer((HOST, 0), self._handler())
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
