"""Orders, carts and shoppers find each other, whatever names and moments they came by."""

from datetime import timedelta
from typing import Any

from chalicelib.errors import NotSent
from chalicelib.messages.mail import Mail
from tests.fakes.edges import NOON, MemoryMailer
from tests.fakes.table import MemoryTable
from tests.fakes.world import World, checkout, order

RIVALLED = "a newer cart of the same shopper is followed instead"


class ThrottledOnce(MemoryMailer):
    """Refuses the first mail, while its shopper clicks in an older one."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.failure = NotSent("throttled")

    def send(self, mail: Mail) -> str:
        if self.failure:
            self.world.carts.note("tea", mail.tags["cart"], "clicked", "step 1")
        return super().send(mail)


def cart_only(world: World, token: str, **changes: Any) -> dict[str, Any]:
    """A cart as ``carts/update`` tells of it: without its shopper."""
    line = {"title": "Assam", "quantity": 1, "line_price": "10.90"}
    body = {"token": token, "updated_at": world.clock.now.isoformat(), "line_items": [line]}
    return body | changes


def test_an_order_by_the_checkout_reaches_the_cart_that_a_late_event_links_to_it() -> None:
    world = World()
    world.post("carts/create", cart_only(world, "ct"))
    late = checkout(world.clock, "ct", email="typo@example.com")
    world.clock.forward(minutes=3)
    world.post("orders/create", order(world.clock, None, checkout_token="checkout-ct"))
    world.clock.forward(minutes=1)

    assert world.post("checkouts/update", late).result == "stored"
    assert world.let_pass(days=30) == []
    assert world.cart("ct").status == world.cart("checkout-ct").status == "ordered"


def test_what_a_late_event_says_of_its_shopper_links_orders_too() -> None:
    world = World()
    older = checkout(world.clock, phone="+49 30 1234567")
    world.clock.forward(minutes=1)
    world.post("checkouts/update", checkout(world.clock))
    world.post("checkouts/update", older)
    world.clock.forward(minutes=20)
    world.post("orders/create", order(world.clock, None, email=None, phone="004930 1234567"))

    assert world.let_pass(days=30) == ["ended"]
    assert world.mailer.sent == []


def test_an_echo_tells_of_a_shopper_whose_other_cart_must_stop() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock, "other"))
    bought = order(world.clock, "c-1", email=None)
    world.post("orders/create", bought)
    world.clock.forward(minutes=1)
    world.post("checkouts/update", checkout(world.clock, "c-1"))

    assert world.let_pass(days=30) == ["ended"]
    assert world.mailer.sent == []


def test_buying_cart_12_leaves_carts_123_and_1234_alone() -> None:
    world = World()
    for token in ("12", "123", "1234"):
        world.post("checkouts/create", checkout(world.clock, token, email=f"s{token}@example.com"))
    world.post("orders/create", order(world.clock, "12", email="s12@example.com"))
    world.let_pass(hours=1)
    assert {mail.to for mail in world.mailer.sent} == {"s123@example.com", "s1234@example.com"}


def test_a_deletion_that_overtakes_its_cart_is_remembered() -> None:
    world = World()
    body = checkout(world.clock)
    deleted_at = (NOON + timedelta(minutes=2)).isoformat()
    told = {"x-shopify-triggered-at": deleted_at}
    world.clock.forward(minutes=5)
    world.post("checkouts/delete", {"cart_token": "c-1"}, **told)
    world.post("checkouts/update", body)
    assert world.let_pass(days=30) == []

    world.post("checkouts/update", checkout(world.clock))
    world.post("checkouts/delete", {"cart_token": "c-1"}, **told)
    assert world.let_pass(hours=1) == ["sent"]


def test_a_placeholder_for_a_phone_makes_nobody_one_person() -> None:
    world = World()
    for number in (1, 2):
        body = checkout(world.clock, f"c-{number}", email=f"s{number}@example.com")
        world.post("checkouts/create", body | {"phone": "0000000000"})
    bought = order(world.clock, None, email="s1@example.com", phone="000 000 0000")
    world.post("orders/create", bought)
    world.let_pass(hours=1)
    assert [mail.to for mail in world.mailer.sent] == ["s2@example.com"]


def test_a_shopper_with_very_many_carts_has_one_sequence() -> None:
    world = World()
    for number in range(230):
        world.post("checkouts/create", checkout(world.clock, f"c-{number}"))
        world.clock.forward(seconds=1)
    world.let_pass(hours=2)
    newest = world.cart("c-229")
    assert [mail.tags["cart"] for mail in world.mailer.sent] == [newest.id]
    (profile,) = world.shoppers.shopper("tea", newest.shoppers).profiles
    assert len(profile.carts) == 200


def test_a_second_abandonment_after_a_purchase_is_followed() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    world.post("orders/create", order(world.clock))
    world.clock.forward(days=1)
    world.post("checkouts/create", checkout(world.clock, "c-2"))
    assert world.let_pass(hours=1)[-1] == "sent"


def test_an_old_order_delivered_late_does_not_end_what_came_after_it() -> None:
    world = World()
    late = order(world.clock)
    world.clock.forward(hours=1)
    world.post("checkouts/create", checkout(world.clock))
    world.post("orders/create", late)
    assert world.let_pass(hours=1) == ["sent"]


def test_an_order_told_again_days_later_is_no_second_purchase() -> None:
    world = World()
    world.post("orders/create", order(world.clock))
    world.clock.forward(days=2)
    world.post("checkouts/create", checkout(world.clock, "c-2"))
    assert world.let_pass(hours=2) == ["sent"]
    world.post("orders/paid", order(world.clock))

    assert world.let_pass(days=30) == ["sent", "sent"]


def test_a_pointer_whose_cart_was_forgotten_first_stands_in_nobodys_way() -> None:
    table = MemoryTable()
    world = World(table=table)
    world.post("checkouts/create", checkout(world.clock, "ct"))
    cart = world.cart("ct")
    for key in [key for key in table.items if key.pk.endswith(cart.id)]:
        del table.items[key]

    again = checkout(world.clock, "ct", cart_token=None)
    assert world.post("checkouts/update", again).result == "timer set"
    assert world.cart("checkout-ct").basket == cart.basket


def test_a_step_that_was_not_sent_is_tried_again_though_its_cart_changed_meanwhile() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    world.carriers.mailer = ThrottledOnce(world)
    assert world.let_pass(hours=1) == ["not sent"]
    assert world.let_pass(minutes=5) == ["sent"]
    assert [e.what for e in world.cart("c-1").timeline][-5:-2] == [
        "clicked",
        "not sent yet",
        "timer set",
    ]


def test_an_episode_cut_short_does_not_rest() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    world.let_pass(hours=1)
    world.post("checkouts/update", checkout(world.clock, line_items=[]))
    world.let_pass(days=2)
    world.post("checkouts/update", checkout(world.clock))
    assert world.let_pass(hours=1) == ["sent"]


def test_a_cart_first_known_by_its_order_is_a_rival_when_its_shopper_comes_back() -> None:
    world = World()
    world.post("orders/create", order(world.clock, "bought"))
    world.clock.forward(hours=1)
    world.post("checkouts/create", checkout(world.clock, "other"))
    world.clock.forward(minutes=30)
    world.post("checkouts/update", checkout(world.clock, "bought"))

    world.let_pass(hours=2)
    assert [mail.tags["cart"] for mail in world.mailer.sent] == [world.cart("bought").id]
    assert world.cart("other").timeline[-1].why == RIVALLED


def test_a_cart_is_filed_under_what_an_older_order_says_of_its_buyer() -> None:
    world = World()
    old = order(world.clock, "first", email=None, phone="+49 30 7654321")
    world.clock.forward(hours=1)
    world.post("checkouts/create", checkout(world.clock, "second", phone="+49 30 7654321"))
    world.clock.forward(minutes=20)
    world.post("checkouts/create", checkout(world.clock, "first", email="ann@example.org"))
    world.post("orders/create", old)

    world.let_pass(hours=2)
    assert [mail.to for mail in world.mailer.sent] == ["ann@example.org"]
    assert world.cart("second").timeline[-1].why == RIVALLED


def test_two_changes_of_one_second_count_in_the_order_in_which_they_happened() -> None:
    for newer_first in (False, True):
        world = World()
        world.clock.forward(seconds=5)
        told = [
            (checkout(world.clock, line_items=[line(title)]), {"x-shopify-triggered-at": at})
            for title, at in (
                ("Older", "2026-11-20T12:00:00.300000001Z"),
                ("Newer", "2026-11-20T12:00:02.900000000Z"),
            )
        ]
        for body, headers in reversed(told) if newer_first else told:
            body["updated_at"] = NOON.isoformat()
            world.post("checkouts/update", body, **headers)
            assert world.post("checkouts/update", body, **headers).result == "unchanged"
        (held,) = world.cart("c-1").basket.lines
        assert held.title == "Newer"
        assert world.cart("c-1").active_at < NOON + timedelta(seconds=1)


def line(title: str) -> dict[str, Any]:
    return {"title": title, "quantity": 1, "line_price": "1.00"}
