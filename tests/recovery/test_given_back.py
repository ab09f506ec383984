"""A claimed step whose mail never left, and that is not sent again at once."""

from chalicelib.carts.model import Status
from tests.fakes.world import World, checkout, order
from tests.recovery.died import died, hear_of_another, outcomes


def given_back(world: World) -> list[str]:
    """Let SES tell of a later mail only, until the first step is given back, 45 minutes on."""
    results = world.let_pass(minutes=10)
    hear_of_another(world)
    return results + world.let_pass(minutes=30)


def test_a_shopper_who_came_back_meanwhile_gets_the_message_an_hour_later() -> None:
    world, due = died(took_it=False)
    assert world.steps.run(due, receives=2) == "held"
    world.clock.forward(minutes=5)
    world.post("checkouts/update", checkout(world.clock, total_price="30.00"))
    assert given_back(world) == ["held", "held", "waiting"]
    assert world.let_pass(hours=1) == ["sent"]
    assert world.subjects == ["ann@example.com: reminder-1"]
    assert outcomes(world) == [(1, "sent")]


def test_nothing_of_it_is_left_when_its_shopper_has_bought() -> None:
    world, due = died(took_it=False)
    assert world.steps.run(due, receives=2) == "held"
    world.clock.forward(minutes=5)
    world.post("orders/create", order(world.clock))
    assert given_back(world) == ["held", "held", "ended"]
    assert world.cart("c-1").status is Status.ORDERED
    assert [key.sk for key in world.table.items if key.sk.startswith("MESSAGE#")] == []  # type: ignore[attr-defined]
