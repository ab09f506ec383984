"""What was queued to be asked for a moment ago, so that a burst is one question.

A cart that is edited ten times is announced ten times, twice over by some hooks. What has not been
looked at yet need not be queued again: the look that waits will see all of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.intake.events import ChangeAnnounced, Resource

Name = tuple[str, str]

# A look waits this long, so that what is told meanwhile costs nothing. A cart can wait: its first
# message is an hour away. An order cannot, but announcements of one and the same second are told
# apart by nothing, so a look must not come within it.
DELAYS = {
    Resource.CART: timedelta(seconds=10),
    Resource.ORDER: timedelta(seconds=2),
    Resource.SHIPMENT: timedelta(seconds=10),
}
MARGIN = timedelta(seconds=1)  # what a queue may count differently
SAME_FOR = timedelta(minutes=5)  # double fires come at once; a later retry is asked for again
REMEMBERED = 2000  # names of some 100 bytes each


def names(shop: str, event: ChangeAnnounced) -> tuple[Name | None, Name]:
    """Name an announcement, where that can be, and the look that it asks for."""
    same = (shop, event.fingerprint) if event.fingerprint else None
    return same, (shop, f"{event.resource} {event.ref}")


class Lately:
    """What one container queued, oldest first. It forgets early rather than late."""

    def __init__(self) -> None:
        self._until: dict[Name, datetime] = {}

    def has(self, name: Name, now: datetime) -> bool:
        """Tell if a name is still remembered."""
        until = self._until.get(name)
        return until is not None and now < until

    def note(self, name: Name, until: datetime) -> None:
        """Remember a name, perhaps for longer than before, at the price of the oldest ones."""
        until = max(until, self._until.pop(name, until))
        self._until[name] = until
        while len(self._until) > REMEMBERED:
            del self._until[next(iter(self._until))]
