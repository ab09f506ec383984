"""Which clocks a country keeps, by the pinned ``tzdata`` package and never by the machine's files.

So every machine agrees, and a new law of some country arrives with a new pin. Nothing is read
before somebody asks, and each file once.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

# In use, and in no table of tzdata: Kosovo, and two islands that ISO 3166-1 sets aside (CLDR has
# the same three).
BESIDE = {"XK": ("Europe/Belgrade",), "AC": ("Africa/Abidjan",), "TA": ("Africa/Abidjan",)}


def is_country(code: str | None) -> bool:
    """Tell if people live under this ISO 3166-1 alpha-2 code: "UK" and "EU" are none."""
    return code in _names()


def zones_of(country: str) -> tuple[ZoneInfo, ...]:
    """Return the zones of a country, its own first, in tzdata's order; KeyError if it is none.

    Zones whose clocks have agreed since 1970 are one.
    """
    return tuple(map(_zone, _names()[country]))


@cache
def all_zones() -> tuple[ZoneInfo, ...]:
    """Return every clock there is, once: zones that will agree from now on are one."""
    return tuple(_zone(row[2]) for row in _rows("zonenow.tab"))


def zone(name: str | None) -> ZoneInfo | None:
    """Return the zone of this very name, None when tzdata knows none."""
    return _zone(name) if name in _known() else None


@cache
def _zone(name: str) -> ZoneInfo:
    file = files("tzdata").joinpath("zoneinfo", *name.split("/"))
    with file.open("rb") as opened:
        return ZoneInfo.from_file(opened, key=name)


@cache
def _known() -> frozenset[str]:
    """Return the names themselves: what a shop tells never becomes a path."""
    return frozenset(files("tzdata").joinpath("zones").read_text("utf-8").split())


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Return each country's zones; those that are named for it first (Berlin before Zurich)."""
    own: dict[str, tuple[str, ...]] = {}
    shared: dict[str, tuple[str, ...]] = {}
    for countries, _, name, *_ in _rows("zone1970.tab"):
        first, *others = countries.split(",")
        own[first] = (*own.get(first, ()), name)
        for country in others:
            shared[country] = (*shared.get(country, ()), name)
    each = own.keys() | shared.keys()
    return BESIDE | {code: (*own.get(code, ()), *shared.get(code, ())) for code in each}


def _rows(table: str) -> list[list[str]]:
    text = files("tzdata").joinpath("zoneinfo", table).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
