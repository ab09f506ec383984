"""Which clocks may be a shopper's."""

from datetime import UTC, datetime

import pytest

from chalicelib.shoppers.contact import Contact
from chalicelib.shoppers.where import Source
from chalicelib.shoppers.whereabouts import where
from chalicelib.shoppers.zones import all_zones, is_country, zone, zones_of


def names(contact: Contact) -> list[str]:
    return [str(each) for each in where(contact).zones]


@pytest.mark.parametrize(
    ("country", "zones"),
    [
        ("JP", ["Asia/Tokyo"]),
        ("SA", ["Asia/Riyadh"]),
        ("PL", ["Europe/Warsaw"]),
        ("CN", ["Asia/Shanghai", "Asia/Urumqi"]),
        ("ID", ["Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"]),
        ("XK", ["Europe/Belgrade"]),
    ],
)
def test_a_country_is_all_of_its_zones(country: str, zones: list[str]) -> None:
    assert names(Contact(country=country)) == zones


def test_a_told_zone_is_the_one_whatever_the_country() -> None:
    assert names(Contact(country="US", time_zone="America/Boise")) == ["America/Boise"]
    assert names(Contact(country="DE", time_zone="Asia/Tokyo")) == ["Asia/Tokyo"]
    assert names(Contact(time_zone="Asia/Calcutta")) == ["Asia/Calcutta"]


@pytest.mark.parametrize("told", ["", "Mars/Base", "../../../etc/passwd", "europe/berlin"])
def test_a_zone_that_there_is_not_narrows_nothing(told: str) -> None:
    assert names(Contact(country="PL", time_zone=told)) == ["Europe/Warsaw"]


def test_whose_country_nothing_tells_may_be_anywhere() -> None:
    somewhere = where(Contact(locale="de"))
    assert (somewhere.country, somewhere.source) == (None, Source.NOTHING)
    assert somewhere.zones == all_zones()
    now = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert {now.astimezone(each).hour for each in somewhere.zones} == set(range(24))


def test_all_zones_are_every_clock_of_every_country_from_now_on() -> None:
    quarters = [
        datetime(2026 + year, month, 15, hour, tzinfo=UTC)
        for year in (0, 1, 4)
        for month in range(1, 13)
        for hour in (0, 12)
    ]

    def clock(of: object) -> tuple[object, ...]:
        return tuple(at.astimezone(of).utcoffset() for at in quarters)  # type: ignore[arg-type]

    everywhere = {clock(each) for each in all_zones()}
    countries = [f"{a}{b}" for a in map(chr, range(65, 91)) for b in map(chr, range(65, 91))]
    known = [country for country in countries if is_country(country)]
    assert len(known) == 250
    assert {clock(each) for country in known for each in zones_of(country)} <= everywhere


def test_a_zone_is_read_from_the_package_once() -> None:
    assert zone("Europe/Berlin") is zone("Europe/Berlin")
    assert where(Contact(country="PL")).zones[0] is zone("Europe/Warsaw")
