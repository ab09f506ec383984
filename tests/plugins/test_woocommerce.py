"""The WooCommerce plugin: its own tests, and what it sends as our real intake takes it."""

import base64
import json
import shutil
import subprocess
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from chalicelib.carts.basket import Line
from chalicelib.carts.model import Cart
from chalicelib.errors import BadSignature
from chalicelib.intake.generic_bodies import Content, Item, Person
from chalicelib.intake.service import Receipt
from chalicelib.links.restore import is_of_shop, restore_url
from chalicelib.shoppers.contact import Contact
from tests.fakes.world import API, World
from tests.intake import generic_shop

PLUGIN = Path(__file__).parents[2] / "plugins/woocommerce"
URL = f"{API}/webhooks/tea"


def php(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run PHP; without one this fails, since nothing would have been tested."""
    program = shutil.which("php")
    if program is None:
        pytest.fail("the WooCommerce plugin's tests need PHP: install php-cli", pytrace=False)
    settings = [
        "-d",
        "error_reporting=-1",
        "-d",
        "display_errors=stderr",
        "-d",
        "date.timezone=UTC",
    ]
    return subprocess.run(
        [program, *settings, *arguments], capture_output=True, text=True, check=False
    )


def test_every_file_is_php() -> None:
    files = sorted(map(str, PLUGIN.rglob("*.php")))
    assert len(files) > 15
    checked = [php("-l", file) for file in files]
    assert [each.stdout + each.stderr for each in checked if each.returncode] == []


def test_the_plugins_own_tests() -> None:
    ran = php(str(PLUGIN / "tests/run.php"))
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout + ran.stderr
    assert ran.stdout.endswith(" tests, 0 failed\n")


@pytest.fixture(scope="module")
def posted() -> list[dict[str, Any]]:
    """Every request that the plugin makes while a shopper fills a cart, buys and cancels."""
    ran = php(str(PLUGIN / "tests/says.php"), URL, generic_shop.SECRET)
    assert (ran.returncode, ran.stderr) == (0, "")
    requests = [json.loads(line) for line in ran.stdout.splitlines()]
    for request in requests:
        request["body"] = base64.b64decode(request["body"])
    return requests


@pytest.fixture
def world() -> World:
    return generic_shop.world()


def receive(world: World, request: dict[str, Any]) -> Receipt:
    """Give a request to the intake, at the moment at which it was signed."""
    headers = request["headers"]
    signed_at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
    world.clock.now = max(world.clock.now, signed_at)
    return world.intake.receive("tea", headers, request["body"], API)


def the_cart(world: World, request: dict[str, Any]) -> Cart:
    return world.cart(json.loads(request["body"])["data"]["cart"])


def test_what_the_plugin_sends_is_taken_from_the_first_cart_to_the_cancellation(
    world: World, posted: list[dict[str, Any]]
) -> None:
    assert {request["url"] for request in posted} == {URL}
    assert [receive(world, request) for request in posted] == [
        Receipt("CartChanged", "stored"),
        Receipt("CartChanged", "stored"),
        Receipt("CartChanged", "timer set"),
        Receipt("OrderPlaced", "stored"),
        Receipt("OrderPlaced", "unchanged"),
        Receipt("OrderCancelled", "stored"),
        Receipt("Ignored", "ignored", "a test event"),
    ]
    assert world.let_pass(days=30) == ["stale"]
    cart = the_cart(world, posted[0])
    assert cart.orders == ("7",)
    assert cart.purchase is not None
    assert cart.purchase.cancelled_at is not None


def test_the_cart_as_it_arrives(world: World, posted: list[dict[str, Any]]) -> None:
    for request in posted[:3]:
        receive(world, request)
    cart = the_cart(world, posted[0])
    assert cart.basket.lines == (
        Line(
            title='西湖龍井 🍵 "明前" / 50 g',
            quantity=2,
            variant="Large",
            line_price=Decimal("18.80"),
            variant_ref="93",
        ),
        Line(
            title="Linen",
            quantity=1,
            variant="1.5",
            line_price=Decimal("11.25"),
            variant_ref="22",
        ),
    )
    assert (cart.basket.currency, cart.basket.total) == ("EUR", Decimal("30.05"))
    assert cart.contact == Contact(
        email="ann@example.com",
        phone="+44 20 7946 0000",
        locale="de-DE",
        accepts_email=True,
    )


def test_a_click_leads_to_the_plugins_own_link(world: World, posted: list[dict[str, Any]]) -> None:
    for request in posted[:3]:
        receive(world, request)
    cart = the_cart(world, posted[0])
    there = restore_url(cart, world.shop)
    assert there is not None
    assert there == cart.restore_url
    assert there.startswith("https://teashop.example/?rebasket=")
    assert is_of_shop(there, world.shop)


def test_nobody_is_named_before_the_box_is_ticked(posted: list[dict[str, Any]]) -> None:
    told = [json.loads(request["body"])["data"].get("shopper") for request in posted[:3]]
    assert [shopper and shopper["email"] for shopper in told] == [None, None, "ann@example.com"]


def test_one_byte_more_is_another_event(world: World, posted: list[dict[str, Any]]) -> None:
    with pytest.raises(BadSignature):
        receive(world, posted[0] | {"body": posted[0]["body"] + b" "})


def test_every_field_is_one_of_the_guides(posted: list[dict[str, Any]]) -> None:
    for request in posted:
        body = json.loads(request["body"])
        content = body["data"]
        assert set(body) == {"type", "timestamp", "data"}
        assert set(content) <= set(Content.__struct_fields__)
        assert set(content.get("shopper", {})) <= set(Person.__struct_fields__)
        for item in content.get("items", []):
            assert set(item) <= set(Item.__struct_fields__)
