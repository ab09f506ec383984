"""How long to wait before a call is made again, and when not to. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

# A function has 30 seconds for everything; a platform that wants more is asked later, by a queue.
WAIT_AT_MOST = timedelta(seconds=5)
FIRST_WAIT_SECONDS = 0.3
THROTTLED = frozenset({429, 430})  # Shopify answers 430 to what it takes for a machine
# https://developer.bigcommerce.com/docs/start/best-practices/api-rate-limits
BIGCOMMERCE_RESET = "x-rate-limit-time-reset-ms"


def is_failure(status: int) -> bool:
    """Tell if an answer says that the platform cannot answer now."""
    return status in THROTTLED or status >= 500  # noqa: PLR2004  (RFC 9110, 15.6)


def backoff(attempt: int, jitter: float) -> timedelta:
    """Return the wait after failure number ``attempt`` (from 1); ``jitter`` is from 0 to 1.

    "Full jitter": anything up to a bound that doubles, so that callers that failed together do
    not come back together (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
    """
    return timedelta(seconds=FIRST_WAIT_SECONDS * 2**attempt * jitter)


def asked_wait(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return how long the platform asks to wait, by lower-case header; None if it does not say.

    ``Retry-After`` holds seconds or a date (RFC 9110, 10.2.3); BigCommerce has a header of its own
    in milliseconds.
    """
    milliseconds = headers.get(BIGCOMMERCE_RESET, "")
    if milliseconds.isascii() and milliseconds.isdigit():
        return timedelta(milliseconds=min(int(milliseconds), 10**9))
    said = headers.get("retry-after", "").strip()
    try:
        return timedelta(seconds=min(max(float(said), 0.0), 10.0**6))
    except ValueError:
        return _until(said, now)


def _until(said: str, now: datetime) -> timedelta | None:
    try:
        moment = parsedate_to_datetime(said)
    except ValueError:
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(aware - now, timedelta(0))
