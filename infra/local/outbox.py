"""The outbox: a page on this machine that shows every sent mail as its shopper would see it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from http.server import ThreadingHTTPServer
from typing import Self

from chalicelib.errors import SetupError
from infra.local.mail import SentMail
from infra.local.outbox_answers import answering

HOST = "127.0.0.1"  # mail holds addresses, so nobody else on the network may look
DEFAULT_PORT = 8025


class PortInUseError(SetupError):
    """Another program listens where the outbox should."""


class Outbox:
    """Serves the outbox while it is started; also a context manager.

    ``read`` is asked for every sent mail whenever a page refreshes. ``port`` 0 takes a free one.
    """

    def __init__(
        self,
        read: Callable[[], Sequence[SentMail]],
        host: str = HOST,
        port: int = DEFAULT_PORT,
    ) -> None:
        self._read = read
        self._address = (host, port)
        self._server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        """Where to point a browser; the port is known once the outbox is started."""
        host, port = self._server.server_address[:2] if self._server else self._address
        return f"http://{host if isinstance(host, str) else host.decode()}:{port}/"

    def start(self) -> None:
        """Start to serve from a thread of its own; ``PortInUseError`` if the port is in use."""
        try:
            self._server = _Server(self._address, answering(self._read))
        except OSError as problem:
            host, port = self._address
            raise PortInUseError(
                f"the outbox cannot listen on {host}:{port} ({problem.strerror}); "
                "stop what listens there or choose another port"
            ) from None
        threading.Thread(target=self._server.serve_forever, name="outbox", daemon=True).start()

    def stop(self) -> None:
        """Stop and free the port; does nothing if it is not started."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
