"""The sweeper: a lost timer costs minutes, not a sale."""

import random
from datetime import timedelta
from itertools import pairwise

from chalicelib.recovery.due_list import due, moment, place
from chalicelib.recovery.sweeper import Sweeper
from chalicelib.recovery.timers import Due
from tests.fakes.edges import MemoryDueQueue
from tests.fakes.world import World, checkout, order


def lose_timers(world: World) -> None:
    world.timers.pending.clear()


def sweep(world: World) -> list[str]:
    queue = MemoryDueQueue()
    Sweeper(world.table, queue, world.clock).sweep()
    return [world.steps.run(each) for each in queue.queued]


def test_a_cart_whose_timer_was_lost_is_found_after_five_minutes() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    lose_timers(world)
    world.clock.forward(hours=1, minutes=5)
    assert sweep(world) == []
    world.clock.forward(seconds=1)
    assert sweep(world) == ["sent"]
    assert sweep(world) == []
    assert world.subjects == ["ann@example.com: reminder-1"]


def test_two_sweeps_at_once_send_once() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    lose_timers(world)
    world.clock.forward(hours=2)
    queue = MemoryDueQueue()
    for _ in range(2):
        Sweeper(world.table, queue, world.clock).sweep()
    assert [world.steps.run(each) for each in queue.queued] == ["sent", "stale"]
    assert len(world.mailer.sent) == 1


def test_all_of_many_carts_are_found_also_those_of_the_same_moment() -> None:
    world = World()
    for number in range(700):
        body = checkout(world.clock, f"c-{number}", email=f"s{number}@example.com")
        world.post("checkouts/create", body)
    lose_timers(world)
    world.clock.forward(hours=2)
    assert sweep(world) == ["sent"] * 700
    assert len({mail.to for mail in world.mailer.sent}) == 700


def test_carts_that_wait_for_nothing_do_not_stand_in_the_list() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock, "bought"))
    world.post("orders/create", order(world.clock, "bought"))
    world.post("checkouts/create", checkout(world.clock, "nobody", email=None))
    world.clock.forward(days=2)
    assert sweep(world) == []


def test_a_cart_that_fails_for_ever_is_asked_for_ever_more_rarely() -> None:
    """Sweeps come a few seconds early or late, as Lambda's do; some do not come at all."""
    rng = random.Random(1)
    for _ in range(4):
        world, asked = World(), []
        world.post("checkouts/create", checkout(world.clock))
        queue = MemoryDueQueue()
        due_at = world.clock.now + timedelta(hours=1)
        world.clock.now = due_at + timedelta(seconds=rng.randint(301, 1200))
        while world.clock.now < due_at + timedelta(days=89):
            asked += [world.clock.now - due_at] * Sweeper(world.table, queue, world.clock).sweep()
            world.clock.forward(minutes=15, seconds=rng.uniform(-3, 3))
        assert 55 < len(asked) < 75
        assert asked[0] < timedelta(minutes=21)
        for earlier, later in pairwise(asked):
            assert later - earlier < max(timedelta(minutes=16), earlier / 3)


def test_after_an_outage_of_days_every_cart_is_asked_for_soon() -> None:
    world = World()
    for number in range(300):
        body = checkout(world.clock, f"c-{number}", email=f"s{number}@example.com")
        world.post("checkouts/create", body)
        world.clock.forward(seconds=12)
    lose_timers(world)
    world.clock.forward(days=3)
    queue = MemoryDueQueue()
    for _ in range(9 * 4 + 4):
        Sweeper(world.table, queue, world.clock).sweep()
        world.clock.forward(minutes=15)
    assert len({due.cart for due in queue.queued}) == 300


def test_a_place_in_the_list_says_what_the_timer_would_have_said() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    cart = world.cart("c-1")
    listed = place(cart)
    assert listed is not None
    assert due(listed.position) == Due(shop="tea", cart=cart.id, round=1)
    assert listed.position.startswith(moment(world.clock.now + timedelta(hours=1)))
