"""What happens to a cart between two of its messages."""

import pytest

from tests.fakes.world import World, checkout, order


def mailed_once() -> World:
    """A world in which the first reminder was sent an hour ago."""
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    assert world.let_pass(hours=2) == ["sent"]
    return world


def test_a_cart_emptied_between_two_steps_ends_the_sequence() -> None:
    world = mailed_once()
    world.post("checkouts/update", checkout(world.clock, line_items=[]))
    world.let_pass(days=10)
    assert len(world.mailer.sent) == 1
    assert world.cart("c-1").timeline[-1].why == "the cart is empty"


def test_a_checkout_deleted_between_two_steps_ends_the_sequence() -> None:
    world = mailed_once()
    world.post("checkouts/delete", {"cart_token": "c-1"})
    world.let_pass(days=10)
    assert len(world.mailer.sent) == 1
    assert world.cart("c-1").timeline[-1].why == "the platform deleted the cart"


@pytest.mark.parametrize("topic", ["orders/cancelled", "orders/updated"])
def test_an_order_cancelled_or_refused_after_all_restarts_nothing(topic: str) -> None:
    world = mailed_once()
    world.post("orders/create", order(world.clock))
    world.clock.forward(minutes=30)
    told = order(world.clock, cancelled_at=world.clock.now.isoformat(), cancel_reason="declined")
    world.post(topic, told)
    world.let_pass(days=30)
    assert len(world.mailer.sent) == 1
    assert world.cart("c-1").timeline[-1].what == "order cancelled"


def test_a_shopper_who_comes_back_after_a_cancelled_order_is_reminded_again() -> None:
    world = mailed_once()
    world.post("orders/create", order(world.clock))
    world.post("orders/cancelled", order(world.clock, cancelled_at=world.clock.now.isoformat()))
    world.clock.forward(days=2)
    world.post("checkouts/update", checkout(world.clock))
    assert world.let_pass(hours=1)[-1] == "sent"


def test_a_second_abandonment_of_the_same_cart_is_a_whole_sequence_of_its_own() -> None:
    world = mailed_once()
    world.post("orders/create", order(world.clock))
    world.clock.forward(days=3)
    world.post("checkouts/update", checkout(world.clock, total_price="9.90"))
    world.let_pass(days=10)
    sent = [(mail.tags["episode"], mail.tags["step"]) for mail in world.mailer.sent]
    assert sent == [("1", "1"), ("2", "1"), ("2", "2"), ("2", "3")]


def test_a_second_abandonment_of_the_same_shopper_is_a_whole_sequence_of_its_own() -> None:
    world = mailed_once()
    world.post("orders/create", order(world.clock))
    world.clock.forward(days=3)
    world.post("checkouts/create", checkout(world.clock, "c-2"))
    world.let_pass(days=10)
    second = world.cart("c-2").id
    sent = [(mail.tags["cart"] == second, mail.tags["step"]) for mail in world.mailer.sent]
    assert sent == [(False, "1"), (True, "1"), (True, "2"), (True, "3")]


@pytest.mark.parametrize(
    "buyer",
    [
        {"email": "ANN@example.com", "phone": None},
        {"email": None, "phone": "0049 30 1234567"},
        {"email": "else@example.com", "phone": "+49 (30) 1234-567"},
        {"email": None, "phone": None, "customer": {"id": 17}},
    ],
)
def test_an_order_with_null_tokens_is_matched_by_whatever_it_tells_of_its_buyer(
    buyer: dict[str, object],
) -> None:
    world = World()
    known = checkout(world.clock, phone="+49 30 1234567", customer={"id": 17})
    world.post("checkouts/create", known)
    world.clock.forward(minutes=5)
    world.post("orders/create", order(world.clock, None, **buyer))
    assert world.let_pass(days=30) == ["ended"]
    assert world.mailer.sent == []


def test_two_devices_with_two_carts_of_one_shopper_are_one_sequence() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock, "phone"))
    world.clock.forward(minutes=10)
    world.post("checkouts/create", checkout(world.clock, "laptop", email="Ann@Example.com"))
    world.clock.forward(minutes=10)
    world.post("checkouts/update", checkout(world.clock, "phone", total_price="5.00"))
    world.let_pass(days=30)
    followed = world.cart("phone").id
    sent = [(mail.tags["cart"], mail.tags["step"]) for mail in world.mailer.sent]
    assert sent == [(followed, "1"), (followed, "2"), (followed, "3")]
