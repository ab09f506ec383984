"""Erasures that die at every port call, and erasures beside everything else at once."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import pytest

from chalicelib.errands.model import Erase, EraseShop
from chalicelib.errors import RebasketError
from chalicelib.shoppers.contact import Contact
from chalicelib.storage.keys import CERTIFICATES, Key
from tests.fakes.world import World, order
from tests.privacy.scenes import (
    ANN,
    BEN,
    erase,
    erase_shop,
    heard,
    ids,
    raw,
    touched,
    traces,
    without_words,
)
from tests.simulation.claims import carts
from tests.simulation.cooperation import Death, Workers
from tests.simulation.faults import Fault
from tests.simulation.oracle import Oracle
from tests.simulation.stage import Stage

CALLS_AT_MOST = 120
BEGINS_WITHIN = 120  # turns: some begin when the erasure has ended
RATES = (0.0, 0.03, 0.1)


def calm(seed: int = 0) -> Stage:
    """A stage on which nothing goes wrong yet."""
    return Stage(seed, Oracle()).unjudged()


def lives(world: World) -> None:
    """Two shoppers with carts, mails, news of them, a nameless cart and an order."""
    for who, contact in (("ann", ANN), ("ben", BEN)):
        touched(world, who, "by-phone", Contact(phone=contact.phone))
        touched(world, who, "first", contact)
        touched(world, who, "second", Contact(email=contact.email))
    world.let_pass(hours=1)
    for mail in world.mailer.sent:
        heard(world, dict(mail.tags))
    world.post("orders/create", order(world.clock, "ann-second"))
    world.clock.forward(minutes=20)


def left_of_ann(world: World) -> dict[Key, str]:
    left = without_words(world)
    return {k: t for k, t in left.items() if any(trace in t for trace in traces("ann", ANN))}


def timers_of_ann(world: World) -> set[str]:
    return {name for name in world.timers.pending if any(t in name for t in traces("ann", ANN))}


def dies(work: Callable[[], object]) -> bool:
    try:
        work()
    except Death:
        return True
    return False


def again_and_again(work: Callable[[], object]) -> bool:
    """Deliver to one process after the other, as the queue does; True when one was done."""
    for _ in range(200):
        try:
            work()
        except (RebasketError, Death):
            continue
        return True
    return False


def test_a_death_at_any_call_of_an_erasure_ends_complete() -> None:
    for dies_at in range(1, CALLS_AT_MOST):
        stage = calm()
        world, other = stage.containers[:2]
        lives(world)
        before, bens = raw(world), world.timers.pending.keys() - timers_of_ann(world)
        of_ann = left_of_ann(world).keys()
        # By the address alone: the way to the nameless cart leads through the others.
        errand = erase(world, Contact(email=ANN.email, customer=ANN.customer))
        stage.faults.calls, stage.faults.planned = 0, (dies_at, Fault.DIED_BEFORE)
        died = dies(lambda: world.runner.run(errand))  # noqa: B023
        stage.faults.planned = None
        other.runner.run(errand)
        assert left_of_ann(world) == {}, f"dying at call {dies_at}"
        assert world.timers.pending.keys() == bens, f"dying at call {dies_at}"
        after = raw(world)
        others = {key: text for key, text in before.items() if key not in of_ann}
        assert {key: after.get(key) for key in others} == others, f"dying at call {dies_at}"
        if not died:
            assert dies_at > 30
            return
    raise AssertionError(f"more than {CALLS_AT_MOST} calls")


def test_a_death_at_any_call_of_a_shops_erasure_ends_complete() -> None:
    for dies_at in range(1, CALLS_AT_MOST):
        stage = calm()
        world = stage.containers[0]
        lives(world)
        errand = erase_shop(world)
        stage.faults.calls, stage.faults.planned = 0, (dies_at, Fault.DIED_BEFORE)
        died = dies(lambda: to_its_end(world, errand))  # noqa: B023
        stage.faults.planned = None
        to_its_end(world, errand)
        left = {key.pk for key in raw(world) if not key.pk.startswith("PULSE#")}
        assert left == {f"{CERTIFICATES}#tea"}, f"dying at call {dies_at}"
        assert world.timers.pending == {}, f"dying at call {dies_at}"
        assert "tea" not in world.secrets.stored
        if not died:
            return
    raise AssertionError(f"more than {CALLS_AT_MOST} calls")


def to_its_end(world: World, errand: Erase | EraseShop) -> None:
    world.errands.queued = [errand]
    world.errands_done()


@pytest.mark.parametrize("rate", RATES)
def test_an_erasure_beside_everything_else_leaves_nothing_of_what_it_knew(rate: float) -> None:
    came_anew = 0
    for seed in range(120):
        stage = calm(seed)
        world = stage.containers[0]
        lives(world)
        errand = erase(world, ANN)
        erased: list[bool] = []
        stage.workers.start(
            "erasure",
            lambda: erased.append(again_and_again(lambda: world.runner.run(errand))),  # noqa: B023
        )
        rng = random.Random(seed)
        for work in beside(world, rng):
            begins = rng.randrange(BEGINS_WITHIN)
            stage.workers.start("beside", partial(tried, work, stage.workers, begins))
        stage.faults.rate = rate
        stage.workers.run(lambda: random.Random(seed))  # noqa: B023
        stage.faults.rate = 0
        assert erased == [True]
        living = {c.id: c for c in carts(stage.table) if set(ids(ANN)) & set(c.shoppers)}
        assert {cart.tokens[0] for cart in living.values()} <= {"ann-new"}, f"seed {seed}"
        found = world.persons.find("tea", ids(ANN))
        assert {filed.name for filed in found.own} == living.keys(), f"seed {seed}"
        came_anew += bool(living)
        world.runner.run(errand)
        refusals = {k: t for k, t in left_of_ann(world).items() if "refused before" in t}
        assert left_of_ann(world) == refusals, f"seed {seed}"
    assert 0 < came_anew < 120


def beside(world: World, rng: random.Random) -> list[Callable[[], object]]:
    """What happens in the same second: webhooks old and new, a due step, news, a click's no."""
    dues = [due for due, _ in world.timers.pending.values()]
    mail = next(mail for mail in world.mailer.sent if mail.to == ANN.email)
    leave = mail.headers["List-Unsubscribe"].strip("<>").rpartition("/")[2]
    works: list[Callable[[], object]] = [
        lambda: touched(world, "ann", "first", ANN, token="one-more"),
        lambda: touched(world, "ann", "new", ANN),
        lambda: touched(world, "ann", "second", ANN),
        lambda: world.post("orders/create", order(world.clock, "ann-first", id=9)),
        lambda: heard(world, dict(mail.tags)),
        *(lambda due=due: world.steps.run(due, receives=2) for due in dues),
    ]
    if rng.random() < 0.2:
        works.append(lambda: world.links.unsubscribe(leave))
    return rng.sample(works, len(works))


def tried(work: Callable[[], object], workers: Workers, begins: int) -> None:
    """Do something a few turns later; what fails is told again, or not, as if by a platform."""
    for _ in range(begins):
        workers.pause()
    with suppress(RebasketError, Death):
        work()
