"""A look at Shopify, from its answers to the mails that go out or not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.carts.model import Status
from chalicelib.platforms.looks import Look
from chalicelib.platforms.reconciliation import ReconcileService
from chalicelib.platforms.service import ShopApis
from chalicelib.shops.model import Platform
from infra.local import shopify_goods as goods
from tests.fakes.platform import NoCaller
from tests.fakes.world import API, World, checkout, order, shop
from tests.platforms.shopify_stage import ADMIN, TEA, Stage

HOST = TEA.hosts[0]
ANN = goods.customer(12, "ann@example.com", marketing="SUBSCRIBED")


@pytest.fixture
def world(shopify: Stage) -> World:
    """The tea shop with Shopify behind it; all its webhooks are subscribed."""
    made = World(shop(hosts=TEA.hosts, api_url=API))
    made.secrets.stored["tea"] = shopify.secrets
    for topic in shopify.api.wanted_topics():
        shopify.api.subscribe(topic, f"{API}/webhooks/tea", "")
    return made


@pytest.fixture
def looks(world: World, shopify: Stage) -> ReconcileService:
    apis = ShopApis(NoCaller(), world.secrets, {Platform.SHOPIFY: lambda *_: shopify.api})
    return ReconcileService(
        shops=world.shops,
        secrets=world.secrets,
        apis=apis,
        taking=world.taking,
        table=world.table,
        clock=world.clock,
    )


def iso(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def told(world: World, **changes: Any) -> dict[str, Any]:
    """What a webhook tells of that cart."""
    return checkout(world.clock, customer={"id": 12, "first_name": "Ann"}, **changes)


def left(world: World, **changes: Any) -> dict[str, Any]:
    """What Shopify holds of the cart that the shopper touches now."""
    at = iso(world.clock.now)
    return goods.checkout(1, at, **({"cart": "c-1", "host": HOST, "customer": ANN} | changes))


def test_what_webhooks_told_is_nothing_new(
    world: World, looks: ReconcileService, shopify: Stage
) -> None:
    world.post("checkouts/update", told(world))
    shopify.there.checkouts = [left(world)]
    timeline = world.cart("c-1").timeline
    assert looks.run("tea") == "missed 0"
    assert world.cart("c-1").timeline == timeline
    world.clock.forward(minutes=10)
    world.post("orders/create", order(world.clock))
    at = iso(world.clock.now)
    shopify.there.orders = [goods.order(5001, at, email="ann@example.com", cart="c-1")]
    assert looks.run("tea") == "missed 0"


def test_the_tick_that_a_webhook_told_is_not_lost_to_a_look(
    world: World, looks: ReconcileService, shopify: Stage
) -> None:
    world.post("checkouts/update", told(world, buyer_accepts_marketing=True))
    unasked = goods.customer(12, "ann@example.com", marketing="NOT_SUBSCRIBED")
    shopify.there.checkouts = [left(world, customer=unasked)]
    looks.run("tea")
    world.let_pass(hours=2)
    assert world.subjects == ["ann@example.com: reminder-1"]


def test_a_cart_of_which_no_webhook_came_is_written_about(
    world: World, looks: ReconcileService, shopify: Stage
) -> None:
    shopify.there.checkouts = [left(world)]
    world.clock.forward(minutes=20)
    assert looks.run("tea") == "missed 1"
    world.let_pass(hours=2)
    assert world.subjects == ["ann@example.com: reminder-1"]
    assert [line.variant_ref for line in world.cart("c-1").basket.lines] == ["11"]


def test_an_order_of_which_no_webhook_came_stops_its_cart(
    world: World, looks: ReconcileService, shopify: Stage
) -> None:
    world.post("checkouts/update", told(world))
    world.clock.forward(minutes=20)
    at = iso(world.clock.now)
    shopify.there.orders = [goods.order(5001, at, email="ann@example.com", cart="c-1")]
    assert looks.run("tea") == "missed 1"
    assert world.cart("c-1").status is Status.ORDERED
    world.let_pass(days=4)
    assert world.mailer.sent == []


def test_an_order_taken_back_of_which_no_webhook_came_stops_it_too(
    world: World, looks: ReconcileService, shopify: Stage
) -> None:
    world.post("checkouts/update", told(world))
    world.clock.forward(minutes=20)
    at = iso(world.clock.now)
    gone = goods.order(5001, at, email="ann@example.com", cart="c-1", cancelledAt=at)
    shopify.there.orders = [gone]
    assert looks.run("tea") == "missed 2"
    assert world.let_pass(days=4) == ["stale"]
    assert looks.run("tea") == "missed 0"


def test_who_unsubscribed_before_we_came_is_not_mailed_though_the_box_is_ticked(
    world: World, looks: ReconcileService, shopify: Stage
) -> None:
    long_ago = "2025-01-01T00:00:00Z"
    person = goods.customer(12, "ann@example.com", marketing="UNSUBSCRIBED", since=long_ago)
    world.post("checkouts/update", told(world))
    shopify.there.checkouts = [left(world, customer=person)]
    assert looks.run("tea") == "missed 0"
    world.let_pass(days=4)
    assert world.mailer.sent == []


def test_who_subscribed_before_we_came_is_mailed_without_a_tick(
    world: World, looks: ReconcileService, shopify: Stage
) -> None:
    long_ago = "2025-01-01T00:00:00Z"
    person = goods.customer(12, "ann@example.com", marketing="SUBSCRIBED", since=long_ago)
    world.post("checkouts/update", told(world, buyer_accepts_marketing=False))
    shopify.there.checkouts = [left(world, customer=person)]
    assert looks.run("tea") == "missed 0"
    world.let_pass(hours=2)
    assert world.subjects == ["ann@example.com: reminder-1"]


def test_a_webhook_that_shopify_dropped_is_subscribed_again(
    world: World, looks: ReconcileService, shopify: Stage
) -> None:
    dropped = shopify.there.hooks.pop(5)
    looks.run("tea")
    look = looks.last_look("tea")
    assert isinstance(look, Look)
    assert look.renewed == (dropped["topic"],)
    assert len(shopify.there.hooks) == 13


def test_a_shop_that_removed_the_app_is_not_read_and_says_why(
    world: World, looks: ReconcileService, shopify: Stage
) -> None:
    shopify.stand_in.access_token = "revoked"
    assert looks.run("tea") == "not read"
    look = looks.last_look("tea")
    assert isinstance(look, Look)
    assert look.problem == "the access token is not accepted"
    world.shops.register(replace(world.shop, removed_at=world.clock.now))
    assert looks.run("tea") == "no way to ask"
    assert ADMIN in TEA.hosts
