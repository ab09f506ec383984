"""Who filled more carts than a file holds is erased whole, by a look through the table."""

from datetime import datetime, timedelta

from chalicelib.errands.model import Erase
from chalicelib.privacy.model import Certificate, Further
from chalicelib.shoppers.contact import Contact
from chalicelib.shoppers.model import CARTS_FILED, forgettable
from tests.fakes.edges import Clock
from tests.fakes.table import SCANNED
from tests.fakes.world import World
from tests.privacy.scenes import BEN, erase, ids, raw, touched
from tests.simulation.claims import carts

MACHINE = Contact(email="machine@example.com")
FILLED = CARTS_FILED + 100


def crowded() -> World:
    """A world in which a machine filled carts, and the oldest were struck from its file."""
    world = World()
    touched(world, "ben", "c", BEN)
    for number in range(FILLED):
        world.clock.forward(seconds=1)
        touched(world, "machine", f"c-{number}", MACHINE)
    (profile,) = world.shoppers.shopper("tea", ids(MACHINE)).profiles
    world.table.write([world.shoppers.strike(profile, forgettable(profile))])
    return world


def test_carts_that_were_struck_from_the_file_are_erased_too() -> None:
    world = crowded()
    before = {key: text for key, text in raw(world).items() if "ben" in text}
    (profile,) = world.shoppers.shopper("tea", ids(MACHINE)).profiles
    assert len(profile.carts) == CARTS_FILED
    done = world.runner.run(erase(world, MACHINE))
    assert done.endswith(f": carts {FILLED}, contact points 1, timers {FILLED}")
    assert [cart.tokens[0] for cart in carts(world.table)] == ["ben-c"]  # type: ignore[arg-type]
    assert {key: raw(world)[key] for key in before} == before
    assert len(world.timers.pending) == 1


def test_the_look_goes_page_by_page_and_counts_on() -> None:
    world = crowded()
    errand = erase(world, MACHINE)
    parts = []
    outcome = world.privacy.part(errand)
    while isinstance(outcome, Further):
        assert isinstance(outcome.errand, Erase)
        parts.append(outcome.errand.removed.get("carts", 0))
        outcome = world.privacy.part(outcome.errand)
    assert isinstance(outcome, Certificate)
    assert outcome.counted["carts"] == FILLED
    pages = -(-len(raw(world)) // SCANNED)
    assert pages > 1
    assert len(parts) == pages
    assert parts == sorted(parts)
    assert parts[0] == 0


class Hurried(Clock):
    """A clock by which half a minute passes between any two looks at it."""

    def __call__(self) -> datetime:
        self.forward(seconds=31)
        return self.now


def test_what_there_is_no_time_for_is_queued() -> None:
    world = crowded()
    world.use(Hurried(world.clock.now), world.timers, world.mailer)
    world.errands.put([erase(world, MACHINE)])
    done = world.errands_done()
    pages = -(-len(raw(world)) // SCANNED)
    assert done[:-1] == ["goes on"] * pages
    assert world.errands.delays == [timedelta(0)] * (pages + 1)
    assert done[-1].endswith(f": carts {FILLED}, contact points 1, timers {FILLED}")


def test_an_ordinary_shopper_costs_no_look_through_the_table() -> None:
    world = World()
    touched(world, "ben", "c", BEN)
    world.table.calls.clear()  # type: ignore[attr-defined]
    world.runner.run(erase(world, BEN))
    assert "of_shop" not in world.table.calls  # type: ignore[attr-defined]
