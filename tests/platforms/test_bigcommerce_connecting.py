"""Connecting a BigCommerce store: who it is, what its token may do, what it tells us."""

from collections.abc import Iterator

import pytest

from chalicelib.errors import PlatformDown, PlatformRefused
from chalicelib.intake.bigcommerce import MAKERS, hook_key
from chalicelib.platforms import bigcommerce_hooks
from chalicelib.platforms.bigcommerce import BigCommerce
from chalicelib.platforms.makers import MAKERS as APIS
from chalicelib.platforms.port import About, Subscription
from chalicelib.shops.model import Notice, Platform
from infra.local.bigcommerce_stand_in import ALL_RIGHTS
from infra.local.stand_in import Trouble
from tests.fakes.world import SECRETS
from tests.platforms.bigcommerce_stage import SHOP, Stage

HOOK = "https://api.example/live/webhooks/tea"


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage() as started:
        yield started


def test_what_the_store_says_of_itself(stage: Stage) -> None:
    assert stage.api.about() == About(
        name="Tea & Co",
        hosts=("teashop.example", "store-t3asteep.mybigcommerce.example"),
        currency="EUR",
        locale="en",
        account="t3asteep",
    )


def test_the_token_goes_to_bigcommerces_own_host_and_no_other(stage: Stage) -> None:
    stage.api.about()
    ((host, asked),) = stage.server.asked
    assert (host, asked.path) == ("api.bigcommerce.com", "/stores/t3asteep/v2/store")
    assert asked.headers["x-auth-token"] == "s3cret-token"


@pytest.mark.parametrize(
    ("api", "account"),
    [({"access_token": "old"}, "t3asteep"), ({"access_token": "s3cret-token"}, "another")],
)
def test_a_token_that_is_not_this_stores_is_refused(
    stage: Stage, api: dict[str, str], account: str
) -> None:
    refused_api = stage.asking(api, account=account)
    for ask in (refused_api.about, refused_api.missing_rights, refused_api.subscriptions):
        with pytest.raises(PlatformRefused, match=r"^Unauthorized") as refused:
            ask()
        assert refused.value.status == 401


def test_an_account_leads_nowhere_but_to_a_store(stage: Stage) -> None:
    with pytest.raises(PlatformRefused):
        stage.asking(account="../internal?x").about()
    assert stage.last.path == "/stores/..%2Finternal%3Fx/v2/store"


@pytest.mark.parametrize(("api", "account"), [({"channel_id": "1"}, "t3asteep"), (None, None)])
def test_without_hash_and_token_there_is_no_way_to_ask(
    stage: Stage, api: dict[str, str] | None, account: str | None
) -> None:
    with pytest.raises(PlatformRefused, match="no account and access_token"):
        stage.asking(api, account=account)


def test_a_channel_is_a_number(stage: Stage) -> None:
    with pytest.raises(PlatformRefused, match="channel_id is not a channel's number"):
        stage.asking({"access_token": "s3cret-token", "channel_id": "main"})


def test_all_rights_are_there(stage: Stage) -> None:
    assert stage.api.missing_rights() == ()


@pytest.mark.parametrize(
    ("without", "instead", "missing"),
    [
        ("store_v2_information_read_only", (), "Information & Settings: read-only"),
        ("store_v2_orders_read_only", (), "Orders: read-only"),
        ("store_v2_customers_read_only", (), "Customers: read-only"),
        ("store_cart", ("store_cart_read_only",), "Carts: modify"),
        ("store_checkout", ("store_checkout_read_only",), "Checkouts: modify"),
        ("store_v2_marketing", ("store_v2_marketing_read_only",), "Marketing: modify"),
    ],
)
def test_a_right_that_is_missing_is_named_as_the_control_panel_does(
    stage: Stage, without: str, instead: tuple[str, ...], missing: str
) -> None:
    stage.store.rights = ALL_RIGHTS - {without} | set(instead)
    assert stage.api.missing_rights() == (missing,)


def test_more_than_is_needed_is_as_good(stage: Stage) -> None:
    stage.store.rights = frozenset(r.removesuffix("_read_only") for r in ALL_RIGHTS)
    assert stage.api.missing_rights() == ()


