"""Shopify signs the body alone: what a captured body can do when it is posted again.

There is no store of delivery ids. Ids are in headers that nobody signs, so it would not stop who
captured a body, and what is folded twice changes nothing.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.carts.model import Status
from chalicelib.storage.keys import Key
from chalicelib.storage.port import Item
from tests.fakes.table import MemoryTable
from tests.fakes.world import World, checkout, order

EMAIL = "customers_email_marketing_consent/update"
LATER = timedelta(hours=3)


def items(world: World) -> dict[Key, Item]:
    assert isinstance(world.table, MemoryTable)
    return dict(world.table.items)


def consent(world: World, state: str, *, timed: bool = True) -> dict[str, Any]:
    at = world.clock.now.isoformat() if timed else None
    return {
        "customer_id": 12,
        "email_address": "ann@example.com",
        "email_marketing_consent": {"state": state, "consent_updated_at": at},
    }


def again(world: World, topic: str, body: Mapping[str, Any]) -> str:
    """Post once more, later, under another delivery's headers."""
    world.clock.now += LATER
    return world.post(
        topic,
        body,
        **{
            "x-shopify-event-id": "forged",
            "x-shopify-webhook-id": "forged",
            "x-shopify-triggered-at": world.clock.now.isoformat(),
        },
    ).result


@pytest.mark.parametrize(
    ("topic", "make"),
    [
        ("carts/update", lambda w: {"token": "c-1", "updated_at": w.clock.now.isoformat()}),
        ("checkouts/update", lambda w: checkout(w.clock)),
        ("orders/create", lambda w: order(w.clock)),
        ("orders/paid", lambda w: order(w.clock, token=None)),
        ("orders/cancelled", lambda w: order(w.clock, cancelled_at=w.clock.now.isoformat())),
        (EMAIL, lambda w: consent(w, "subscribed")),
        (EMAIL, lambda w: consent(w, "unsubscribed")),
        ("orders/updated", lambda w: order(w.clock)),
        ("orders/delete", lambda _: {"id": 5001}),
    ],
)
def test_a_body_posted_again_changes_nothing(topic: str, make: Any) -> None:
    world = World()
    body = make(world)
    world.post(topic, body)
    before, timers = items(world), dict(world.timers.pending)
    assert again(world, topic, body) in {"unchanged", "ignored"}
    assert (items(world), world.timers.pending) == (before, timers)


def test_an_old_cart_does_not_come_back_after_its_order() -> None:
    world = World()
    captured = checkout(world.clock)
    world.post("checkouts/update", captured)
    world.clock.forward(minutes=30)
    world.post("orders/create", order(world.clock))
    again(world, "checkouts/create", captured)
    assert world.cart("c-1").status is Status.ORDERED


def test_an_old_yes_does_not_undo_a_no() -> None:
    world = World()
    captured = consent(world, "subscribed")
    world.post(EMAIL, captured)
    world.clock.forward(days=1)
    world.post(EMAIL, consent(world, "unsubscribed"))
    world.post("checkouts/create", checkout(world.clock))
    assert again(world, EMAIL, captured) == "unchanged"
    assert world.let_pass(days=4) == ["ended"]
    assert world.mailer.sent == []


def test_a_never_asked_without_a_time_does_not_undo_a_no() -> None:
    """Its time is told by a header only; so it may take a yes back, and never a no."""
    world = World()
    captured = consent(world, "not_subscribed", timed=False)
    world.post(EMAIL, captured)
    world.clock.forward(days=1)
    world.post(EMAIL, consent(world, "unsubscribed"))
    again(world, EMAIL, captured)
    world.post("checkouts/create", checkout(world.clock))
    assert world.let_pass(days=4) == ["ended"]
    assert world.mailer.sent == []


def test_a_deletion_posted_again_costs_a_reminder_at_most() -> None:
    """Its body has no time. It ends a cart whose shopper came back: nobody is written to."""
    world = World()
    captured = {"cart_token": "c-1"}
    world.post("checkouts/create", checkout(world.clock))
    world.clock.forward(minutes=5)
    world.post("checkouts/delete", captured)
    world.clock.forward(minutes=5)
    world.post("checkouts/update", checkout(world.clock))
    again(world, "checkouts/delete", captured)
    assert world.cart("c-1").status is Status.ENDED
    assert world.mailer.sent == []


def test_errands_asked_for_twice_are_queued_twice_and_are_harmless_twice() -> None:
    world = World()
    body = {"shop_id": 1, "shop_domain": world.shop.hosts[0]}
    world.post("shop/redact", body)
    again(world, "shop/redact", body)
    assert len(world.errands.taken()) == 2
