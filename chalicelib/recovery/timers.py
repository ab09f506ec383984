"""Timers as services see them. Pure.

A cart has one timer that counts. Setting the next one makes every earlier firing stale, so no timer
needs to be changed; one is taken back only when its cart is to be forgotten.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

import msgspec


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """What a timer says when it fires: opaque names only, nothing of the shopper's."""

    shop: str
    cart: str
    round: int


class Timers(Protocol):
    """Sets timers, and takes them back. Raises ``Unavailable`` when it cannot."""

    def set(self, due: Due, at: datetime) -> None:
        """Have ``due`` put on the due queue at ``at``, to the second; at once if that has passed.

        Setting the same one again is harmless.
        """

    def unset(self, due: Due, at: datetime) -> None:
        """Take back a timer that was set; one that has fired, or never was, is no error."""


class DueQueue(Protocol):
    """The queue that timers fire into. Raises ``Unavailable`` when it cannot take all."""

    def put(self, dues: Sequence[Due]) -> None:
        """Queue these, at least once each, in no particular order."""


def timer_name(due: Due, at: datetime) -> str:
    """Name a timer: the cart's name is unique over shops, the round within the cart.

    The time is part of it, so that a name in use means this very timer and no other.
    """
    return f"{due.cart}-{due.round}-{int(at.timestamp())}"
