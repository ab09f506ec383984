"""What was heard of a message since it was claimed: one item beside the claim. Pure.

Kept apart from the claim, because the step worker writes that one whole while events arrive.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from chalicelib.messages.news import News, Told
from chalicelib.storage import keys
from chalicelib.storage.port import Item, Put, Write


class Heard(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """When each kind was first told, by its name."""

    first: dict[str, datetime] = {}
    version: int = 0

    def has(self, told: Told) -> bool:
        """Tell if this was ever told of the message."""
        return told in self.first


def heard(item: Item | None) -> Heard:
    """Read it; an empty one when nothing was heard yet."""
    if item is None:
        return Heard()
    return msgspec.structs.replace(
        msgspec.json.decode(item.document, type=Heard), version=item.version
    )


def hearing(before: Heard, event: News, expires_at: int) -> Write:
    """Say how to add what was told, on the condition that nobody else did since it was read."""
    after = Heard(first={**before.first, event.told: event.at})
    return Put(
        key=keys.heard(event.shop, event.cart, event.episode, event.step),
        document=msgspec.json.encode(after),
        if_version=before.version,
        expires_at=expires_at,
    )
