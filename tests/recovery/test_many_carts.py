"""Sweeps over many carts: at once, behind others, and of the very same moment."""

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

from chalicelib.errors import RebasketError
from chalicelib.recovery.sweeper import Sweeper
from tests.fakes.edges import MemoryDueQueue, MemoryMailer
from tests.fakes.world import World, checkout
from tests.simulation.cooperation import Workers
from tests.simulation.faults import Faults
from tests.simulation.ports import SimTimers
from tests.simulation.table import SimTable

CARTS = 40


def abandon(world: World, names: list[str]) -> None:
    """Leave carts of as many shoppers in one and the same moment, and lose their timers."""
    for name in names:
        world.post("checkouts/create", checkout(world.clock, name, email=f"{name}@example.com"))
    world.timers.pending.clear()


def swept_twice_at_once(seed: int) -> World:
    """Let two sweeps take turns, and then workers with all that they queued."""
    chance, workers = random.Random(seed), Workers()
    calm = Faults(seed, workers)
    world = World(table=SimTable(workers, calm))
    world.use(world.clock, SimTimers(workers, calm), MemoryMailer())
    abandon(world, [f"s{number}" for number in range(CARTS)])
    world.clock.forward(hours=2)
    queue = MemoryDueQueue()
    for _ in range(2):
        workers.start("sweep", lambda: void(Sweeper(world.table, queue, world.clock).sweep()))
    workers.run(lambda: chance)
    assert len(queue.queued) == 2 * CARTS
    for due in queue.queued:
        workers.start(due.cart, quietly(lambda due=due: world.steps.run(due)))  # type: ignore[misc]
    workers.run(lambda: chance)
    return world


def quietly(work: Callable[[], object]) -> Callable[[], None]:
    """Do work whose failure would bring its message back to the queue."""

    def done() -> None:
        with suppress(RebasketError):
            work()

    return done


def void(_: object) -> None:
    """Drop a result."""


def test_two_sweeps_at_once_over_many_carts_send_each_message_once() -> None:
    for seed in range(5):
        sent = Counter(mail.to for mail in swept_twice_at_once(seed).mailer.sent)
        assert sent == Counter(f"s{number}@example.com" for number in range(CARTS))


def test_seven_hundred_carts_of_one_moment_are_all_found_by_one_sweep_behind_older_ones() -> None:
    world = World()
    abandon(world, [f"old{number}" for number in range(150)])  # their steps fail and fail
    world.clock.forward(hours=6)
    due = [f"s{number}" for number in range(700)]
    abandon(world, due)
    world.clock.forward(hours=1, minutes=6)
    queue = MemoryDueQueue()
    Sweeper(world.table, queue, world.clock).sweep()
    found = Counter(each.cart for each in queue.queued)
    assert [found[world.cart(name).id] for name in due] == [1] * 700
