"""The whole way of one cart, over fakes."""

from datetime import timedelta

import pytest

from chalicelib.errors import NotSent, SendRefused, Unavailable
from chalicelib.links.ways import Onward
from chalicelib.shops.policy import Policy
from tests.fakes.edges import NOON
from tests.fakes.world import HOST, PRESSED, World, checkout, order, shop


def test_the_classic_sequence_is_sent_after_1_24_and_72_hours() -> None:
    world = World()
    assert world.post("checkouts/create", checkout(world.clock)).result == "timer set"

    assert world.let_pass(minutes=59) == []
    assert world.let_pass(minutes=1) == ["sent"]
    assert world.let_pass(hours=22, minutes=59) == []
    assert world.let_pass(minutes=1) == ["sent"]
    assert world.let_pass(hours=48) == ["sent"]
    assert world.let_pass(days=60) == []

    to = "ann@example.com"
    assert world.subjects == [f"{to}: reminder-1", f"{to}: reminder-2", f"{to}: reminder-3"]
    assert [entry.what for entry in world.cart("c-1").timeline] == [
        "cart seen",
        "timer set",
        "step 1 sent",
        "timer set",
        "step 2 sent",
        "timer set",
        "step 3 sent",
        "ended",
    ]


def test_an_order_stops_the_rest() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    world.let_pass(hours=1)
    assert world.post("orders/create", order(world.clock)).result == "stored"

    assert world.let_pass(days=30) == ["stale"]
    assert world.subjects == ["ann@example.com: reminder-1"]


def test_an_order_that_overtakes_its_cart_stops_the_sequence() -> None:
    world = World()
    placed = world.clock.now
    world.post("orders/create", order(world.clock))
    world.clock.forward(minutes=2)
    late = checkout(world.clock, updated_at=(placed - timedelta(minutes=1)).isoformat())

    assert world.post("checkouts/create", late).result == "unchanged"
    assert world.let_pass(days=30) == []
    assert world.subjects == []


def test_an_order_without_tokens_stops_every_cart_of_its_address() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock, email="Ann@Example.com"))
    world.post("orders/create", order(world.clock, token=None))

    assert world.let_pass(days=30) == ["ended"]
    assert world.subjects == []
    assert world.cart("c-1").timeline[-1].why == (
        "the shopper bought in this shop at 2026-11-20 12:00:00Z"
    )


def test_activity_during_the_wait_moves_the_reminder() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    world.clock.forward(minutes=40)
    world.post("checkouts/update", checkout(world.clock, total_price="10.90"))

    assert world.let_pass(minutes=20) == ["waiting"]
    assert world.let_pass(minutes=39) == []
    assert world.let_pass(minutes=1) == ["sent"]


def test_a_busy_cart_costs_one_timer() -> None:
    world = World()
    for total in range(20):
        world.post("checkouts/update", checkout(world.clock, total_price=str(total)))
        world.clock.forward(seconds=30)
    assert len(world.timers.pending) == 1


def test_a_timer_that_fires_twice_sends_once() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    (due,) = world.timers.fired(NOON + timedelta(hours=1))
    world.clock.forward(hours=1)

    assert [world.steps.run(due), world.steps.run(due)] == ["sent", "stale"]
    assert len(world.mailer.sent) == 1


def test_a_message_carries_one_click_unsubscribe_and_opaque_tags() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    world.let_pass(hours=1)

    (mail,) = world.mailer.sent
    assert mail.sender == "Tea & Co <hello@teashop.example>"
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.headers["List-Unsubscribe"].startswith("<https://api.example/live/u/")
    assert mail.tags == {
        "shop": "tea",
        "cart": world.cart("c-1").id,
        "shopper": world.cart("c-1").shoppers[0],
        "episode": "1",
        "step": "1",
        "region": "eu-central-1",
    }


def test_no_consent_no_mail_but_where_the_shop_needs_none() -> None:
    strict = World()
    strict.post("checkouts/create", checkout(strict.clock, buyer_accepts_marketing=False))
    strict.let_pass(days=5)
    lenient = World(shop(policy=Policy(soft_opt_in=frozenset({"DE"}))))
    german = checkout(
        lenient.clock, buyer_accepts_marketing=False, shipping_address={"country_code": "DE"}
    )
    lenient.post("checkouts/create", german)
    lenient.let_pass(hours=1)

    assert (len(strict.mailer.sent), len(lenient.mailer.sent)) == (0, 1)
    assert strict.cart("c-1").timeline[-1].why == "no consent to marketing by e-mail"


def test_a_cart_without_an_address_waits_without_a_timer_until_it_has_one() -> None:
    world = World()
    assert world.post("checkouts/create", checkout(world.clock, email=None)).result == "stored"
    assert world.timers.pending == {}
    world.clock.forward(minutes=5)
    assert world.post("checkouts/update", checkout(world.clock)).result == "timer set"


def test_what_surely_did_not_leave_is_tried_again() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    (due,) = world.timers.fired(NOON + timedelta(hours=1))
    world.clock.forward(hours=1)
    world.mailer.failure = NotSent("throttled")

    assert world.steps.run(due) == "not sent"
    assert world.let_pass(minutes=4) == []
    assert world.let_pass(minutes=1) == ["sent"]
    assert world.subjects == ["ann@example.com: reminder-1"]


def test_a_refused_step_is_written_down_and_the_next_one_tried() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    world.mailer.failure = SendRefused("SES answered MessageRejected")
    world.let_pass(hours=24)

    assert [(t.step, t.outcome) for t in world.cart("c-1").taken] == [(1, "refused"), (2, "sent")]


def test_a_timer_that_cannot_be_set_stores_nothing() -> None:
    world = World()
    world.timers.failure = Unavailable("Scheduler is down")
    with pytest.raises(Unavailable):
        world.post("checkouts/create", checkout(world.clock))
    assert world.carts.named("tea", "c-1") is None


def test_two_carts_of_one_shopper_are_one_sequence_about_the_newer() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock, "old"))
    world.clock.forward(minutes=10)
    world.post("checkouts/create", checkout(world.clock, "new"))
    world.let_pass(hours=24)

    new = world.cart("new").id
    assert [(m.tags["cart"], m.tags["step"]) for m in world.mailer.sent] == [(new, "1"), (new, "2")]
    assert world.cart("old").timeline[-1].why == (
        "a newer cart of the same shopper is followed instead"
    )


def test_unsubscribing_stops_all_mail_and_clicking_leads_to_the_shop() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    world.let_pass(hours=1)
    mail = world.mailer.sent[0]
    back = mail.content.text.rpartition("/")[2]
    leave = mail.headers["List-Unsubscribe"].strip("<>").rpartition("/")[2]

    assert world.links.click(back, PRESSED) == Onward(f"https://{HOST}/cart/11:2")
    assert world.links.unsubscribe(leave).shop.name == "Tea & Co"
    world.let_pass(days=10)

    assert len(world.mailer.sent) == 1
    whats = [entry.what for entry in world.cart("c-1").timeline]
    assert whats[-3:] == ["clicked", "unsubscribed", "ended"]
