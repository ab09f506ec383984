"""What the demo needs of a shop on some platform: how it is connected, and what it tells us."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from chalicelib.recovery.sequence import Sequence as Steps
from chalicelib.shops.model import Shop
from infra.local.demo_shoppers import Shopper
from infra.local.stand_in import StandIn


@dataclass(frozen=True, slots=True)
class Webhook:
    """One webhook, signed as its platform signs it."""

    topic: str
    headers: Mapping[str, str]
    body: bytes


class Store(Protocol):
    """A shop at a stand-in of its platform.

    ``answers`` are what ``shop add`` asks for, in order: the webhook secret, then credentials.
    ``at`` is the host at which its platform is asked.
    """

    @property
    def shop(self) -> Shop:
        """As it is to be registered."""

    @property
    def answers(self) -> Sequence[str]:
        """See above."""

    @property
    def sequence(self) -> Steps:
        """The reminders."""

    @property
    def at(self) -> str:
        """See above."""

    @property
    def stand_in(self) -> StandIn:
        """Its platform."""

    @property
    def shoppers(self) -> Sequence[Shopper]:
        """Whoever leaves a cart there."""

    def hooks(self) -> Sequence[str]:
        """Return the topics that the platform sends, and where to: ``topic url``."""

    def leaves(self, shopper: Shopper) -> Webhook:
        """Fill a cart, give an address and leave."""
