"""Connecting a Shopify shop: what it is, what we may, and the webhooks it sends."""

import pytest

from chalicelib.errors import PlatformRefused
from chalicelib.intake.shopify import MAKERS
from chalicelib.platforms.caller import HttpCaller
from chalicelib.platforms.makers import MAKERS as APIS
from chalicelib.platforms.port import About, Subscription
from chalicelib.platforms.shopify import ShopifyApi
from chalicelib.shops.model import Platform
from tests.fakes.edges import Clock
from tests.platforms.shopify_stage import ADMIN, TEA, Stage

HOOKS = "https://api.example/live/webhooks/tea"


def test_a_shopify_shop_is_asked_through_its_admin_api(shopify: Stage) -> None:
    caller = HttpCaller(Clock(), endpoint=shopify.server.url)
    assert isinstance(APIS[Platform.SHOPIFY](TEA, shopify.secrets, caller), ShopifyApi)


def test_what_shopify_says_of_the_shop(shopify: Stage) -> None:
    assert shopify.api.about() == About(
        name="Tea & Co",
        hosts=("teashop.example", ADMIN),
        currency="EUR",
        locale="en",
    )


def test_a_shop_without_a_domain_of_its_own_has_one_host(shopify: Stage) -> None:
    shopify.there.domain = ADMIN
    assert shopify.api.about().hosts == (ADMIN,)


def test_all_rights_are_there(shopify: Stage) -> None:
    assert shopify.api.missing_rights() == ()


def test_who_may_write_may_read(shopify: Stage) -> None:
    shopify.there.scopes = {"write_orders", "write_products", "read_discounts"}
    assert shopify.api.missing_rights() == ("read_customers", "write_discounts")


def test_every_webhook_we_want_is_understood_here() -> None:
    understood = {topic.upper().replace("/", "_") for topic in MAKERS}
    wanted = ShopifyApi(TEA, None, None).wanted_topics()  # type: ignore[arg-type]
    assert len(wanted) == 13
    assert set(wanted) <= understood


def test_webhooks_are_subscribed_listed_and_unsubscribed(shopify: Stage) -> None:
    for topic in shopify.api.wanted_topics():
        shopify.api.subscribe(topic, HOOKS, "chosen by the app")
    held = shopify.api.subscriptions()
    assert {(each.topic, each.url) for each in held} == {
        (topic, HOOKS) for topic in shopify.api.wanted_topics()
    }
    assert all(each.works for each in held)
    for each in held:
        shopify.api.unsubscribe(each)
    assert shopify.api.subscriptions() == ()


def test_a_webhook_that_is_there_already_is_success(shopify: Stage) -> None:
    shopify.api.subscribe("ORDERS_CREATE", HOOKS, "")
    shopify.api.subscribe("ORDERS_CREATE", HOOKS, "")
    assert len(shopify.there.hooks) == 1


def test_a_webhook_that_is_gone_already_is_success(shopify: Stage) -> None:
    gone = Subscription(id="gid://shopify/WebhookSubscription/99", topic="ORDERS_CREATE", url=HOOKS)
    shopify.api.unsubscribe(gone)


def test_more_webhooks_than_fit_on_a_page(shopify: Stage) -> None:
    shopify.there.hooks += [
        {"id": f"gid://shopify/WebhookSubscription/{n}", "topic": "ORDERS_PAID", "uri": f"x:{n}"}
        for n in range(250)
    ]
    assert [each.url for each in shopify.api.subscriptions()] == [f"x:{n}" for n in range(250)]
    assert shopify.calls == 3


@pytest.mark.parametrize(
    ("url", "topic", "why"),
    [
        ("http://api.example/webhooks/tea", "ORDERS_CREATE", "Address protocol is not supported"),
        (
            HOOKS,
            "CUSTOMERS_MARKETING_CONSENT_UPDATE",
            "You cannot create a webhook subscription with the specified topic",
        ),
    ],
)
def test_what_shopify_does_not_send_is_refused_in_its_own_words(
    shopify: Stage, url: str, topic: str, why: str
) -> None:
    shopify.there.scopes.discard("read_customers")
    with pytest.raises(PlatformRefused) as refused:
        shopify.api.subscribe(topic, url, "")
    assert refused.value.why == why
