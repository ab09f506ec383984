"""BigCommerce's webhooks through the whole of intake: whose they are, and what they cost."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.errands.model import Lookup
from chalicelib.errors import BadSignature
from chalicelib.intake.events import Resource
from chalicelib.intake.service import Receipt
from infra.local.bigcommerce_webhooks import Teller
from tests.fakes.table import MemoryTable
from tests.fakes.world import API, SECRETS, World
from tests.intake.bigcommerce_store import CART, SHOP

TEA = Teller("t3asteep", "hush")
CUPS = Teller("cup5hash", "hush")
Event = tuple[str, dict[str, object]]
UPDATED: Event = ("store/cart/updated", {"type": "cart", "id": CART})
CONVERTED: Event = ("store/cart/converted", {"type": "cart", "id": CART, "orderId": 252})


@pytest.fixture
def world() -> World:
    """Two stores with one app, so with one client secret; reading them costs nothing any more."""
    made = World(SHOP)
    made.shops.register(replace(SHOP, id="cups", account="cup5hash"))
    made.secrets.stored["cups"] = SECRETS
    for name in ("tea", "cups"):
        made.shops.get(name)
    table(made).calls.clear()
    return made


def table(world: World) -> MemoryTable:
    assert isinstance(world.table, MemoryTable)
    return world.table


def post(world: World, teller: Teller, told: Event, shop: str = "tea") -> Receipt:
    scope, data = told
    now = world.clock.now.timestamp()
    body = teller.body(scope, data, now)
    return world.intake.receive(shop, teller.headers(body, now), body, API)


def test_one_stores_valid_webhook_is_refused_at_anothers_address(world: World) -> None:
    removed: Event = ("store/app/uninstalled", {"type": "app"})
    for told in (UPDATED, CONVERTED, removed):
        with pytest.raises(BadSignature, match="producer is missing or not this shop's store"):
            post(world, CUPS, told, "tea")
    assert (table(world).calls, world.errands.queued) == ([], [])
    assert post(world, CUPS, UPDATED, "cups").result == "queued"


def test_a_webhook_that_says_who_it_is_but_is_not_signed_is_refused_too(world: World) -> None:
    with pytest.raises(BadSignature, match="no v1 signature"):
        post(world, Teller("t3asteep", "guessed"), UPDATED)


def test_a_webhook_that_only_announces_costs_one_call_and_a_second_one_none(world: World) -> None:
    assert post(world, TEA, UPDATED) == Receipt("ChangeAnnounced", "queued")
    assert (table(world).calls, len(world.errands.delays)) == ([], 1)
    world.clock.forward(seconds=1)
    assert post(world, TEA, UPDATED) == Receipt("ChangeAnnounced", "queued already")
    assert (table(world).calls, len(world.errands.delays)) == ([], 1)


def test_a_purchase_costs_a_read_a_write_and_a_question(world: World) -> None:
    post(world, TEA, CONVERTED)
    assert table(world).calls == ["get", "write 2"]
    assert world.errands.queued == [
        Lookup(
            shop="tea",
            resource=Resource.ORDER,
            ref="252",
            announced_at=world.clock.now,
            api_url=API,
        )
    ]
    assert world.errands.delays == [timedelta(seconds=2)]
    assert post(world, TEA, CONVERTED).result == "queued already"
    assert table(world).calls == ["get", "write 2"]


def test_what_is_of_no_use_costs_nothing(world: World) -> None:
    receipt = post(world, TEA, ("store/product/updated", {"type": "product", "id": 1}))
    assert receipt == Receipt("Ignored", "ignored", "scope store/product/updated is not used")
    assert (table(world).calls, world.errands.queued) == ([], [])


def test_the_queue_holds_nothing_of_a_shoppers(world: World) -> None:
    post(world, TEA, UPDATED)
    assert set(world.errands.queued[0].__struct_fields__) == {
        *("shop", "resource", "ref", "announced_at", "api_url"),
    }
