"""Signs that SES's news flows: of which quarter-hours' mails anything was heard, and when. Pure.

That nothing was heard of a mail means that SES did not take it only if SES does tell, and if what
it told had the time to get here. The sign for both is news of a mail that SES took later, in the
same region: that of one says nothing of another's.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import msgspec

from chalicelib.messages.news import News
from chalicelib.storage import keys
from chalicelib.storage.port import ABSENT, Item, Put, Write

QUARTER = timedelta(minutes=15)
# A sender lives for 30 seconds after its claim, and our clock and SES's are two.
SENT_WITHIN = timedelta(minutes=1)
# Five deliveries of the feedback queue, three minutes apart: after that, news was taken in or is a
# dead letter.
TAKEN_IN_WITHIN = timedelta(minutes=15)
KEPT = timedelta(days=2)  # longer than any claim waits for a word


class Beat(msgspec.Struct, frozen=True, kw_only=True):
    """When something was first heard of a mail that was taken in one quarter of an hour."""

    heard_at: datetime


def quarter_of(at: datetime) -> datetime:
    """Return the beginning of the quarter-hour, in UTC, in which a moment lies."""
    seconds = int(QUARTER.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, UTC)


def beating(event: News, now: datetime) -> Write:
    """Say how to note that news of this mail's quarter has come; the first to do so counts."""
    return Put(
        key=_key(event.region, quarter_of(event.at)),
        document=msgspec.json.encode(Beat(heard_at=now)),
        if_version=ABSENT,
        expires_at=int((now + KEPT).timestamp()),
    )


def later_quarters(region: str, claimed_at: datetime, now: datetime) -> list[keys.Key]:
    """Name what may show that news flows past a claim: the quarters that began after its sending.

    News of them must have had the time to be followed by any that was given back to the queue.
    """
    quarter = quarter_of(claimed_at + SENT_WITHIN) + QUARTER
    found = []
    while quarter + TAKEN_IN_WITHIN <= now:
        found.append(_key(region, quarter))
        quarter += QUARTER
    return found


def flows(beats: Iterable[Item], now: datetime) -> bool:
    """Tell if news came of any of these quarters, long enough ago."""
    heard_at = (msgspec.json.decode(item.document, type=Beat).heard_at for item in beats)
    return any(at + TAKEN_IN_WITHIN <= now for at in heard_at)


def _key(region: str, quarter: datetime) -> keys.Key:
    return keys.pulse(region, f"{quarter:%Y-%m-%dT%H:%M}")
