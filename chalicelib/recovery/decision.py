"""What can be decided about a cart. Pure.

::

    Decision
    ├── Send(step, route)      now is the time, nothing speaks against it
    ├── Wait(until, why)       not yet: the shopper was active since
    ├── Skip(step, why)        this step is lost, the next may not be
    ├── Stop(why)              no more messages in this episode
    ├── Hold(until, why)       another worker is sending, or died and nothing is known yet
    ├── Settle(step, outcome, why)  it died, and this is what is known of the step by now
    └── Retry(step, why)       it died before the provider took the message

Every ``why`` goes to the cart's timeline.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from chalicelib.delivery.routing import Route


class Send(msgspec.Struct, frozen=True):
    """Send step number ``step`` (from 1) now, by ``route``."""

    step: int
    route: Route


class Wait(msgspec.Struct, frozen=True):
    """Set the timer to ``until`` and look again then.

    ``hindrance`` is what it waits for when the step is due and something else is against it.
    """

    until: datetime
    why: str
    hindrance: str = ""


class Skip(msgspec.Struct, frozen=True):
    """Leave step number ``step`` out and decide again."""

    step: int
    why: str


class Stop(msgspec.Struct, frozen=True):
    """End the episode."""

    why: str


class Hold(msgspec.Struct, frozen=True):
    """Do nothing now; ask again after ``until``."""

    until: datetime
    why: str


class Settle(msgspec.Struct, frozen=True):
    """Write step number ``step`` down as sent, or off as unconfirmed, and decide again."""

    step: int
    outcome: str
    why: str


class Retry(msgspec.Struct, frozen=True):
    """Give the claim of step number ``step`` back and decide again."""

    step: int
    why: str


Decision = Send | Wait | Skip | Stop | Hold | Settle | Retry
