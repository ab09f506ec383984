"""Nobody's phone rings at night, wherever they may be."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo

import pytest

from chalicelib.recovery.hindrance import Hindrance
from chalicelib.recovery.quiet_hours import quiet
from chalicelib.shoppers.contact import Contact
from chalicelib.shoppers.where import Source, Where
from chalicelib.shoppers.whereabouts import where
from chalicelib.shops.policy import Channel, Hours


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def of(country: str | None, time_zone: str | None = None) -> Where:
    return where(Contact(country=country, time_zone=time_zone))


def until(place: Where, now: str, channel: Channel = Channel.SMS, *own: Hours) -> datetime | None:
    found = quiet(channel, place, own, utc(now))
    assert found is None or found.until is not None
    return found.until if found else None


@pytest.mark.parametrize(
    ("country", "now", "allowed"),
    [
        ("DE", "2026-11-20T07:59:59", "2026-11-20T08:00:00"),
        ("DE", "2026-11-20T08:00:00", None),
        ("DE", "2026-11-20T18:59:59", None),
        ("DE", "2026-11-20T19:00:00", "2026-11-21T08:00:00"),
        ("JP", "2026-11-20T12:00:00", "2026-11-21T00:00:00"),
        ("SA", "2026-11-20T05:30:00", "2026-11-20T06:00:00"),
        ("NP", "2026-11-20T03:00:00", "2026-11-20T03:15:00"),  # 05:45 ahead
        ("IN", "2026-11-20T04:00:00", "2026-11-20T04:30:00"),  # 05:30 ahead, from 10
        ("PL", "2027-03-28T06:00:00", "2027-03-28T07:00:00"),  # a day of 23 hours
        ("PL", "2026-10-25T07:00:00", "2026-10-25T08:00:00"),  # a day of 25
        # Jakarta has 9 o'clock two hours after Jayapura, and Jayapura 20 two before it.
        ("ID", "2026-11-20T00:30:00", "2026-11-20T02:00:00"),
        ("ID", "2026-11-20T10:59:59", None),
        ("ID", "2026-11-20T11:00:00", "2026-11-21T02:00:00"),
        # From 9 in Honolulu until 20 in New York; a Sunday in any of them is out.
        ("US", "2026-11-20T18:59:00", "2026-11-20T19:00:00"),
        ("US", "2026-11-21T01:00:00", "2026-11-21T19:00:00"),
        ("US", "2026-11-22T01:00:00", "2026-11-23T19:00:00"),
        ("FR", "2026-11-22T12:00:00", "2026-11-23T08:00:00"),
        # Kamchatka is ten hours before Kaliningrad: from 9 in the one until 20 in the other.
        ("RU", "2026-11-20T06:30:00", "2026-11-20T07:00:00"),
        ("RU", "2026-11-20T07:59:59", None),
        ("RU", "2026-11-20T08:00:00", "2026-11-21T07:00:00"),
    ],
)
def test_an_sms_comes_at_an_hour_that_is_good_in_all_zones(
    country: str, now: str, allowed: str | None
) -> None:
    assert until(of(country), now) == (allowed and utc(allowed))


def test_a_known_zone_is_the_only_one_that_counts() -> None:
    assert until(of("RU", "Asia/Kamchatka"), "2026-11-20T00:00:00") is None
    assert until(of("RU"), "2026-11-20T00:00:00") == utc("2026-11-20T07:00:00")


def test_why_tells_the_shoppers_own_time() -> None:
    place = of("ID", "Asia/Jakarta")
    assert quiet(Channel.SMS, place, (), utc("2026-11-20T15:41:09")) == Hindrance(
        until=utc("2026-11-21T02:00:00"),
        why="quiet hours: 22:41 in Asia/Jakarta; allowed from 09:00",
    )
    assert quiet(Channel.SMS, of("FR"), (), utc("2026-11-22T12:00:00")) == Hindrance(
        until=utc("2026-11-23T08:00:00"),
        why="quiet hours: Sun 13:00 in Europe/Paris; allowed from Mon 09:00",
    )


def test_zones_that_lie_too_far_apart_leave_no_hour() -> None:
    ten_hours = Hours(channel=Channel.SMS, opens=9, closes=19)
    assert quiet(Channel.SMS, of("RU"), (ten_hours,), utc("2026-11-20T07:30:00")) == Hindrance(
        until=None,
        why="quiet hours: 19:30 in Asia/Kamchatka; no hour is allowed in all time zones of RU",
    )
    anywhere = quiet(Channel.PUSH, of(None), (), utc("2026-11-20T12:00:00"))
    assert anywhere is not None
    assert anywhere.until is None
    assert anywhere.why.endswith("; no hour is allowed in all time zones of the world")


def test_hours_that_a_law_leaves_nothing_of_are_no_hours() -> None:
    night = Hours(channel=Channel.SMS, opens=21, closes=24)
    found = quiet(Channel.SMS, of("FR"), (night,), utc("2026-11-20T21:30:00"))
    assert found is not None
    assert found.until is None
    assert found.why == "quiet hours: Fri 22:30 in Europe/Paris; no hour is allowed"


def test_mail_may_come_at_any_hour_and_a_shop_may_see_it_otherwise() -> None:
    for country in ("US", "RU", None):
        assert quiet(Channel.EMAIL, of(country), (), utc("2026-11-22T03:00:00")) is None
    by_day = Hours(channel=Channel.EMAIL, opens=6, closes=22)
    assert until(of("JP"), "2026-11-20T13:00:00", Channel.EMAIL, by_day) == utc(
        "2026-11-20T21:00:00"
    )


WINDOWS = [(9, 20), (2, 3), (0, 1), (3, 24), (23, 24)]
"""Among them hours that a change of clocks leaves out, repeats, or moves over midnight."""


@pytest.mark.parametrize("window", WINDOWS)
def test_in_every_zone_at_both_changes_of_clocks_the_moment_that_is_named_is_the_first(
    window: tuple[int, int], every_zone: dict[str, tzinfo]
) -> None:
    own = (Hours(channel=Channel.SMS, opens=window[0], closes=window[1]),)
    changes = 0
    for name, zone in every_zone.items():
        place = Where(country="ZZ", source=Source.ADDRESS, zones=(zone,))
        for change in changes_of(zone):
            changes += 1
            for hours in (-26, -13, -2.25, -0.5, 0, 0.5, 1, 2.25, 13, 26):
                now = change + timedelta(hours=hours, seconds=7)
                check(place, own[0], now, name)
    assert changes > 500


def check(place: Where, hours: Hours, now: datetime, name: str) -> None:
    found = quiet(Channel.SMS, place, (hours,), now)
    if found is None:
        assert is_open(hours, place, now), (name, now)
        return
    assert not is_open(hours, place, now), (name, now)
    at = found.until
    assert at is not None
    # The hour from 2 to 3 is left out on one day of the year, and that from 0 to 1 in some places.
    longest = timedelta(hours=24 if hours.closes - hours.opens > 1 else 49)
    assert now < at <= now + longest, (name, now, at)
    assert is_open(hours, place, at), (name, now, at)
    for minutes in (1, 15, 30, 45, 60):
        earlier = at - timedelta(minutes=minutes)
        if earlier > now:
            assert not is_open(hours, place, earlier), (name, now, at, minutes)


def is_open(hours: Hours, place: Where, at: datetime) -> bool:
    """Tell it from the zone's offset alone, by hand."""
    offset = at.astimezone(place.zones[0]).utcoffset()
    assert offset is not None
    hour = int((at + offset - utc("2026-01-01T00:00:00")).total_seconds()) // 3600 % 24
    return hours.opens <= hour < hours.closes


