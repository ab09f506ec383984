"""An erasure leaves nothing of one person, and everything of everybody else."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from moto import mock_aws

from chalicelib.storage.dynamo import DynamoTable
from chalicelib.storage.keys import CERTIFICATES, Key, cart_id, shop_of, shopper_profile
from tests.fakes.aws import create_table
from tests.fakes.edges import NOON
from tests.fakes.world import World, shop
from tests.privacy.scenes import (
    ANN,
    BEN,
    TOKENS,
    documents,
    erase,
    erase_shop,
    ids,
    lived,
    noticing,
    raw,
    traces,
    without_words,
)


@pytest.fixture(params=["memory", "dynamo"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    if request.param == "memory":
        yield filled(World(noticing()))
        return
    with mock_aws():
        yield filled(World(noticing(), table=on_dynamo()))


def on_dynamo() -> DynamoTable:
    return DynamoTable(create_table("rebasket-test"), "rebasket-test")


def filled(world: World) -> World:
    """Two shoppers who share nothing did all that shoppers do."""
    world.shops.register(shop(id="coffee"))
    lived(world, "ann", ANN)
    lived(world, "ben", BEN)
    world.clock.now = NOON + timedelta(days=1)
    return world


def found_in(items: dict[Key, str], needles: list[str]) -> dict[Key, list[str]]:
    hits = {key: [n for n in needles if n in text] for key, text in items.items()}
    return {key: found for key, found in hits.items() if found}


def test_the_scene_has_something_of_everything(world: World) -> None:
    kinds = {(key.pk.partition("#")[0], key.sk.partition("#")[0]) for key in raw(world)}
    assert kinds >= {
        ("CART", "STATE"),
        ("CART", "MESSAGE"),
        ("CART", "HEARD"),
        ("CART", "NOTICE"),
        ("CART", "LINK"),
        ("LINK", "TARGET"),
        ("SHOPPER", "PROFILE"),
        ("SHOP", "PROFILE"),
    }
    assert {pk for pk, _ in kinds} >= {"STATS", "REQUESTS"}
    assert world.timers.pending
    traced = found_in(raw(world), traces("ann", ANN))
    assert len(traced) > 30
    told = {trace for found in traced.values() for trace in found}
    assert told >= {"ann@example.com", "+49 30 1112223", "Name of ann", "Tea of ann", *ids(ANN)}
    assert "Parcel of ann" in told
    assert {cart_id("tea", f"ann-{token}") for token in TOKENS} <= told


def test_nothing_of_an_erased_person_is_left(world: World) -> None:
    assert world.runner.run(erase(world, ANN)).startswith(
        "2026-11-21 12:00:00Z tea: shopper erased, asked 2026-11-21 12:00:00Z: "
    )
    left = found_in(without_words(world), traces("ann", ANN))
    assert left == {}
    names = traces("ann", ANN)
    assert [timer for timer in world.timers.pending if any(name in timer for name in names)] == []


def test_nothing_of_anybody_else_is_touched(world: World) -> None:
    before, pending = raw(world), dict(world.timers.pending)
    of_ann = found_in(before, traces("ann", ANN)).keys()
    world.runner.run(erase(world, ANN))
    after = raw(world)
    others = {key: text for key, text in before.items() if key not in of_ann}
    assert len(others) > 40
    assert {key: after.get(key) for key in others} == others
    timers = {name for name in pending if not any(trace in name for trace in traces("ann", ANN))}
    assert timers
    assert set(world.timers.pending) == timers


def test_that_something_was_erased_is_known_for_three_days_and_nothing_else(world: World) -> None:
    world.runner.run(erase(world, ANN))
    words = raw(world).keys() - without_words(world).keys()
    assert len(words) > 20
    assert {key.sk.partition("#")[0] for key in words} == {"STATE", "NOTICE", "PROFILE"}
    for key in words:
        item = world.table.get(key)
        assert item is not None
        assert item.expires_at == int(world.clock.now.timestamp()) + 3 * 86_400
        if key.sk == "STATE":
            assert item.document == b"erased 2026-11-21T12:00:00+00:00"


def test_of_a_refusal_the_no_is_kept_and_nothing_else(world: World) -> None:
    reminder = next(mail for mail in world.mailer.sent if "List-Unsubscribe" in mail.headers)
    assert reminder.to == "ann@example.com"
    world.links.unsubscribe(reminder.headers["List-Unsubscribe"].strip("<>").rpartition("/")[2])
    world.runner.run(erase(world, ANN))
    kept = {shopper_profile("tea", name) for name in ids(ANN)}
    left = found_in(without_words(world), traces("ann", ANN))
    assert left.keys() == kept
    refusal = {
        "channel": "email",
        "at": "2026-11-21T12:00:00Z",
        "why": "erased, and refused before",
    }
    told = documents(world, "SHOPPER#tea#")
    for key in kept:
        opaque = key.pk.rpartition("#")[2]
        assert told[key] == {
            "shop": "tea",
            "id": opaque,
            "refusals": [refusal],
            "erased_at": "2026-11-21T12:00:00Z",
            "carts": [],
        }
        item = world.table.get(key)
        assert item is not None
        assert item.members == frozenset()
        assert item.expires_at == int(world.clock.now.timestamp()) + 3 * 365 * 86_400


def test_erasing_again_finds_nothing_and_changes_nothing(world: World) -> None:
    world.runner.run(erase(world, ANN))
    before = raw(world)
    world.clock.forward(minutes=5)
    assert world.runner.run(erase(world, ANN)).endswith(": nothing was stored")
    after = {key: text for key, text in raw(world).items() if key in before}
    assert after == before


def test_nothing_of_an_erased_shop_is_left_but_certificates(world: World) -> None:
    world.runner.run(erase(world, BEN))
    others = {key: text for key, text in raw(world).items() if shop_of(key) != "tea"}
    world.errands.put([erase_shop(world)])
    done = world.errands_done()
    assert done[0] == "goes on"
    assert done[1].startswith("2026-11-21 12:00:00Z tea: shop erased, asked 2026-11-21 12:00:00Z: ")
    assert world.errands.delays[-1] == timedelta(minutes=3)
    left = raw(world)
    assert {key: left[key] for key in others} == others
    (certificate,) = left.keys() - others.keys()
    assert certificate.pk == f"{CERTIFICATES}#tea"
    assert "tea" not in world.secrets.stored
    assert world.timers.pending == {}


def test_certificates_name_nobody(world: World) -> None:
    world.runner.run(erase(world, ANN))
    certificates = {k: t for k, t in raw(world).items() if k.pk.startswith(CERTIFICATES)}
    assert len(certificates) == 1
    needles = [*traces("ann", ANN), *traces("ben", BEN)]
    assert found_in(certificates, needles) == {}
    assert documents(world, CERTIFICATES)[next(iter(certificates))] == {
        "shop": "tea",
        "what": "shopper erased",
        "asked_at": "2026-11-21T12:00:00Z",
        "done_at": "2026-11-21T12:00:00Z",
        "counted": {
            "carts": 6,
            "contact points": 3,
            "messages": 1,
            "notices": 2,
            "requests": 1,
            "timers": 3,
        },
    }
