"""What the provider has told of a claimed message, for settling it."""

from __future__ import annotations

from typing import Protocol

from chalicelib.carts.model import Cart, Claim
from chalicelib.messages.heard import heard
from chalicelib.recovery.decide import Provider
from chalicelib.storage import keys
from chalicelib.storage.port import Table


class FeedbackStream(Protocol):
    """The stream by which SES tells of mails. Raises ``Unavailable`` when it cannot be seen."""

    def is_whole(self) -> bool:
        """Tell if everything that arrived was taken in: nothing waits, nothing is a dead letter."""


class ProvidersWord:
    """Looks up what was heard of a message."""

    def __init__(self, table: Table, stream: FeedbackStream) -> None:
        self._table = table
        self._stream = stream

    def of(self, cart: Cart, claim: Claim) -> Provider:
        """Return what the provider tells of the message that ``claim`` is about.

        That nothing was heard means something only while nothing of the stream was lost.
        """
        key = keys.heard(cart.shop, cart.id, claim.episode, claim.step)
        if heard(self._table.get(key)).first:
            return Provider.TOOK_IT
        return Provider.KNOWS_NOTHING if self._stream.is_whole() else Provider.SILENT
