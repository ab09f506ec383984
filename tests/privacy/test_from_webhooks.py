"""Shopify's compliance webhooks, from the signed body to what is left in the table."""

from typing import Any

import pytest

from chalicelib.errors import BadSignature, PlatformRefused, UnknownShop
from chalicelib.storage.keys import CERTIFICATES
from tests.fakes.world import HOST, World
from tests.privacy.scenes import ANN, BEN, ids, raw, touched, without_words

SHOP = {"shop_id": 1, "shop_domain": HOST}


def asked(world: World, topic: str, **more: Any) -> list[str]:
    """Post a compliance webhook and do what it queues."""
    customer = {"id": 7001, "email": "Ann@Example.com", "phone": "0049301112223"}
    assert world.post(topic, SHOP | {"customer": customer} | more).result == "queued"
    return world.errands_done()


def lived_in() -> World:
    world = World()
    touched(world, "ann", "c", ANN)
    touched(world, "ben", "c", BEN)
    return world


def test_customers_redact_forgets_the_customer() -> None:
    world = lived_in()
    (certificate,) = asked(world, "customers/redact", orders_to_redact=[1])
    assert certificate.endswith(": carts 1, contact points 3, timers 1")
    assert "ann@example.com" not in "".join(raw(world).values())
    assert world.cart("ben-c").contact.email == "ben@example.net"


def test_customers_data_request_waits_for_the_merchant() -> None:
    world = lived_in()
    before = without_words(world)
    assert asked(world, "customers/data_request", data_request={"id": 9999}) == ["noted"]
    (request,) = world.records.requests("tea")
    assert (request.shoppers, request.named) == (ids(ANN), "9999")
    assert {key: without_words(world)[key] for key in before} == before


def test_an_app_that_is_removed_mails_nobody_and_48_hours_later_is_forgotten() -> None:
    world = lived_in()
    assert world.post("app/uninstalled", {"id": 1, "myshopify_domain": HOST}).result == "queued"
    world.api.failure = PlatformRefused("the token is worth nothing", 401)
    assert world.errands_done() == ["removed"]
    assert world.let_pass(hours=48) == ["ended", "ended"]
    assert world.subjects == []
    assert world.post("shop/redact", SHOP).result == "queued"
    assert world.errands_done()[0] == "goes on"
    assert {key.pk for key in raw(world)} == {f"{CERTIFICATES}#tea"}
    world.clock.forward(minutes=2)
    with pytest.raises(UnknownShop):
        world.post("shop/redact", SHOP)


@pytest.mark.parametrize("topic", ["customers/redact", "customers/data_request", "shop/redact"])
def test_nobody_else_can_ask_for_it(topic: str) -> None:
    world = lived_in()
    with pytest.raises(BadSignature):
        world.post(topic, SHOP, **{"x-shopify-hmac-sha256": "bm8="})
    assert world.errands.queued == []
