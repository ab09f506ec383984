"""Cases in which other recoverers lost carts, mailed buyers, or mailed twice."""

import random
from datetime import timedelta

from chalicelib.links.ways import Onward
from tests.fakes.edges import NOON, MemoryMailer
from tests.fakes.world import PRESSED, World, checkout, order, shop
from tests.simulation.cooperation import Workers
from tests.simulation.faults import Faults
from tests.simulation.ports import SimTimers
from tests.simulation.table import SimTable


def three_at_once(seed: int) -> tuple[World, list[str], SimTimers]:
    """Deliver one webhook to three workers that take turns as the seed says."""
    workers = Workers()
    calm = Faults(seed, workers)
    world = World(table=SimTable(workers, calm))
    timers = SimTimers(workers, calm)
    world.use(world.clock, timers, MemoryMailer())
    body = checkout(world.clock)
    results: list[str] = []
    for _ in range(3):
        workers.start(
            "webhook", lambda: results.append(world.post("checkouts/create", body).result)
        )
    workers.run(lambda: random.Random(seed))
    return world, results, timers


def test_the_same_event_three_times_at_once_is_one_cart_and_one_sequence() -> None:
    for seed in range(30):
        world, results, timers = three_at_once(seed)
        assert sorted(results) == ["timer set", "unchanged", "unchanged"]
        assert len(timers.pending) == 1
        world.let_pass(days=10)
        assert [mail.tags["step"] for mail in world.mailer.sent] == ["1", "2", "3"]


def test_a_guest_order_after_a_logged_in_cart_stops_it() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock, customer={"id": 17}))
    world.clock.forward(minutes=5)
    guest = order(world.clock, None, customer=None, email="ANN@example.com ")
    world.post("orders/create", guest)
    assert world.let_pass(days=10) == ["ended"]
    assert world.mailer.sent == []


def test_an_address_changed_between_two_steps_gets_the_next_one() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    world.let_pass(hours=2)
    world.post("checkouts/update", checkout(world.clock, email="ann@example.org"))
    world.let_pass(days=2)
    assert [mail.to for mail in world.mailer.sent] == ["ann@example.com", "ann@example.org"]


def test_an_address_removed_between_two_steps_ends_the_sequence() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    world.let_pass(hours=2)
    world.post("checkouts/update", checkout(world.clock, email=None))
    world.let_pass(days=5)
    assert [mail.to for mail in world.mailer.sent] == ["ann@example.com"]
    assert world.cart("c-1").timeline[-1].why == "no address to write to"


def test_switching_on_a_shop_with_old_carts_mails_nobody_about_the_past() -> None:
    world = World(shop(started_at=NOON))
    for number in range(20):
        left = (NOON - timedelta(minutes=1 + number)).isoformat()
        body = checkout(world.clock, f"c-{number}", email=f"s{number}@example.com")
        world.post("checkouts/update", body | {"updated_at": left})
    assert world.let_pass(days=10) == []
    assert world.mailer.sent == []


def test_drafts_and_test_orders_are_no_purchases() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    assert world.post("draft_orders/create", order(world.clock)).result == "ignored"
    assert world.post("orders/create", order(world.clock, test=True)).result == "ignored"
    assert world.let_pass(hours=1) == ["sent"]


def test_a_missing_cart_sends_nothing_and_its_link_leads_to_the_shop() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    world.let_pass(hours=1)
    token = world.mailer.sent[0].content.text.rpartition("/")[2]
    world.table.items.clear()  # type: ignore[attr-defined]
    world.shops.register(world.shop)
    assert world.links.click(token, PRESSED) == Onward("https://teashop.example/")
    assert len(world.mailer.sent) == 1
