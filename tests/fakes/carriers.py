"""Every channel's carriers in memory, in every region."""

from __future__ import annotations

from collections import Counter

from chalicelib.channels.model import Carrier, Outgoing
from chalicelib.errors import AddressGone
from chalicelib.messages.mail import Mail, Mailer
from chalicelib.shops.policy import Channel


class MemoryCarriers:
    """The ``Carriers`` port: mails go to the mailer that was given, the rest is kept.

    ``sent`` holds everything in order, with its channel and region; a region in ``failures`` raises
    what is there instead, for every channel, until it is taken out.
    """

    def __init__(self, mailer: Mailer) -> None:
        self.mailer = mailer
        self.sent: list[tuple[Channel, str, Outgoing]] = []
        self.failures: dict[str, Exception] = {}
        self.dead: set[Channel] = set()
        """Channels on which every address is dead."""
        self.tries: Counter[str] = Counter()
        """How often each region was tried."""

    def of(self, channel: Channel, region: str) -> Carrier[Outgoing]:
        return MemoryCarrier(self, channel, region)


class MemoryCarrier:
    """The ``Carrier`` port in one region."""

    def __init__(self, everything: MemoryCarriers, channel: Channel, region: str) -> None:
        self._everything = everything
        self._channel = channel
        self._region = region

    def send(self, message: Outgoing) -> str:
        everything = self._everything
        everything.tries[self._region] += 1
        if self._channel in everything.dead:
            raise AddressGone("the app was uninstalled")
        if failure := everything.failures.get(self._region):
            raise failure
        answer = everything.mailer.send(message) if isinstance(message, Mail) else ""
        everything.sent.append((self._channel, self._region, message))
        return answer or f"{self._channel}-{len(everything.sent)}"
