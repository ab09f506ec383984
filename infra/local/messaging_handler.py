"""HTTP around the stand-in for carriers: requests in, answers out, and lines that break."""

from __future__ import annotations

import socket
import struct
from http.server import BaseHTTPRequestHandler
from typing import Protocol
from urllib.parse import parse_qsl, urlsplit

from infra.local.regions_down import Failure
from infra.local.stand_in import Asked, Told


class Messaging(Protocol):
    """Who answers."""

    def region_failure(self, asked: Asked) -> Failure | None:
        """Say if the region that a request is for is down, and how."""

    def answer(self, asked: Asked) -> Told | None:
        """Answer one request; None when the answer is lost on its way."""


class MessagingHandler(BaseHTTPRequestHandler):
    """One connection."""

    messaging: Messaging
    protocol_version = "HTTP/1.1"

    def _any(self) -> None:
        if self.messaging.region_failure(self._asked(b"")) is Failure.UNREACHABLE:
            self._reset()
            return
        length = int(self.headers.get("Content-Length") or 0)
        told = self.messaging.answer(self._asked(self.rfile.read(length)))
        if told:
            self._tell(told)
        else:
            self._reset()

    def _asked(self, body: bytes) -> Asked:
        url = urlsplit(self.path)
        return Asked(
            method=self.command,
            path=url.path,
            query=dict(parse_qsl(url.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=body,
        )

    def _reset(self) -> None:
        """Close without lingering: that sends a reset instead of a goodbye."""
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close_connection = True

    def _tell(self, told: Told) -> None:
        self.send_response(told.status)
        for name, value in {"Content-Type": "application/json", **told.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(told.body)))
        self.end_headers()
        self.wfile.write(told.body)

    do_GET = do_POST = do_PUT = do_DELETE = _any  # noqa: N815 - http.server's names

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Stay silent."""
