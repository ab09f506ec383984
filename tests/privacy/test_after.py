"""What comes after an erasure: echoes of before are dropped, whoever comes back begins anew."""

from chalicelib.shoppers.contact import Contact
from tests.fakes.world import World, checkout, order
from tests.privacy.scenes import ANN, erase, ids, raw, touched

CID = Contact(email="cid@example.org", phone=ANN.phone)


def erased() -> World:
    """A world in which ann's cart was erased half an hour after she left it."""
    world = World()
    touched(world, "ann", "c", ANN)
    world.clock.forward(minutes=30)
    world.runner.run(erase(world, ANN))
    return world


def late(world: World, minutes: float, cart: str = "ann-c") -> dict[str, object]:
    """A checkout that was touched some minutes ago, told only now."""
    world.clock.forward(minutes=-minutes)
    body = checkout(world.clock, cart, email="ann@example.com")
    world.clock.forward(minutes=minutes)
    return body


def test_a_late_event_of_an_erased_cart_is_dropped() -> None:
    world = erased()
    before = raw(world)
    for topic in ("checkouts/create", "checkouts/update"):
        assert world.post(topic, late(world, 30)).result == "erased"
        assert world.post(topic, late(world, 0)).result == "erased"
    only_a_new_token = late(world, 10) | {"cart_token": "never-seen"}
    assert world.post("checkouts/update", only_a_new_token).result == "erased"
    assert raw(world) == before


def test_the_platforms_own_deletion_of_an_erased_cart_stores_nothing() -> None:
    world = erased()
    world.clock.forward(minutes=10)
    before = raw(world)
    assert world.post("checkouts/delete", {"cart_token": "ann-c"}).result == "erased"
    assert raw(world) == before


def test_a_late_order_of_an_erased_cart_is_remembered_of_nobody() -> None:
    world = erased()
    before = raw(world)
    world.clock.forward(minutes=-5)
    body = order(world.clock, "ann-c", phone=ANN.phone)
    cancelled = body | {"cancelled_at": world.clock.now.isoformat()}
    world.clock.forward(minutes=5)
    assert world.post("orders/create", body).result == "erased"
    assert world.post("orders/cancelled", cancelled).result == "erased"
    assert raw(world) == before


def test_a_late_order_still_stops_who_shares_a_contact_point() -> None:
    world = World()
    touched(world, "ann", "c", ANN)
    touched(world, "cid", "c", CID)
    body = order(world.clock, "ann-c", phone=ANN.phone)
    address_and_number = Contact(email=ANN.email, customer=ANN.customer)
    world.runner.run(erase(world, address_and_number))
    assert world.post("orders/create", body).result == "erased"
    assert world.let_pass(hours=2) == ["ended"]
    assert "the shopper bought in this shop" in world.cart("cid-c").timeline[-1].why
    assert world.shoppers.shopper("tea", ids(address_and_number)).last_order_at is None


def test_whoever_comes_back_begins_anew() -> None:
    world = erased()
    world.clock.forward(minutes=1)
    assert world.post("checkouts/update", late(world, 0)).result == "timer set"
    assert [entry.what for entry in world.cart("ann-c").timeline] == ["cart seen", "timer set"]
    assert world.cart("checkout-ann-c").id == world.cart("ann-c").id
    assert world.let_pass(hours=1) == ["sent"]


def test_whoever_comes_back_after_a_no_is_not_mailed() -> None:
    world = World()
    touched(world, "ann", "c", ANN)
    world.refuse_email(ids(ANN))
    world.runner.run(erase(world, ANN))
    world.clock.forward(days=30)
    world.post("checkouts/update", late(world, 0))
    assert world.let_pass(hours=1) == ["ended"]
    assert world.cart("ann-c").timeline[-1].why == "e-mail refused: erased, and refused before"
    assert world.subjects == []


def test_the_second_erasure_of_who_came_back_is_complete() -> None:
    world = erased()
    world.clock.forward(minutes=1)
    touched(world, "ann", "c", ANN)
    assert world.runner.run(erase(world, ANN)).endswith(": carts 1, contact points 3, timers 1")
    assert world.carts.named("tea", "ann-c") is None


def test_a_due_step_of_an_erased_cart_does_nothing() -> None:
    world = World()
    touched(world, "ann", "c", ANN)
    due, _ = next(iter(world.timers.pending.values()))
    world.runner.run(erase(world, ANN))
    assert world.timers.pending == {}
    world.clock.forward(hours=1)
    before = raw(world)
    assert world.steps.run(due, receives=2) == "stale"
    assert raw(world) == before


def test_every_timer_that_may_still_fire_is_taken_back() -> None:
    """An order ends a cart and leaves its timer to fire in vain; a return sets another one."""
    world = World()
    touched(world, "ann", "c", ANN)
    world.clock.forward(minutes=1)
    world.post("orders/create", order(world.clock, "ann-c"))
    world.clock.forward(minutes=20)
    touched(world, "ann", "c", ANN)
    assert len(world.timers.pending) == 2
    world.clock.forward(minutes=20)
    world.post("orders/create", order(world.clock, "ann-c", id=5002))
    assert world.cart("ann-c").timer is None
    assert world.runner.run(erase(world, ANN)).endswith(": carts 1, contact points 3, timers 2")
    assert world.timers.pending == {}
