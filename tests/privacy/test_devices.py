"""Apps and browsers are a person's own: handed out, erased with all else, and never logged."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.observability import logger
from chalicelib.shoppers.contact import Browser, Contact, Device
from chalicelib.shoppers.identity import shopper_ids
from tests.channels.web_push.browsers import AUTH, P256DH
from tests.fakes.world import API, SECRETS, World
from tests.intake import generic_shop
from tests.privacy.scenes import erase, raw, without_words

TOKEN = "fcm-token:APA91b" + "x" * 40
ENDPOINT = "https://updates.push.services.mozilla.com/wpush/v2/gAAAA"
EMAIL = "ann@example.com"
ALL = Contact(
    email=EMAIL,
    devices=(Device(service="GCM", token=TOKEN),),
    browsers=(Browser(endpoint=ENDPOINT, p256dh=P256DH, auth=AUTH),),
)
PLAIN = [TOKEN, ENDPOINT, P256DH, AUTH]
NAMES = [*shopper_ids(SECRETS.identity_key, ALL)]


def told(world: World, kind: str, **shopper: Any) -> None:
    at = world.clock.now
    data = {"cart": "b-1", "order": "1", "shopper": shopper, "items": [{"title": "Tea"}]}
    raw = json.dumps({"type": kind, "timestamp": at.isoformat(), "data": data}).encode()
    world.intake.receive("tea", generic_shop.headers(raw, at.timestamp()), raw, API)


@pytest.fixture
def world() -> World:
    """Ann left a cart, and both her phone and her browser may be notified."""
    made = generic_shop.world()
    told(
        made,
        "cart.updated",
        email=EMAIL,
        devices=[{"service": "GCM", "token": TOKEN}],
        browsers=[{"endpoint": ENDPOINT, "keys": {"p256dh": P256DH, "auth": AUTH}}],
    )
    made.clock.forward(minutes=1)
    return made


def found(items: dict[Any, str], needles: list[str]) -> list[str]:
    return [needle for needle in needles if any(needle in text for text in items.values())]


def test_a_cart_is_filed_under_each_and_the_address_comes_first(world: World) -> None:
    assert world.cart("b-1").shoppers == tuple(NAMES)
    assert found(raw(world), [*PLAIN, *NAMES]) == [*PLAIN, *NAMES]


def test_keys_name_none_of_them_in_plain_words(world: World) -> None:
    assert [key for key in raw(world) if any(word in f"{key}" for word in PLAIN)] == []


def test_they_are_handed_out_with_the_cart(world: World) -> None:
    (cart,) = world.exporter.gathered("tea", NAMES[:1])["carts"]
    assert list(cart["contact"]["devices"]) == [{"service": "GCM", "token": TOKEN}]
    assert list(cart["contact"]["browsers"]) == [
        {"endpoint": ENDPOINT, "p256dh": P256DH, "auth": AUTH}
    ]


def test_who_is_erased_by_address_leaves_none_of_them(world: World) -> None:
    world.runner.run(erase(world, Contact(email=EMAIL)))
    assert found(without_words(world), [*PLAIN, *NAMES]) == []


def test_an_order_from_the_same_phone_stops_the_cart(world: World) -> None:
    told(world, "order.placed", devices=[{"service": "GCM", "token": TOKEN}])
    (device,) = shopper_ids(SECRETS.identity_key, Contact(devices=ALL.devices))
    assert world.shoppers.shopper("tea", [device]).last_order_at is not None


@pytest.fixture
def logged() -> Iterator[list[str]]:
    lines: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            error = logging.Formatter().format(record) if record.exc_info else ""
            lines.append(f"{record.getMessage()} {record.__dict__} {error}")

    logger()
    keeper = Keeper()
    logging.getLogger().addHandler(keeper)
    yield lines
    logging.getLogger().removeHandler(keeper)


def test_nothing_logs_them(world: World, logged: list[str]) -> None:
    told(world, "cart.updated", email=EMAIL, devices=[{"service": "GCM", "token": TOKEN}])
    world.let_pass(hours=2)
    assert [word for word in PLAIN if any(word in line for line in logged)] == []
