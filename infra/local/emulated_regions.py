"""Regions of the emulator that are out of order: mail and SMS signed for them fail."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import ministack.app
from ministack.core.responses import get_region
from ministack.core.router import extract_region
from ministack.services import ses_v2, sns

from infra.local import regions_down
from infra.local.regions_down import Failure

type _Answer = tuple[int, dict[str, str], Any]
type _Handler = Callable[..., Awaitable[_Answer]]

_SIGNED_FOR_SENDING = ("/ses/aws4_request", "/sns/aws4_request")
_PROMISED_BYTES = b"1000"


def mend(state_dir: Path) -> None:
    """Have SES and SNS look whether the region that a request was signed for is down."""
    ses_v2.handle_request = _failing(ses_v2.handle_request, state_dir, _ses_failure)
    sns.handle_request = _failing(sns.handle_request, state_dir, _sns_failure)
    ministack.app.app = _breaking(ministack.app.app, state_dir)


def _failing(handle: _Handler, state_dir: Path, fail: Callable[[Failure], _Answer]) -> _Handler:
    async def handle_or_fail(*request: Any) -> _Answer:
        failure = regions_down.failure_of(state_dir, get_region())
        return fail(failure) if failure else await handle(*request)

    return handle_or_fail


def _ses_failure(failure: Failure) -> _Answer:
    """Return https://docs.aws.amazon.com/ses/latest/APIReference-V2/CommonErrors.html."""
    throttles = failure is Failure.THROTTLES
    code = "TooManyRequestsException" if throttles else "InternalFailure"
    headers = {"Content-Type": "application/json", "x-amzn-ErrorType": code}
    body = json.dumps({"message": "Maximum sending rate exceeded." if throttles else "Failed."})
    return 429 if throttles else 500, headers, body.encode()


def _sns_failure(failure: Failure) -> _Answer:
    if failure is Failure.THROTTLES:
        return sns._error("Throttling", "Rate exceeded", 400)  # type: ignore[no-any-return]  # noqa: SLF001
    return sns._error("InternalError", "Failed.", 500)  # type: ignore[no-any-return]  # noqa: SLF001


def _breaking(app: Callable[..., Awaitable[None]], state_dir: Path) -> Callable[..., Any]:
    """Wrap the emulator: what is for a region that nobody reaches breaks off, unread."""

    async def answer_or_break(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and _is_unreachable(scope, state_dir):
            headers = [(b"content-length", _PROMISED_BYTES)]
            await send({"type": "http.response.start", "status": 503, "headers": headers})
            await send({"type": "http.response.body", "body": b"{", "more_body": True})
            raise ConnectionAbortedError  # the server closes without the rest
        await app(scope, receive, send)

    return answer_or_break


def _is_unreachable(scope: Any, state_dir: Path) -> bool:
    headers = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
    signed = headers.get("authorization", "")
    if not any(part in signed for part in _SIGNED_FOR_SENDING):
        return False
    region = str(extract_region(headers, {}))
    return regions_down.failure_of(state_dir, region) is Failure.UNREACHABLE
