"""A circuit breaker: after some failures in a row a host is left alone for a while. Pure.

Without it, a shop whose API hangs would hold every function of the stage for seconds at a time.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

FAILURES_IN_A_ROW = 5  # one bad answer is chance, five are an outage
OPEN_FOR = timedelta(seconds=60)  # the sequence of retries of a queue spans far more


class Breaker(msgspec.Struct, frozen=True, kw_only=True):
    """One host's: ``closed`` lets calls pass; an open one refuses until ``open_until``.

    After that one call may try; the others wait for what it finds.
    """

    failures: int = 0
    open_until: datetime | None = None

    def lets_pass(self, now: datetime) -> bool:
        """Tell if a call may be made."""
        return self.open_until is None or now >= self.open_until

    def tried(self, now: datetime) -> Breaker:
        """Return the breaker while a call is under way: an open one lets no second one try."""
        return self if self.open_until is None else replace(self, open_until=now + OPEN_FOR)

    def after_success(self) -> Breaker:
        """Return the breaker after a usable answer."""
        return Breaker()

    def after_failure(self, now: datetime) -> Breaker:
        """Return the breaker after a call that found nobody fit to answer."""
        failures = self.failures + 1
        opens = failures >= FAILURES_IN_A_ROW
        return Breaker(failures=failures, open_until=now + OPEN_FOR if opens else None)
