"""Where a shopper is, as far as anything tells. Pure."""

from __future__ import annotations

from datetime import tzinfo
from enum import StrEnum

import msgspec


class Source(StrEnum):
    """What told the country, best first."""

    ADDRESS = "address"
    PHONE = "phone"
    LOCALE = "locale"
    NOTHING = "nothing"


class Where(msgspec.Struct, frozen=True, kw_only=True):
    """A country, who told it, and every time zone in which the shopper may be.

    ``country`` is None, and ``zones`` are all there are, when nothing tells.
    """

    country: str | None
    source: Source
    zones: tuple[tzinfo, ...]
