"""Whose webhook is it, who signed it, and what is stored: the use case over fakes."""

import json

import pytest

from chalicelib.errors import BadSignature, BodyTooLarge, MalformedBody, Unavailable, UnknownShop
from chalicelib.intake.service import BODY_MAX_BYTES, Receipt
from chalicelib.shops.model import ShopSecrets
from tests.fakes.table import MemoryTable
from tests.fakes.world import API, World, checkout, order, signed
from tests.intake import generic_shop


def table(world: World) -> MemoryTable:
    assert isinstance(world.table, MemoryTable)
    return world.table


def rotated(world: World, *webhook: str) -> None:
    known = world.secrets.stored["tea"]
    world.secrets.stored["tea"] = ShopSecrets(
        webhook=webhook, link_key=known.link_key, identity_key=known.identity_key
    )


def test_the_receipts_of_one_cart() -> None:
    world = World()
    first = checkout(world.clock)
    assert world.post("checkouts/create", first) == Receipt("CartChanged", "timer set")
    assert world.post("checkouts/update", first) == Receipt("CartChanged", "unchanged")
    world.clock.forward(minutes=1)
    more = checkout(world.clock, total_price="30.00")
    assert world.post("checkouts/update", more) == Receipt("CartChanged", "stored")
    bought = order(world.clock)
    assert world.post("orders/create", bought) == Receipt("OrderPlaced", "stored")
    assert world.post("orders/paid", bought) == Receipt("OrderPlaced", "unchanged")
    assert world.post("shop/update", {}) == Receipt(
        "Ignored", "ignored", "topic shop/update is not used"
    )


def test_a_shop_of_its_own_posts_too() -> None:
    world = generic_shop.world()
    data = {"cart": "7", "items": [{"title": "Cup"}]}
    body = {"type": "cart.updated", "timestamp": world.clock.now.isoformat(), "data": data}
    raw = json.dumps(body).encode()
    headers = generic_shop.headers(raw, world.clock.now.timestamp())
    assert world.intake.receive("tea", headers, raw, API) == Receipt("CartChanged", "stored")
    assert [line.title for line in world.cart("7").basket.lines] == ["Cup"]


@pytest.mark.parametrize(
    "name", ["coffee", "", "TEA", "tea\n", "../tea", "tea%20", "t" * 41, "茶", "\ud800"]
)
def test_a_shop_that_nobody_registered(name: str) -> None:
    world = World()
    with pytest.raises(UnknownShop):
        world.intake.receive(name, signed("carts/update", b"{}"), b"{}", API)


def test_the_size_limit_is_kept_to_the_byte_before_anything_is_read() -> None:
    world = World()
    largest = b'{"token": "c"' + b" " * (BODY_MAX_BYTES - 14) + b"}"
    receipt = world.intake.receive("tea", signed("carts/update", largest), largest, API)
    assert receipt == Receipt("CartChanged", "stored")
    table(world).calls.clear()
    with pytest.raises(BodyTooLarge):
        world.intake.receive("tea", signed("carts/update", largest + b" "), largest + b" ", API)
    assert table(world).calls == []


def test_more_values_than_any_cart_has_are_refused_before_anything_is_read() -> None:
    world = World()
    largest = b'{"token": "c", "line_items": [' + b"{}," * 149_998 + b"{}]}"
    receipt = world.intake.receive("tea", signed("carts/update", largest), largest, API)
    assert receipt.result == "stored"
    table(world).calls.clear()
    more = largest.replace(b"[{}", b"[{},{}", 1)
    with pytest.raises(BodyTooLarge, match="over 150000 values"):
        world.intake.receive("tea", signed("carts/update", more), more, API)
    assert table(world).calls == []


def test_what_is_refused_leaves_nothing_behind() -> None:
    world = World()
    before = dict(table(world).items)
    raw = json.dumps(checkout(world.clock)).encode()
    with pytest.raises(BadSignature):
        world.intake.receive("tea", signed("checkouts/create", raw, "guessed"), raw, API)
    with pytest.raises(MalformedBody):
        world.post("checkouts/create", checkout(world.clock, total_price="much"))
    assert table(world).items == before
    assert world.timers.pending == {}


def test_a_rotated_secret_counts_at_once() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    rotated(world, "new", "hush")
    raw = json.dumps(checkout(world.clock, "c-2")).encode()
    receipt = world.intake.receive("tea", signed("checkouts/create", raw, "new"), raw, API)
    assert receipt.result == "timer set"


def test_old_and_new_secret_are_both_taken_during_a_rotation_and_the_old_not_after_it() -> None:
    world = World()
    rotated(world, "new", "hush")

    def is_taken(secret: str) -> bool:
        raw = json.dumps(checkout(world.clock, f"c-{world.clock.now}-{secret}")).encode()
        headers = signed("checkouts/create", raw, secret)
        try:
            return world.intake.receive("tea", headers, raw, API).result == "timer set"
        except BadSignature:
            return False

    for _ in range(3):  # platforms go on signing with the old one for an hour or more
        assert [is_taken(secret) for secret in ("hush", "new")] == [True, True]
        world.clock.forward(minutes=20)
    rotated(world, "new")
    world.secrets.find("tea", fresh=True)  # five minutes later at the latest
    assert [is_taken(secret) for secret in ("hush", "new", "other")] == [False, True, False]


def test_bad_signatures_buy_one_look_at_the_secrets_in_ten_seconds() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    raw = json.dumps(checkout(world.clock)).encode()

    def is_taken() -> bool:
        try:
            world.intake.receive("tea", signed("checkouts/create", raw, "new"), raw, API)
        except BadSignature:
            return False
        return True

    assert not is_taken()
    rotated(world, "new")
    assert not is_taken()
    world.clock.forward(seconds=10)
    assert is_taken()


def test_a_timer_that_cannot_be_set_is_our_failure_and_stores_nothing() -> None:
    world = World()
    before = dict(table(world).items)
    world.timers.failure = Unavailable("Scheduler is down")
    with pytest.raises(Unavailable):
        world.post("checkouts/create", checkout(world.clock))
    assert table(world).items == before
