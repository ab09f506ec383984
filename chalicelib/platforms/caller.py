"""Calls of platforms' APIs over HTTPS, by urllib3: bounded in time, size, repeats and reach."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta

import urllib3
from urllib3.exceptions import HTTPError, NewConnectionError

from chalicelib.errors import PlatformDown
from chalicelib.observability import logger
from chalicelib.platforms.addresses import HTTPS, Resolve, public_address, resolved
from chalicelib.platforms.breaker import Breaker
from chalicelib.platforms.calls import ApiAnswer, ApiCall
from chalicelib.platforms.patience import WAIT_AT_MOST, asked_wait, backoff, is_failure

CONNECT_SECONDS = 2.0
READ_SECONDS = 6.0
ATTEMPTS = 3
DEADLINE = timedelta(seconds=12)  # of all attempts together: a due step has 30 s for everything
ANSWER_MAX_BYTES = 4 * 1024 * 1024  # a page of a hundred large orders
CHUNK = 64 * 1024
HOSTS_KEPT = 200
AGENT = "rebasket"


class HttpCaller:
    """The ``ApiCaller`` port.

    ``endpoint`` is for the local cloud only: it leads every call to one address there, with the
    host as the first part of the path.
    """

    def __init__(
        self,
        clock: Callable[[], datetime],
        *,
        endpoint: str | None = None,
        attempts: int = ATTEMPTS,
        pause: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
        resolve: Resolve = resolved,
    ) -> None:
        self._clock = clock
        self._endpoint = endpoint
        self._attempts = attempts
        self._pause = pause
        self._jitter = jitter
        self._resolve = resolve
        self._breakers: dict[str, Breaker] = {}
        self._pools: dict[str, urllib3.HTTPConnectionPool] = {}

    def call(self, host: str, call: ApiCall) -> ApiAnswer:
        """See :class:`chalicelib.platforms.calls.ApiCaller`."""
        breaker = self._breakers.get(host, Breaker())
        if not breaker.lets_pass(self._clock()):
            raise PlatformDown(f"{host} failed several times in a row and is left alone for now")
        self._keep(host, breaker.tried(self._clock()))
        try:
            answer = self._patiently(host, call)
        except PlatformDown:
            self._keep(host, breaker.after_failure(self._clock()))
            raise
        self._keep(host, breaker.after_success())
        return answer

    def _keep(self, host: str, breaker: Breaker) -> None:
        if len(self._breakers) >= HOSTS_KEPT:
            self._breakers.clear()
        self._breakers[host] = breaker

    def _patiently(self, host: str, call: ApiCall) -> ApiAnswer:
        until = self._clock() + DEADLINE
        for attempt in range(1, self._attempts + 1):
            answer, problem, may_repeat = self._attempt(host, call)
            if answer is not None and problem is None:
                return answer
            asked = asked_wait(answer.headers, self._clock()) if answer else None
            wait = backoff(attempt, self._jitter()) if asked is None else asked
            is_last = attempt == self._attempts or not may_repeat
            if is_last or wait > WAIT_AT_MOST or self._clock() + wait > until:
                raise PlatformDown(f"{host}: {problem}")
            self._pause(wait.total_seconds())
        raise PlatformDown(f"{host}: no attempt was allowed")

    def _attempt(self, host: str, call: ApiCall) -> tuple[ApiAnswer | None, str | None, bool]:
        """Return an answer, what is wrong with it, and if the call may be made again."""
        started = self._clock()
        try:
            answer = self._once(host, call, started + DEADLINE)
        except NewConnectionError as error:
            return None, type(error).__name__, True
        except HTTPError as error:
            return None, type(error).__name__, call.repeatable
        took = (self._clock() - started).total_seconds()
        told = logger().debug if answer.is_fine else logger().info
        told("platform answered", host=host, method=call.method, status=answer.status, took=took)
        if is_failure(answer.status):
            # Throttled: it was turned away unread. 5xx: who knows how far it came.
            throttled = answer.status < 500  # noqa: PLR2004
            return answer, f"answered {answer.status}", throttled or call.repeatable
        return answer, None, False

    def _once(self, host: str, call: ApiCall, until: datetime) -> ApiAnswer:
        prefix = f"/{host}" if self._endpoint else ""
        response = self._pool(host).urlopen(
            call.method,
            prefix + call.path,
            body=call.body,
            headers={"Host": host, "User-Agent": AGENT, "Accept": "application/json"}
            | dict(call.headers),
            redirect=False,
            retries=False,
            preload_content=False,
            timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS),
        )
        try:
            body = self._bounded(response, until)
        finally:
            response.close()
        headers = {name.lower(): value for name, value in response.headers.items()}
        return ApiAnswer(status=response.status, headers=headers, body=body)

    def _bounded(self, response: urllib3.BaseHTTPResponse, until: datetime) -> bytes:
        """Read a body whole, unless it is too large or dripping."""
        body = bytearray()
        while chunk := response.read1(CHUNK, decode_content=True):
            body += chunk
            if len(body) > ANSWER_MAX_BYTES:
                raise PlatformDown(f"the answer is over {ANSWER_MAX_BYTES} bytes")
            if self._clock() > until:
                raise PlatformDown("the answer does not end")
        return bytes(body)

    def _pool(self, host: str) -> urllib3.HTTPConnectionPool:
        """Return the connections to a host, made at the very address that was found public."""
        if self._endpoint:
            return self._pools.setdefault(host, urllib3.connection_from_url(self._endpoint))
        address = public_address(host, self._resolve)
        key = f"{host} {address}"
        if key not in self._pools:
            if len(self._pools) >= HOSTS_KEPT:
                self._pools.clear()
            self._pools[key] = urllib3.HTTPSConnectionPool(
                address, HTTPS, server_hostname=host, assert_hostname=host, maxsize=1
            )
        return self._pools[key]