def changes_of(zone: tzinfo) -> list[datetime]:
    """Return the moments from 2026 until 2027 at which a zone's offset changes, to the quarter."""
    found, at = [], utc("2026-01-01T00:00:00")
    while at < utc("2028-01-01T00:00:00"):
        later = at + timedelta(days=1)
        if offset(zone, at) != offset(zone, later):
            while offset(zone, at) == offset(zone, at + timedelta(minutes=15)):
                at += timedelta(minutes=15)
            found.append(at + timedelta(minutes=15))
        at = later.replace(hour=0, minute=0)
    return found


def offset(zone: tzinfo, at: datetime) -> timedelta | None:
    return at.astimezone(zone).utcoffset()


@pytest.fixture(scope="module")
def every_zone() -> dict[str, tzinfo]:
    from importlib.resources import files

    from chalicelib.shoppers.zones import zone

    names = files("tzdata").joinpath("zones").read_text("utf-8").split()
    found = {name: zone(name) for name in names}
    assert len(found) > 590
    return {name: each for name, each in found.items() if each is not None}


def test_every_clock_shows_its_whole_hours_at_a_quarter_of_utc(
    every_zone: dict[str, tzinfo],
) -> None:
    for name, zone in every_zone.items():
        for month in range(1, 25):
            at = utc("2026-01-01T00:00:00") + timedelta(days=30 * month)
            told = offset(zone, at)
            assert told is not None
            assert told % timedelta(minutes=15) == timedelta(0), name


def test_a_time_is_taken_in_whatever_zone_it_is_given() -> None:
    now = utc("2026-11-20T15:41:09").astimezone(timezone(timedelta(hours=-8)))
    found = quiet(Channel.SMS, of("ID", "Asia/Jakarta"), (), now)
    assert found is not None
    assert found.until == utc("2026-11-21T02:00:00")
