"""A shopper asks what is stored: that is kept until the merchant has answered."""

from datetime import timedelta

from chalicelib.errands.model import Export
from chalicelib.storage import keys
from chalicelib.storage.keys import Key
from tests.fakes.world import World
from tests.privacy.scenes import ANN, BEN, documents, erase, ids


def asked(world: World, named: str | None = "9999") -> Export:
    return Export(shop="tea", shoppers=ids(ANN), asked_at=world.clock.now, request=named)


def test_a_request_is_kept_for_sixty_days_under_opaque_names() -> None:
    world = World()
    assert world.runner.run(asked(world)) == "noted"
    (request,) = world.records.requests("tea")
    assert (request.shoppers, request.named, request.answered_at) == (ids(ANN), "9999", None)
    key = Key(keys.requests_partition("tea"), request.id)
    item = world.table.get(key)
    assert item is not None
    assert item.expires_at == int((world.clock.now + timedelta(days=60)).timestamp())
    assert set(documents(world, "REQUESTS")[key]) == {"shop", "id", "shoppers", "asked_at", "named"}


def test_a_request_that_is_told_again_is_the_same_one() -> None:
    world = World()
    world.runner.run(asked(world))
    world.clock.forward(hours=3)
    assert world.runner.run(asked(world)) == "known"
    world.runner.run(asked(world, "10000"))
    assert [request.named for request in world.records.requests("tea")] == ["9999", "10000"]


def test_without_a_name_of_the_shops_it_is_one_a_day() -> None:
    world = World()
    results = [world.runner.run(asked(world, None))]
    world.clock.forward(hours=2)
    results.append(world.runner.run(asked(world, None)))
    world.clock.forward(hours=20)
    results.append(world.runner.run(asked(world, None)))
    assert results == ["noted", "known", "noted"]


def test_an_answered_request_stays_in_the_list_and_ends_when_it_would_have() -> None:
    world = World()
    world.runner.run(asked(world))
    (request,) = world.records.requests("tea")
    key = Key(keys.requests_partition("tea"), request.id)
    before = world.table.get(key)
    world.clock.forward(days=2)
    world.records.answered(request, world.clock.now)
    (request,) = world.records.requests("tea")
    assert request.answered_at == world.clock.now
    after = world.table.get(key)
    assert before is not None
    assert after is not None
    assert after.expires_at == before.expires_at


def test_erasing_who_asked_leaves_others_requests() -> None:
    world = World()
    world.runner.run(asked(world))
    world.runner.run(Export(shop="tea", shoppers=ids(BEN), asked_at=world.clock.now))
    world.runner.run(erase(world, ANN))
    assert [request.shoppers for request in world.records.requests("tea")] == [ids(BEN)]


def test_a_shop_that_is_gone_keeps_no_requests() -> None:
    world = World()
    world.shops.forget("tea")
    assert world.runner.run(asked(world)) == "no such shop"
    assert world.records.requests("tea") == []
