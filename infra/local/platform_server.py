"""Shops' platforms on this machine: one server, a stand-in for each shop's host.

A stand-in answers in its platform's documented shapes and refuses what the platform would refuse.
The functions are led here by ``PLATFORM_ENDPOINT``, with the host as the first part of the path.
"""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections import defaultdict, deque
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qsl, urlsplit

from infra.local.stand_in import Asked, StandIn, Told, Trouble

HOST = "127.0.0.1"
SLOW_SECONDS = 8.0  # more than a caller waits for an answer


class PlatformServer:
    """Serves stand-ins while it is started; also a context manager."""

    def __init__(self, stand_ins: Mapping[str, StandIn]) -> None:
        self.stand_ins = dict(stand_ins)
        self.asked: list[tuple[str, Asked]] = []
        """Every request with its host, in the order in which they came."""
        self._troubles: dict[str, deque[Trouble]] = defaultdict(deque)
        self._one_at_a_time = threading.Lock()
        self._server: _Server | None = None

    @property
    def url(self) -> str:
        """What ``PLATFORM_ENDPOINT`` must be; known once the server is started."""
        port = self._server.server_address[1] if self._server else 0
        return f"http://{HOST}:{port}"

    def trouble(self, host: str, *kinds: Trouble) -> None:
        """Have the next answers of a host go wrong, one each."""
        self._troubles[host].extend(kinds)

    def next_trouble(self, host: str) -> Trouble | None:
        """Take out what is to go wrong next at a host, if anything."""
        with self._one_at_a_time:
            waiting = self._troubles[host]
            return waiting.popleft() if waiting else None

    def answer(self, host: str, asked: Asked) -> Told:
        """Let the host's stand-in answer; 404 for a host that nobody stands in for."""
        with self._one_at_a_time:
            self.asked.append((host, asked))
            stand_in = self.stand_ins.get(host)
            return stand_in.answer(asked) if stand_in else Told(404, b"no such host here")

    def __enter__(self) -> Self:
        self._server = _Server((HOST, 0), _Handler)
        self._server.platforms = self
        threading.Thread(target=self._server.serve_forever, name="platforms", daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


WRONG_ANSWERS: Mapping[Trouble | None, Told] = {
    Trouble.THROTTLED: Told(429, b"{}", {"Retry-After": "1"}),
    Trouble.MALFORMED: Told(200, b"<html>Just a moment</html>"),
}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    platforms: PlatformServer


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def _any(self) -> None:
        url = urlsplit(self.path)
        _, host, path = url.path.split("/", 2)
        length = int(self.headers.get("Content-Length") or 0)
        asked = Asked(
            method=self.command,
            path=f"/{path}",
            query=dict(parse_qsl(url.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length),
        )
        trouble = self.server.platforms.next_trouble(host)
        if trouble in {None, Trouble.TRUNCATED}:
            told = self.server.platforms.answer(host, asked)
            self._tell(told, len(told.body) // 2 if trouble else None)
        else:
            self._fail(trouble)

    def _fail(self, trouble: Trouble | None) -> None:
        if trouble is Trouble.SLOW:
            time.sleep(SLOW_SECONDS)
        if trouble is Trouble.RESET:
            self._reset()
        else:
            self._tell(WRONG_ANSWERS.get(trouble, Told(503)))

    def _reset(self) -> None:
        """Close without lingering: that sends a reset instead of a goodbye."""
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close_connection = True

    def _tell(self, told: Told, only: int | None = None) -> None:
        self.send_response(told.status)
        for name, value in {"Content-Type": "application/json", **told.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(told.body)))
        self.end_headers()
        self.wfile.write(told.body if only is None else told.body[:only])
        self.close_connection = self.close_connection or only is not None

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _any  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Stay silent."""
