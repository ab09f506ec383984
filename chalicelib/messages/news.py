"""What providers tell of messages and what shoppers answer, in one vocabulary. Pure.

::

    News        of a message whose tags came back with it
    NumberNews  of a message without tags of ours: found by the address it went to
    Reply       a shopper's own words, to a number or an address of a shop's
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from chalicelib.shops.policy import Channel


class Told(StrEnum):
    """What can be told of a message, in our words.

    ``STOPPED``: who got it wants no more of this channel. ``FAILED``: it did not arrive, and that
    says nothing about the address.
    """

    SENT = "sent"
    DELIVERED = "delivered"
    DELAYED = "delayed"
    OPENED = "opened"
    CLICKED = "clicked"
    BOUNCED = "bounced"
    BOUNCED_SOFTLY = "bounced softly"
    COMPLAINED = "complained"
    REJECTED = "rejected"
    STOPPED = "stopped"
    FAILED = "failed"


class News(msgspec.Struct, frozen=True, kw_only=True):
    """One thing told about one message; ``shopper`` names the address it went to, opaquely.

    ``region`` is where it was handed over, "" for home. ``at`` tells when, by the provider's
    clock. ``why`` is the provider's reason, if it gave one: a code or a fixed phrase, for the
    timeline.
    """

    channel: Channel
    told: Told
    shop: str
    cart: str
    shopper: str
    episode: int
    step: int
    at: datetime
    region: str = ""
    why: str = ""

    @property
    def is_of_notice(self) -> bool:
        """It was about an order, which ``cart`` then names: abandonments begin at 1."""
        return self.episode == 0


class NumberNews(msgspec.Struct, frozen=True, kw_only=True):
    """One thing told about a message that carries no tags of ours, or about no message at all.

    ``destination`` is our number, phone number id or address; ``address`` is the shopper's, a
    number in E.164 with its plus.
    """

    channel: Channel
    destination: str
    address: str
    at: datetime
    told: Told
    why: str = ""


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What a shopper wrote to us. All text is raw and shopper-written.

    ``destination`` is our number, phone number id or address; ``sender`` is the shopper's number
    in E.164 with its plus, or address. ``provider_id`` is the provider's id of this very message;
    ``answers`` is that of the message of ours which it answers, None where nobody says.
    ``is_automatic``: a machine wrote it, such as a note that somebody is away.
    """

    channel: Channel
    destination: str
    sender: str
    text: str
    at: datetime
    provider_id: str
    answers: str | None = None
    is_automatic: bool = False
