"""One app secret signs for many shops: shop A's valid body posted to shop B's address."""

import json
from typing import Any

import pytest

from chalicelib.errors import BadSignature
from tests.fakes.table import MemoryTable
from tests.fakes.world import API, HOST, SECRETS, World, checkout, order, shop, signed

OTHER = "coffee.example"


@pytest.fixture
def world() -> World:
    """The tea shop, and a coffee shop that shares its app and so its secret."""
    made = World()
    made.shops.register(shop(id="coffee", name="Coffee & Co", hosts=(OTHER,)))
    made.secrets.stored["coffee"] = SECRETS
    return made


def post(world: World, to: str, topic: str, body: dict[str, Any], host: str) -> str:
    raw = json.dumps(body).encode()
    return world.intake.receive(to, signed(topic, raw, host=host), raw, API).result


def bodies(world: World) -> list[tuple[str, dict[str, Any]]]:
    consent = {"state": "subscribed", "consent_updated_at": world.clock.now.isoformat()}
    customer = {"email": "ann@example.com"}
    return [
        ("checkouts/create", checkout(world.clock)),
        ("orders/create", order(world.clock)),
        (
            "customers_email_marketing_consent/update",
            {"email_address": "ann@example.com", "email_marketing_consent": consent},
        ),
        ("customers/redact", {"shop_domain": HOST, "shop_id": 1, "customer": customer}),
        ("shop/redact", {"shop_domain": HOST, "shop_id": 1}),
        ("app/uninstalled", {"myshopify_domain": HOST, "shop_owner": "Ann"}),
    ]


def test_each_shop_takes_its_own(world: World) -> None:
    taken = [post(world, "tea", topic, body, HOST) for topic, body in bodies(world)]
    assert taken == ["timer set", "stored", "stored", "queued", "queued", "queued"]


def test_another_shops_body_is_refused_and_leaves_nothing(world: World) -> None:
    assert isinstance(world.table, MemoryTable)
    before = dict(world.table.items)
    for topic, body in bodies(world):
        with pytest.raises(BadSignature):
            post(world, "coffee", topic, body, HOST)
    assert world.table.items == before
    assert world.errands.queued == []


def test_what_cannot_be_undone_is_refused_under_a_forged_header_too(world: World) -> None:
    for topic, body in bodies(world)[3:]:
        with pytest.raises(BadSignature, match="in the body"):
            post(world, "coffee", topic, body, OTHER)
    assert world.errands.queued == []
