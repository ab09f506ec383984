"""A whole Magento shop: events, what they leave out, what gets lost, and its buyers' notices."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from msgspec.structs import replace

from chalicelib.carts.model import Status
from chalicelib.errands.model import Lookup, TellBuyer
from chalicelib.intake.service import Receipt
from chalicelib.platforms.caller import HttpCaller
from chalicelib.platforms.lookups import LookupService
from chalicelib.platforms.makers import MAKERS
from chalicelib.platforms.reconciliation import ReconcileService
from chalicelib.platforms.service import ShopApis
from chalicelib.shops.model import Notice
from chalicelib.shops.policy import Policy
from tests.fakes.edges import MemorySecrets
from tests.fakes.world import API, World
from tests.intake.magento_shop import ORDER, QUOTE, SHOP, event, signed
from tests.platforms.magento_server import TOKEN, Magento, cart, magento, order, told, totals


@dataclass
class Stage:
    """A shop's platform, and rebasket as it was connected to it."""

    shop: Magento
    world: World
    apis: ShopApis

    def post(self, topic: str, value: dict[str, object]) -> Receipt:
        body = event(topic, value, time=self.world.clock.now.isoformat())
        return self.world.intake.receive("tea", signed(body), body, API)

    def look_up(self) -> list[str]:
        """Do what was queued."""
        world = self.world
        service = LookupService(world.shops, world.secrets, self.apis, world.taking)
        return [service.run(each) for each in world.errands.taken() if isinstance(each, Lookup)]

    def reconcile(self) -> str:
        world = self.world
        return ReconcileService(
            shops=world.shops,
            secrets=world.secrets,
            apis=self.apis,
            taking=world.taking,
            table=world.table,
            clock=world.clock,
        ).run("tea")


@pytest.fixture
def stage() -> Iterator[Stage]:
    shop = replace(
        SHOP,
        api_url=API,
        policy=Policy(soft_opt_in=frozenset({"GB"})),
        notices=frozenset({Notice.PLACED, Notice.SHIPPED}),
    )
    with magento() as started:
        world = World(shop)
        known = world.secrets.find("tea")
        world.secrets = MemorySecrets(tea=replace(known, api={"access_token": TOKEN}))
        world.intake._secrets = world.secrets
        caller = HttpCaller(world.clock, endpoint=started.server.url, attempts=1)
        started.held.totals[4711] = totals(4711)
        yield Stage(started, world, ShopApis(caller, world.secrets, MAKERS))


def test_an_address_that_no_event_tells_is_looked_up_and_written_to(stage: Stage) -> None:
    stage.shop.held.carts.append(cart(4711))
    receipt = stage.post(QUOTE, {"entity_id": "4711", "is_active": "1"})
    assert receipt == Receipt("ChangeAnnounced", "queued")
    assert stage.look_up() == ["timer set"]
    assert stage.world.let_pass(hours=2) == ["sent"]
    assert stage.world.subjects == ["ann@example.com: reminder-1"]


def test_a_cart_that_was_bought_before_it_was_looked_up_gets_no_message(stage: Stage) -> None:
    stage.post(QUOTE, {"entity_id": "4711", "is_active": "1", "customer_email": "ann@example.com"})
    stage.shop.held.carts.append(cart(4711, is_active=False, updated_at=told(-30)))
    assert stage.look_up() == ["stored"]
    assert stage.world.cart("quote-4711").status is Status.ENDED
    assert stage.world.let_pass(days=10) == []


def test_a_look_finds_the_order_that_no_event_told_and_renews_nothing(stage: Stage) -> None:
    stage.shop.held.carts.append(cart(4711))
    assert stage.reconcile() == "missed 1"
    stage.world.clock.forward(minutes=5)
    stage.shop.held.orders.append(order(12, created_at=told(5), updated_at=told(5)))
    stage.shop.held.carts[0] |= {"is_active": False}
    assert stage.reconcile() == "missed 1"
    assert stage.world.cart("quote-4711").status is Status.ORDERED
    assert "sent" not in stage.world.let_pass(days=10)


def test_a_complete_order_is_a_purchase_and_its_parcels_are_told_to_its_buyer(
    stage: Stage,
) -> None:
    complete = order(12, state="complete")
    stage.shop.held.orders.append(complete)
    track = {"title": "DHL", "track_number": "JD014600003"}
    stage.shop.held.shipments.append({"order_id": 12, "created_at": told(), "tracks": [track]})
    assert stage.post(ORDER, complete) == Receipt("ChangeAnnounced", "queued")
    placed, lookup = stage.world.errands.queued
    assert isinstance(placed, TellBuyer)
    assert isinstance(lookup, Lookup)
    assert (placed.step, lookup.ref) == (1, "shipped-12")
    assert stage.look_up() == ["queued"]
    (sent,) = stage.world.errands.queued
    assert isinstance(sent, TellBuyer)
    assert sent.step > 1
