"""Dying at every single port call between an announcement and what its look finds.

The worker dies once, at call number n. A platform tells again what was not answered, to another
container that remembers nothing; a queue delivers again what was not done. All must end right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from chalicelib.carts.basket import Basket, Line
from chalicelib.carts.model import Status
from chalicelib.errands.model import Errand, Lookup
from chalicelib.errors import RebasketError
from chalicelib.intake.events import CartChanged, ChangeAnnounced, Event, OrderPlaced, Resource
from chalicelib.intake.taking import Whose
from chalicelib.platforms.lookups import LookupService
from chalicelib.shoppers.contact import Contact
from tests.fakes.edges import NOON
from tests.fakes.errands import MemoryErrands
from tests.fakes.platform import MemoryShopApi, memory_apis
from tests.fakes.world import API, SECRETS, World
from tests.simulation.cooperation import Death
from tests.simulation.faults import Fault
from tests.simulation.oracle import Oracle
from tests.simulation.ports import down
from tests.simulation.stage import Stage

CALLS_AT_MOST = 40
ANN = Contact(email="ann@example.com", accepts_email=True)
CART = CartChanged(
    tokens=("c-1",),
    occurred_at=NOON,
    basket=Basket(lines=(Line(title="Assam", quantity=1),), currency="EUR"),
    contact=ANN,
)
LATER = NOON + timedelta(minutes=5)
ORDER = OrderPlaced(order="252", tokens=("c-1",), occurred_at=LATER, contact=ANN)
BARE = OrderPlaced(order="252", tokens=("c-1",), occurred_at=LATER, contact=Contact())


class SimErrands(MemoryErrands):
    """A queue that the worker may die before it has put anything on."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._faults = stage.faults

    def put(self, errands: Sequence[Errand], delay: timedelta = timedelta(0)) -> None:
        self._faults.around("queueing", lambda: MemoryErrands.put(self, errands, delay), down)


class SimApi(MemoryShopApi):
    """A platform that the worker may die before it has asked."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self._faults = stage.faults

    def fetched(self, resource: Resource, ref: str) -> Event | None:
        return self._faults.around(
            "asking", lambda: MemoryShopApi.fetched(self, resource, ref), down
        )


@dataclass
class Play:
    """One shop whose platform only announces, in containers that come and go."""

    stage: Stage = field(default_factory=lambda: Stage(0, Oracle()).unjudged())
    answered: int = 0

    def __post_init__(self) -> None:
        self.errands = SimErrands(self.stage)
        self.api = SimApi(self.stage)
        self.deploy()

    def deploy(self) -> None:
        """A new container, which remembers nothing."""
        world = self.world = self.stage.containers[0]
        world.errands = self.errands
        world.apis = memory_apis(self.api, world.secrets)
        world.use(world.clock, world.timers, world.mailer)

    def tell(self, told: Sequence[ChangeAnnounced]) -> None:
        """Tell what was not answered yet, in order."""
        registered = self.world.shops.get("tea")
        whose = Whose(registered=registered, identity_key=SECRETS.identity_key, api_url=API)
        for event in told[self.answered :]:
            self.world.taking.take(whose, event)
            self.answered += 1

    def look(self) -> None:
        """Do what is queued; what is not done stays there."""
        world = self.world
        service = LookupService(world.shops, world.secrets, world.apis, world.taking)
        while self.errands.queued:
            look = self.errands.queued[0]
            assert isinstance(look, Lookup)
            service.run(look)
            self.errands.queued.pop(0)

    def all(self, told: Sequence[ChangeAnnounced]) -> None:
        """Tell everything and do everything."""
        self.tell(told)
        self.look()


def announced(resource: Resource, ref: str, known: OrderPlaced | None = None) -> ChangeAnnounced:
    return ChangeAnnounced(
        resource=resource, ref=ref, occurred_at=LATER, known=known, fingerprint=f"{ref}:{known}"
    )


A_CART = announced(Resource.CART, "c-1")
AN_ORDER = announced(Resource.ORDER, "252")
CONVERTED = announced(Resource.ORDER, "252", BARE)
KINDS: dict[str, tuple[tuple[ChangeAnnounced, ...], int]] = {
    "a cart": ((A_CART,), 3),
    "a cart told twice": ((A_CART, A_CART), 3),
    "a cart, then its conversion": ((A_CART, CONVERTED), 0),
    "a conversion that overtakes its cart": ((CONVERTED, A_CART), 0),
    "a cart, then its order": ((A_CART, AN_ORDER), 0),
    "an order that is told and converted": ((A_CART, AN_ORDER, CONVERTED), 0),
}


def died(play: Play, told: Sequence[ChangeAnnounced], at: int) -> bool:
    """Let the worker die at one call; tell if that call was ever made."""
    play.stage.faults.calls, play.stage.faults.planned = 0, (at, Fault.DIED_BEFORE)
    try:
        play.all(told)
    except Death:
        return True
    except RebasketError:
        return False
    else:
        return False
    finally:
        play.stage.faults.planned = None


def world_after(told: Sequence[ChangeAnnounced], dies_at: int) -> tuple[World, bool]:
    play = Play()
    play.api.held = {(Resource.CART, "c-1"): CART, (Resource.ORDER, "252"): ORDER}
    play.stage.clock.now = LATER
    has_died = died(play, told, dies_at)
    play.deploy()
    play.all(told)
    assert play.errands.queued == []
    play.world.let_pass(days=10)
    return play.world, has_died


@pytest.mark.parametrize("kind", KINDS)
def test_a_death_at_any_call_ends_right(kind: str) -> None:
    told, mails = KINDS[kind]
    for dies_at in range(1, CALLS_AT_MOST):
        world, has_died = world_after(told, dies_at)
        sent = [mail.tags["step"] for mail in world.mailer.sent]
        assert len(sent) == mails, f"dying at call {dies_at} of {kind}: {sent}"
        assert len(set(sent)) == len(sent)
        ordered = world.cart("c-1").status is Status.ORDERED
        assert ordered == (mails == 0), f"dying at call {dies_at} of {kind}"
        if not has_died:
            assert dies_at > 4, "there were calls to die at"
            return
    raise AssertionError(f"more than {CALLS_AT_MOST} calls")
