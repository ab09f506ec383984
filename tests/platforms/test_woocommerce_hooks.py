"""The webhooks that a WooCommerce shop sends us: made once, switched on again, taken away."""

from collections.abc import Iterator

import pytest

from chalicelib.errors import PlatformDown, PlatformRefused
from chalicelib.platforms.port import Subscription
from chalicelib.shops.model import Platform
from infra.local.stand_in import Asked, Told
from tests.fakes.world import API, World
from tests.fakes.world import shop as a_shop
from tests.platforms.woocommerce_shop import Shop, open_shop

URL = f"{API}/webhooks/tea"


@pytest.fixture
def shop() -> Iterator[Shop]:
    with open_shop() as opened:
        yield opened


def test_every_wanted_topic_is_subscribed_once_with_its_secret(shop: Shop) -> None:
    api = shop.api()
    for _ in range(2):
        for topic in api.wanted_topics():
            api.subscribe(topic, URL, "s3cret")
    assert sorted(each.topic for each in api.subscriptions()) == [
        "order.created",
        "order.deleted",
        "order.restored",
        "order.updated",
    ]
    assert set(shop.there.webhooks.secrets.values()) == {"s3cret"}
    assert all(each.works and each.url == URL for each in api.subscriptions())


def test_the_ping_of_a_new_webhook_is_greeted(shop: Shop) -> None:
    world = World(a_shop(platform=Platform.WOOCOMMERCE))
    greeted = []

    def ping(number: int, url: str) -> None:
        form = {"content-type": "application/x-www-form-urlencoded"}
        body = f"webhook_id={number}".encode()
        greeted.append((url, world.intake.receive("tea", form, body, API).event))

    shop.there.webhooks.ping = ping
    shop.api().subscribe("order.updated", URL, "s3cret")
    assert greeted == [(URL, "Greeting")]


@pytest.mark.parametrize("status", ["disabled", "paused"])
def test_a_webhook_that_was_given_up_does_not_work_until_it_is_switched_on(
    shop: Shop, status: str
) -> None:
    api = shop.api()
    api.subscribe("order.updated", URL, "old")
    shop.there.webhooks.kept[1]["status"] = status
    assert api.subscriptions() == (
        Subscription(id="1", topic="order.updated", url=URL, works=False),
    )
    api.subscribe("order.updated", URL, "new")
    assert api.subscriptions() == (Subscription(id="1", topic="order.updated", url=URL),)
    assert shop.there.webhooks.secrets == {1: "new"}


def test_webhooks_to_others_are_none_of_our_business(shop: Shop) -> None:
    shop.there.webhooks.kept = {
        number: {"id": number, "topic": "order.updated", "delivery_url": url, "status": "active"}
        for number, url in enumerate(
            [f"{API}/webhooks/coffee", "https://crm.example/in", "https://old.example/webhooks/tea"]
        )
    }
    found = shop.api().subscriptions()
    assert [each.url for each in found] == ["https://old.example/webhooks/tea"]


def test_more_webhooks_than_fit_a_page_are_all_looked_at(shop: Shop) -> None:
    for number in range(1, 131):
        url = URL if number == 1 else "https://crm.example/in"
        shop.there.webhooks.kept[number] = {
            "id": number,
            "topic": "order.updated",
            "delivery_url": url,
            "status": "active",
        }
    assert [each.id for each in shop.api().subscriptions()] == ["1"]


def test_taking_one_away_twice_is_harmless(shop: Shop) -> None:
    api = shop.api()
    api.subscribe("order.updated", URL, "s3cret")
    (subscription,) = api.subscriptions()
    for _ in range(2):
        api.unsubscribe(subscription)
    assert shop.there.webhooks.kept == {}


def test_a_webhook_whose_answer_was_lost_is_not_made_twice(shop: Shop) -> None:
    api = shop.api()
    answer = shop.there.answer

    def lost(asked: Asked) -> Told:
        told = answer(asked)
        return Told(503) if asked.method == "POST" else told

    shop.there.answer = lost  # type: ignore[method-assign]
    with pytest.raises(PlatformDown):
        api.subscribe("order.created", URL, "s3cret")
    shop.there.answer = answer  # type: ignore[method-assign]
    api.subscribe("order.created", URL, "s3cret")
    assert len(api.subscriptions()) == 1


def test_a_topic_that_the_shop_does_not_know_is_refused_in_its_words(shop: Shop) -> None:
    with pytest.raises(PlatformRefused) as refused:
        shop.api().subscribe("wcap_cart.cutoff", URL, "s3cret")
    assert refused.value.code == "woocommerce_rest_shop_webhook_invalid_topic"
    assert refused.value.status == 400
