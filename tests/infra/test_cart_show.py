"""What the operator is told of a cart."""

from datetime import timedelta

from chalicelib.recovery.decide import decide
from infra.cart_show import masked, story
from tests.fakes.edges import NOON
from tests.fakes.world import World, checkout, order

SENT = "e-mail reminder-1; from eu-central-1 (country unknown, 13:00 UTC)"


def told(world: World, *, whole: bool = False) -> list[str]:
    cart = world.cart("c-1")
    return story(cart, decide(world.steps.case(cart), world.clock.now), whole=whole)


def test_a_cart_between_two_steps() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    world.let_pass(hours=2)
    cart = world.cart("c-1").id
    assert told(world) == [
        f"cart      {cart} of tea: open, abandonment 1, timer 2 due 2026-11-21 12:00:00Z",
        "basket    1 line, 21.80 EUR",
        "shopper   a…@example.com, accepts marketing",
        "active    2026-11-20 12:00:00Z",
        "timeline",
        "  2026-11-20 12:00:00Z  cart seen",
        "  2026-11-20 12:00:00Z  timer set  (due 2026-11-20 13:00:00Z)",
        f"  2026-11-20 13:00:00Z  step 1 sent  ({SENT})",
        "  2026-11-20 13:00:00Z  timer set  (due 2026-11-21 12:00:00Z)",
        "next      step 2 is due then: 2026-11-21 12:00:00Z",
    ]


def test_a_cart_that_was_bought() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    world.clock.forward(minutes=3)
    world.post("orders/create", order(world.clock))
    lines = told(world, whole=True)
    assert lines[2] == "shopper   ann@example.com, accepts marketing"
    assert lines[-2:] == [
        "  2026-11-20 12:03:00Z  ordered  (order 5001)",
        "next      nothing: ordered",
    ]


def test_runs_are_counted() -> None:
    world = World()
    for _ in range(3):
        world.post("checkouts/update", checkout(world.clock))
        world.clock.now = NOON + timedelta(minutes=1) + (world.clock.now - NOON)
    assert "  2026-11-20 12:02:00Z  shopper active x2" in told(world)


def test_masking_keeps_addresses_apart_and_private() -> None:
    assert masked("ann@example.com") == "a…@example.com"
    assert masked(None) == ""
