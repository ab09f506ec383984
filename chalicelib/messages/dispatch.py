"""Every channel's messages, written and handed over."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from chalicelib.channels.model import Outgoing
from chalicelib.errors import SetupError
from chalicelib.messages.outgoing import Asked, Carriers, Composed, Composer
from chalicelib.shops.policy import Channel


class Dispatch:
    """Knows the channels; what a channel needs is built with its first message."""

    def __init__(
        self, composers: Mapping[Channel, Callable[[], Composer]], carriers: Carriers
    ) -> None:
        self._composers = composers
        self._carriers = carriers

    def compose(self, channel: Channel, asked: Asked) -> Composed:
        """Write a message; errors as :class:`chalicelib.messages.outgoing.Composer` says."""
        if channel not in self._composers:
            raise SetupError(f"nothing is written for {channel}")
        return self._composers[channel]().compose(asked)

    def send(self, channel: Channel, region: str, message: Outgoing) -> str:
        """Hand a message over; errors as :class:`chalicelib.channels.model.Carrier` says."""
        return self._carriers.of(channel, region).send(message)
