"""What others learn of a cart is on its timeline, however many learn it at once."""

import random
from collections.abc import Callable

from chalicelib.carts.repository import Carts
from chalicelib.carts.service import CartService
from tests.fakes.world import World, checkout
from tests.simulation.cooperation import Workers
from tests.simulation.faults import Faults
from tests.simulation.table import SimTable

AT_ONCE = 10
CALLS_A_SECOND = 200  # one takes about 5 ms


def noted_at_once(seed: int) -> World:
    """Note as many things at once as there are workers, in turns as the seed says."""
    chance = random.Random(seed)
    workers = Workers()
    world = World(table=SimTable(workers, Faults(seed, workers)))
    world.post("checkouts/create", checkout(world.clock))

    def pause(longest_seconds: float) -> None:
        """Let the others make as many calls as fit into the pause."""
        calls = chance.uniform(0, longest_seconds) * CALLS_A_SECOND
        for _ in range(round(calls)):
            workers.pause()

    carts = CartService(Carts(world.table), world.table, world.clock, pause)
    name = world.cart("c-1").id
    for number in range(AT_ONCE):
        workers.start(f"note {number}", noting(carts, name, f"step {number}"))
    workers.run(lambda: chance)
    return world


def noting(carts: CartService, cart: str, why: str) -> Callable[[], None]:
    return lambda: void(carts.note("tea", cart, "clicked", why))


def void(_: object) -> None:
    """Drop a result."""


def test_ten_writers_at_once_all_get_through() -> None:
    for seed in range(200):
        timeline = noted_at_once(seed).cart("c-1").timeline
        clicks = sorted(entry.why for entry in timeline if entry.what == "clicked")
        assert clicks == [f"step {number}" for number in range(AT_ONCE)]
