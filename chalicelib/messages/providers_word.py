"""What the provider has told of a claimed message, for settling it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from chalicelib.carts.model import Cart, Claim
from chalicelib.messages.heard import heard
from chalicelib.messages.pulse import flows, later_quarters
from chalicelib.recovery.unknown import Provider
from chalicelib.storage import keys
from chalicelib.storage.port import Table


class FeedbackStream(Protocol):
    """The stream by which SES tells of mails. Raises ``Unavailable`` when it cannot be seen."""

    def is_whole(self) -> bool:
        """Tell if nothing that arrived was given up: there is no dead letter of it."""


class ProvidersWord:
    """Looks up what was heard of a message."""

    def __init__(self, table: Table, stream: FeedbackStream, clock: Callable[[], datetime]) -> None:
        self._table = table
        self._stream = stream
        self._clock = clock

    def of(self, cart: Cart, claim: Claim) -> Provider:
        """Return what the provider tells of the message that ``claim`` is about.

        Nobody asks before the lease is over. That nothing was heard means something only while
        news of later mails comes in, and none of it was given up.
        """
        now = self._clock()
        if now < claim.lease_until:
            return Provider.SILENT
        key = keys.heard(cart.shop, cart.id, claim.episode, claim.step)
        if heard(self._table.get(key)).first:
            return Provider.TOOK_IT
        beats = self._table.get_many(later_quarters(claim.region, claim.claimed_at, now))
        sure = flows(beats.values(), now) and self._stream.is_whole()
        return Provider.KNOWS_NOTHING if sure else Provider.SILENT
