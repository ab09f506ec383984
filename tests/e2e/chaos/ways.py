"""The ways of shoppers: a seed decides when what happens. Pure."""

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from chalicelib.recovery.decide import FINISHED
from infra.local.demo_shoppers import Shopper
from infra.local.demo_webhooks import checkout, order
from infra.local.mail_events import SIMULATOR
from tests.e2e.chaos.journeys import BOUGHT, ORDERED, RESTING, Happening, Journey
from tests.e2e.stage import shopper

# When an order comes: when the first message is claimed, or any time until everything is sent.
WHEN_SECONDS = ((2.5, 4.5), (0.0, 10.0))
HAPPENS_PER_SECOND = 4.0


class Shopping:
    """Writes one journey."""

    def __init__(self, rng: random.Random, number: int) -> None:
        self._rng = rng
        self._number = number
        self._at = (number + rng.random()) / HAPPENS_PER_SECOND

    def forgets(self, who: Shopper) -> Journey:
        return self._told("forgets", who, [self._change(who)], FINISHED)

    def fills(self, who: Shopper) -> Journey:
        """Comes back to the cart a few times before it is forgotten."""
        changes = [self._change(who, pieces) for pieces in range(1, self._rng.randint(3, 5))]
        return self._told("fills", who, changes, FINISHED)

    def dithers(self, who: Shopper) -> Journey:
        """Comes back just when a message is on its way."""
        changes = [self._change(who)]
        for pieces in range(2, 5):
            self._at += self._rng.uniform(1.5, 3.5)
            changes.append(self._change(who, pieces))
        return self._told("dithers", who, changes, FINISHED)

    def buys(self, who: Shopper) -> Journey:
        told = [self._change(who), self._buys(who), self._change(who)]
        return self._told("buys", who, told, ORDERED)

    def buys_as_a_guest(self, who: Shopper) -> Journey:
        """Buys with nothing in the order but the address."""
        told = [self._change(who), self._buys(who, cart_token=None, checkout_token=None)]
        return self._told("buys as a guest", who, told, BOUGHT, FINISHED)

    def buys_without_address(self, who: Shopper) -> Journey:
        told = [self._change(who), self._buys(who, email=None), self._change(who)]
        return self._told("buys without address", who, told, ORDERED)

    def buys_first(self, who: Shopper) -> Journey:
        """Buys so fast that the order overtakes the cart."""
        told = [self._buys(who, soon=True), self._change(who)]
        return self._told("buys first", who, told, ORDERED)

    def buys_one_of_two(self, who: Shopper) -> Journey:
        other = replace(who, token=f"{who.token}-other")
        told = [self._change(who), self._change(other), self._buys(other)]
        ends = ORDERED, BOUGHT, FINISHED, "a newer cart of the same shopper"
        return self._told("buys one of two", who, told, *ends, more=(other.token,))

    def never_agreed(self, who: Shopper) -> Journey:
        who = replace(who, accepts=False)
        why = "no consent to marketing by e-mail"
        return self._told("never agreed", who, [self._change(who), self._change(who, 2)], why)

    def empties(self, who: Shopper) -> Journey:
        changes = [self._change(who), self._change(who, 0)]
        return self._told("empties", who, changes, "the cart is empty", FINISHED)

    def leaves(self, who: Shopper) -> Journey:
        """Unsubscribes by the link in the first message, see ``Platform.react``."""
        refused = "e-mail refused: unsubscribed"
        return self._told("leaves", who, [self._change(who)], refused, FINISHED)

    def bounces(self, who: Shopper) -> Journey:
        who = replace(who, email=f"bounce+{self._number}@{SIMULATOR}")
        refused = "e-mail refused: the mailbox does not exist"
        return self._told("bounces", who, [self._change(who)], refused, FINISHED)

    def _told(
        self, kind: str, who: Shopper, told: list[Happening], *ends: str, more: tuple[str, ...] = ()
    ) -> Journey:
        return Journey(kind, who, tuple(told), (*ends, RESTING), more)

    def _change(self, who: Shopper, pieces: int = 1) -> Happening:
        lines = tuple({**line, "quantity": pieces} for line in who.lines) if pieces else ()
        return self._happens("checkouts/update", lambda: checkout(who, lines))

    def _buys(self, who: Shopper, *, soon: bool = False, **changes: Any) -> Happening:
        number = {"id": 1_000_000 + self._number}
        if not soon:
            self._at += self._rng.uniform(*self._rng.choice(WHEN_SECONDS))
        return self._happens("orders/create", lambda: order(who) | number | changes)

    def _happens(self, topic: str, body: Callable[[], dict[str, Any]]) -> Happening:
        self._at += self._rng.uniform(0.2, 1.5)
        return Happening(self._at, topic, body, self._rng.choice((1, 1, 2, 3)))


WAYS = (
    Shopping.forgets,
    Shopping.fills,
    Shopping.buys,
    Shopping.buys_as_a_guest,
    Shopping.forgets,
    Shopping.buys_without_address,
    Shopping.buys_as_a_guest,
    Shopping.buys_first,
    Shopping.buys_one_of_two,
    Shopping.dithers,
    Shopping.never_agreed,
    Shopping.empties,
    Shopping.leaves,
    Shopping.bounces,
)


def journeys(carts: int, seed: int) -> list[Journey]:
    """Return journeys with at least ``carts`` carts, every way in turn."""
    rng = random.Random(f"{seed}:journeys")
    made: list[Journey] = []
    while sum(len(journey.tokens) for journey in made) < carts:
        way = WAYS[len(made) % len(WAYS)]
        who = shopper(f"{way.__name__.replace('_', '-')}-{len(made)}")
        made.append(way(Shopping(rng, len(made)), who))
    return made
