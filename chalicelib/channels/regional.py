"""Who carries what, and in which region: one client a region, made with its first message."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.channels.model import Carrier
from chalicelib.errors import SetupError
from chalicelib.shops.policy import Channel


class RegionalCarriers:
    """The ``Carriers`` port: ``makers`` make a channel's carrier for a region, once each."""

    def __init__(self, makers: Mapping[Channel, Callable[[str], Carrier[Any]]]) -> None:
        self._makers = makers
        self._made: dict[tuple[Channel, str], Carrier[Any]] = {}

    def of(self, channel: Channel, region: str) -> Carrier[Any]:
        """See :class:`chalicelib.messages.outgoing.Carriers`."""
        if channel not in self._makers:
            raise SetupError(f"nothing carries {channel}")
        if (channel, region) not in self._made:
            self._made[channel, region] = self._makers[channel](region)
        return self._made[channel, region]
