"""Where a click leads when the platform makes the way, or has none."""

from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.carts.model import Taken
from chalicelib.errors import PlatformDown, PlatformRefused
from chalicelib.links.tokens import LinkTarget, Purpose, sign
from chalicelib.links.ways import CartShown, Onward
from chalicelib.shops.model import Platform
from tests.fakes.world import HOST, PRESSED, SECRETS, World, checkout

SCANNED: dict[str, str] = {"sec-fetch-mode": "navigate"}
FRESH = f"https://{HOST}/cart.php?action=load&id=fresh"


def abandoned(**item: Any) -> tuple[World, str]:
    """A cart that was left at a shop whose platform makes ways back, and a link to it."""
    world = World()
    lines = checkout(world.clock)["line_items"][0] | item
    world.post("checkouts/create", checkout(world.clock, line_items=[lines]))
    world.shops.register(replace(world.shop, platform=Platform.BIGCOMMERCE))
    cart = world.cart("c-1")
    target = LinkTarget(
        purpose=Purpose.CLICK,
        shop="tea",
        cart=cart.id,
        shopper=cart.shoppers[0],
        episode=1,
        step=1,
    )
    return world, sign(target, SECRETS.link_key, world.clock.now)


def test_a_person_is_led_by_the_way_that_the_platform_makes() -> None:
    world, token = abandoned()
    world.api.ways[world.cart("c-1").id] = FRESH
    assert world.links.click(token, PRESSED) == Onward(FRESH)


def test_a_machine_never_uses_up_a_way_that_works_once() -> None:
    world, token = abandoned()
    world.api.failure = AssertionError("the platform was asked for a machine")
    way = world.links.click(token, SCANNED)
    assert way != Onward(FRESH)
    assert world.api.failure is not None


@pytest.mark.parametrize("failure", [PlatformDown("503"), PlatformRefused("no such cart")])
def test_when_the_platform_makes_none_the_cart_is_shown(failure: Exception) -> None:
    world, token = abandoned(variant_id=None)
    world.api.failure = failure
    way = world.links.click(token, PRESSED)
    assert isinstance(way, CartShown)
    assert [line.title for line in way.cart.basket.lines] == ["Assam"]
    assert way.code is None


def test_a_way_that_leads_elsewhere_is_not_taken() -> None:
    world, token = abandoned(variant_id=None)
    world.api.ways[world.cart("c-1").id] = "https://evil.example/"
    assert isinstance(world.links.click(token, PRESSED), CartShown)


def test_the_code_that_the_message_held_goes_with_the_click() -> None:
    world, token = abandoned(variant_id=None)
    cart = world.cart("c-1")
    sent = Taken(step=1, outcome="sent", at=world.clock.now, coupon="BACK-7KXW2QPRMD")
    world.table.write(world.carts.put(replace(cart, taken=(sent,)), world.clock.now))
    way = world.links.click(token, PRESSED)
    assert isinstance(way, CartShown)
    assert way.code == "BACK-7KXW2QPRMD"


def test_on_shopify_the_code_is_applied_by_the_permalink() -> None:
    world, token = abandoned()
    world.shops.register(world.shop)
    cart = world.cart("c-1")
    sent = Taken(step=1, outcome="sent", at=world.clock.now, coupon="BACK-7KXW2QPRMD")
    world.table.write(world.carts.put(replace(cart, taken=(sent,)), world.clock.now))
    there = f"https://{HOST}/cart/11:2?discount=BACK-7KXW2QPRMD"
    assert world.links.click(token, PRESSED) == Onward(there)