def test_trying_rights_out_changes_nothing(stage: Stage) -> None:
    stage.api.missing_rights()
    assert (stage.store.carts.carts, stage.store.coupons.coupons) == ({}, [])


def test_every_topic_that_we_want_is_one_that_we_understand(stage: Stage) -> None:
    assert set(stage.api.wanted_topics()) <= set(MAKERS)


def test_shipments_are_told_where_buyers_are(stage: Stage) -> None:
    assert "store/shipment/created" not in stage.api.wanted_topics()
    telling = stage.asking(notices=frozenset({Notice.SHIPPED}))
    assert telling.wanted_topics() == (*stage.api.wanted_topics(), "store/shipment/created")


def test_a_webhook_is_made_with_the_key_of_our_hooks(stage: Stage) -> None:
    stage.api.subscribe("store/cart/updated", HOOK, "hush")
    (made,) = stage.store.hooks.hooks.values()
    assert made == {
        "id": 18048287,
        "scope": "store/cart/updated",
        "destination": HOOK,
        "is_active": True,
        "headers": {"x-rebasket-key": hook_key("hush")},
    }
    assert stage.api.subscriptions() == (
        Subscription(id="18048287", topic="store/cart/updated", url=HOOK),
    )


@pytest.mark.parametrize("trouble", [None, Trouble.TRUNCATED, Trouble.RESET])
def test_a_webhook_that_is_there_already_is_success(stage: Stage, trouble: Trouble | None) -> None:
    if trouble:
        stage.trouble(trouble)
    stage.api.subscribe("store/cart/updated", HOOK, "hush")
    stage.api.subscribe("store/cart/updated", HOOK, "hush")
    assert len(stage.store.hooks.hooks) == 1


def test_a_webhook_that_was_given_up_is_woken_with_the_new_key(stage: Stage) -> None:
    stage.api.subscribe("store/cart/updated", HOOK, "old")
    (held,) = stage.store.hooks.hooks.values()
    held["is_active"] = False
    assert [each.works for each in stage.api.subscriptions()] == [False]
    stage.api.subscribe("store/cart/updated", HOOK, "new")
    (woken,) = stage.store.hooks.hooks.values()
    assert woken["is_active"]
    assert woken["headers"] == {"x-rebasket-key": hook_key("new")}


def test_another_topic_or_address_is_another_webhook(stage: Stage) -> None:
    stage.api.subscribe("store/cart/updated", HOOK, "hush")
    stage.api.subscribe("store/cart/deleted", HOOK, "hush")
    stage.api.subscribe("store/cart/updated", f"{HOOK}-2", "hush")
    assert len(stage.api.subscriptions()) == 3


@pytest.mark.parametrize(
    ("topic", "url", "why"),
    [("nonsense", HOOK, "scope"), ("store/cart/updated", "http://plain.example", "destination")],
)
def test_a_webhook_that_cannot_be_is_refused_with_its_reason(
    stage: Stage, topic: str, url: str, why: str
) -> None:
    with pytest.raises(PlatformRefused, match=f"{why}: error.path.missing"):
        stage.api.subscribe(topic, url, "hush")


def test_webhooks_are_read_to_the_last_page(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bigcommerce_hooks, "PAGE", 2)
    for topic in stage.api.wanted_topics():
        stage.api.subscribe(topic, HOOK, "hush")
    topics = [each.topic for each in stage.api.subscriptions()]
    assert sorted(topics) == sorted(stage.api.wanted_topics())


def test_a_webhook_is_removed_and_removing_it_again_is_success(stage: Stage) -> None:
    stage.api.subscribe("store/cart/updated", HOOK, "hush")
    (held,) = stage.api.subscriptions()
    stage.api.unsubscribe(held)
    assert stage.api.subscriptions() == ()
    stage.api.unsubscribe(held)


def test_a_bad_day_is_not_taken_for_no_webhooks(stage: Stage) -> None:
    stage.trouble(*[Trouble.BROKEN] * 3)
    with pytest.raises(PlatformDown):
        stage.api.subscriptions()


def test_a_registered_store_is_asked_by_this_class(stage: Stage) -> None:
    made = APIS[Platform.BIGCOMMERCE](SHOP, SECRETS, stage.caller)
    assert isinstance(made, BigCommerce)
    assert made.about().account == "t3asteep"
