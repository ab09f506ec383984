"""A shopper's journey: what happens when, and how it may end. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chalicelib.recovery.sequence import Sequence, Step
from chalicelib.storage.keys import cart_id
from infra.local.demo_shop import SHOP
from infra.local.demo_shoppers import Shopper

SEQUENCE = Sequence(
    name="chaos",
    steps=(
        Step(delay_seconds=3, template="reminder-1"),
        Step(delay_seconds=7, template="reminder-2"),
    ),
)
STEPS = len(SEQUENCE.steps)
# A change that the platform had to send again and again may come when all is over.
RESTING = "the whole sequence was sent until"
ORDERED = "ordered"
BOUGHT = "the shopper bought in this shop at"


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that the platform tells: ``at`` in seconds since the start, in so many copies.

    The body is written when it happens, for it holds the time.
    """

    at: float
    topic: str
    body: Callable[[], dict[str, Any]]
    copies: int = 1

    @property
    def is_purchase(self) -> bool:
        return self.topic == "orders/create"


@dataclass(frozen=True, slots=True)
class Journey:
    """A shopper's way; ``ends`` are what the carts' timelines may give as the last reason."""

    kind: str
    who: Shopper
    happenings: tuple[Happening, ...]
    ends: tuple[str, ...]
    more_carts: tuple[str, ...] = ()

    @property
    def tokens(self) -> tuple[str, ...]:
        return self.who.token, *self.more_carts

    @property
    def carts(self) -> tuple[str, ...]:
        """The names of the carts in the table."""
        return tuple(cart_id(SHOP, token) for token in self.tokens)

    @property
    def buyers(self) -> int:
        """How many orders name an address."""
        return sum(one.is_purchase and bool(one.body()["email"]) for one in self.happenings)

    @property
    def pieces(self) -> int | None:
        """How many pieces the last change leaves in the cart; None where something else decides."""
        if any(not one.topic.startswith("checkouts/") for one in self.happenings):
            return None
        last = self.happenings[-1].body()["line_items"]
        return int(last[0]["quantity"]) if last else 0
