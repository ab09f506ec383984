"""From our errors to HTTP answers: the sender learns what to change, and never more."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from chalice.app import Response

from chalicelib.errors import RebasketError, SenderError
from chalicelib.observability import logger

RETRY_AFTER_SECONDS = 30


def answered[**P](view: Callable[P, Response]) -> Callable[P, Response]:
    """Wrap a webhook's view so that it answers whatever happens, and never with a 500.

    4xx says what the sender must change. 503 says that the fault is ours: nothing half-written is
    left behind, and sending again is right.
    """

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> Response:
        try:
            return view(*args, **kwargs)
        except SenderError as error:
            logger().info("webhook refused", status=error.status, error=type(error).__name__)
            return as_json(error.status, {"error": str(error)})
        except RebasketError as error:
            logger().error("webhook not stored", error=type(error).__name__, why=str(error))
            return _unavailable()
        except Exception as error:  # noqa: BLE001  (a bug of ours must not lose a webhook either)
            logger().error("webhook not stored", error=type(error).__name__, where=place(error))
            return _unavailable()

    return wrapped


def as_json(status: int, answer: dict[str, str]) -> Response:
    """Return a JSON answer that no cache keeps."""
    headers: dict[str, str | list[str]] = {
        "Content-Type": "application/json",
        "Cache-Control": "no-store",
    }
    return Response(body=answer, status_code=status, headers=headers)


def _unavailable() -> Response:
    answer = as_json(503, {"error": "not stored, please send again"})
    answer.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return answer


def place(error: BaseException) -> str:
    """Name where an error came from, without its text, which may hold a shopper's."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "unknown"
    code = trace.tb_frame.f_code
    return f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno} in {code.co_name}"
