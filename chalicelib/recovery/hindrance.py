"""Why a message must wait. Pure."""

from __future__ import annotations

from datetime import datetime

import msgspec


class Hindrance(msgspec.Struct, frozen=True, kw_only=True):
    """What stands against sending now: until ``until`` at least, or for ever with None."""

    until: datetime | None
    why: str
