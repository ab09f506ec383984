"""How a region does, for one channel: a breaker that all functions share. Pure.

A region that fails a few times in a row is left alone for a while, and for longer each time. After
that one message tries it again: it either works, or the next pause begins at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from chalicelib.shops.policy import Channel

FAILURES_MAX = 3  # one may be anybody's bad luck, three in a row are not
# Failures that far apart are not "in a row": a quiet shop sends a message an hour.
FORGIVEN_AFTER = timedelta(minutes=30)
PAUSE_FIRST = timedelta(minutes=2)  # as long as SES's throttling usually takes
PAUSE_LONGEST = timedelta(minutes=30)  # so long a region is missed after it works again


class Health(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Failures since it last worked; ``pauses`` counts how often it was left alone since then."""

    failures: int = 0
    failed_at: datetime | None = None
    paused_until: datetime | None = None
    pauses: int = 0
    version: int = 0

    @property
    def is_spotless(self) -> bool:
        """Whether there is nothing to forgive."""
        return self.failures == 0 and self.pauses == 0


Board = Mapping[tuple[str, Channel], Health]
"""What is known, by region and channel; what is not in it has never failed."""


def failed(health: Health, now: datetime) -> Health:
    """Return it after one more failure."""
    if health.failed_at is not None and now >= health.failed_at + FORGIVEN_AFTER + PAUSE_LONGEST:
        health = Health(version=health.version)
    counted = replace(health, failures=health.failures + 1, failed_at=now)
    if counted.failures < FAILURES_MAX and not counted.pauses:
        return counted
    pause = min(PAUSE_FIRST * 2**counted.pauses, PAUSE_LONGEST)
    return replace(counted, paused_until=now + pause, pauses=counted.pauses + 1)


def worked(health: Health) -> Health:
    """Return it after a message was taken; the very same object when it was well before."""
    return health if health.is_spotless else Health(version=health.version)


def paused_until(board: Board, region: str, channel: Channel, now: datetime) -> datetime | None:
    """Tell until when a region is left alone; None when it may be tried."""
    until = board.get((region, channel), Health()).paused_until
    return until if until is not None and now < until else None
