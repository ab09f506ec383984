"""Whether a channel may be used at this hour of the shopper's day. Pure.

A shopper who may be in several time zones is written to only when it is a good hour in all of them.
Every clock in the world shows its whole hours at some quarter of an hour of UTC, and is put forward
or back at one: looking at those alone, in UTC, misses no opening and needs no arithmetic on local
times that a change of clocks leaves out or repeats.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

from chalicelib.recovery.hindrance import Hindrance
from chalicelib.shoppers.where import Where
from chalicelib.shops.customary_hours import hours_of
from chalicelib.shops.policy import Channel, Hours

QUARTER_MINUTES = 15
LOOKED_AHEAD = timedelta(days=8)  # whole days of the week may be closed
ALL_DAY = (0, 24)


def quiet(
    channel: Channel, where: Where, own: tuple[Hours, ...], now: datetime
) -> Hindrance | None:
    """Say until when a channel must be silent, None if it need not; ``own`` are the shop's hours.

    ``until`` is the first moment at which it may speak in all of the shopper's zones. It is None
    when there is none: by the hours themselves, or because the zones lie too far apart.
    """
    hours = hours_of(channel, where.country, own)
    if (hours.opens, hours.closes) == ALL_DAY and not hours.closed_on:
        return None
    closed = _closed_in(hours, where, now)
    if closed is None:
        return None
    shown = "%a %H:%M" if hours.closed_on else "%H:%M"
    here = f"quiet hours: {now.astimezone(closed):{shown}} in {closed}"
    for at in _quarters_after(now):
        if _closed_in(hours, where, at) is None:
            return Hindrance(until=at, why=f"{here}; allowed from {at.astimezone(closed):{shown}}")
    return Hindrance(until=None, why=f"{here}; {_never(where)}")


def _closed_in(hours: Hours, where: Where, at: datetime) -> tzinfo | None:
    """Return the first of the shopper's zones in which it is no hour to speak."""
    return next((zone for zone in where.zones if not _is_open(hours, at.astimezone(zone))), None)


def _is_open(hours: Hours, local: datetime) -> bool:
    in_hours = hours.opens <= local.hour < hours.closes
    return in_hours and local.isoweekday() not in hours.closed_on


def _quarters_after(now: datetime) -> Iterator[datetime]:
    utc = now.astimezone(UTC).replace(second=0, microsecond=0)
    at = utc - timedelta(minutes=utc.minute % QUARTER_MINUTES)
    while (at := at + timedelta(minutes=QUARTER_MINUTES)) <= now + LOOKED_AHEAD:
        yield at


def _never(where: Where) -> str:
    if len(where.zones) == 1:
        return "no hour is allowed"
    return f"no hour is allowed in all time zones of {where.country or 'the world'}"
