"""Every kind of webhook, in every situation that it is decoded and folded differently."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from tests.simulation.crashes.course import Work
from tests.simulation.crashes.kinds import Kind, after, left, nothing
from tests.simulation.crashes.scene import Scene

GROUP = "webhook"
NO = ("says no to marketing",)


def posts(what: str, token: str = "s0c0") -> Callable[[Scene], Work]:
    return lambda scene: scene.webhook(what, token)


def late(what: str, then: str) -> Callable[[Scene], Work]:
    """A webhook of now that is overtaken by a later one."""

    def overtaken(scene: Scene) -> Work:
        work = scene.webhook(what)
        scene.clock.now += timedelta(minutes=1)
        scene.post(then)
        return work

    return overtaken


def sent_and_bought(scene: Scene) -> None:
    left(scene)
    scene.step()
    scene.post("order")
    scene.clock.now += timedelta(hours=2)


def another_cart(scene: Scene) -> None:
    scene.post("change", "s0c1")
    left(scene)


def no_contact_then_named(scene: Scene) -> None:
    scene.post("cart only")
    scene.clock.now += timedelta(minutes=30)


KINDS = tuple(
    Kind(GROUP, *kind)
    for kind in (
        ("checkout: new cart", nothing, posts("change")),
        ("checkout: changed cart", left, posts("change")),
        ("checkout: emptied", left, posts("empty")),
        ("checkout: other address", left, posts("other address")),
        ("checkout: no address", left, posts("no address")),
        ("checkout: other currency", left, posts("other currency")),
        ("checkout: of a cart without contact", no_contact_then_named, posts("change")),
        ("checkout: late", left, late("change", "change")),
        ("checkout: echo of an order", after("change", "order"), posts("change")),
        ("checkout: echo, contact unknown to the order", after("order by tokens"), posts("change")),
        ("checkout: second abandonment", sent_and_bought, posts("change")),
        ("checkout: shopper's second cart", left, posts("change", "s0c1")),
        ("checkout: completed", left, posts("completed")),
        ("checkout: completed, cart unknown", nothing, posts("completed")),
        ("checkout: deleted", left, posts("delete")),
        ("checkout: deleted before it came", nothing, posts("delete")),
        ("cart: new, without contact", nothing, posts("cart only")),
        ("cart: changed", left, posts("cart only")),
        ("consent: no", left, posts("says no to marketing")),
        ("consent: no, cart unknown", nothing, posts("says no to marketing")),
        ("consent: yes", after("change", "no consent"), posts("says yes to marketing")),
        ("consent: yes after no", after("change", *NO), posts("says yes to marketing")),
        ("order: by all", left, posts("order")),
        ("order: paid", left, posts("paid")),
        ("order: paid after created", after("change", "order"), posts("paid")),
        ("order: by address", left, posts("order by address")),
        ("order: by phone", left, posts("order by phone")),
        ("order: by tokens", left, posts("order by tokens")),
        ("order: two carts", another_cart, posts("order")),
        ("order: overtakes its cart", nothing, late("change", "order")),
        ("order: before its cart", nothing, posts("order")),
        ("order: after completion", after("change", "completed"), posts("order")),
        ("order: test", left, posts("test order")),
        ("order: cancelled", after("change", "order"), posts("cancel")),
        ("order: cancelled before it came", left, posts("cancel")),
        ("order: after its cancellation", after("change", "cancel"), posts("order")),
        ("order: cancelled, cart unknown", nothing, posts("cancel")),
    )
)
