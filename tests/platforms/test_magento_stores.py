"""What Magento tells of a shop, what its token may do, and what only a person can do there."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from chalicelib.carts.model import Cart
from chalicelib.errors import PlatformDown, PlatformRefused
from chalicelib.platforms.magento import TOPICS
from chalicelib.platforms.port import About, ShopApi, Subscription
from infra.local.magento_stand_in import ALL_RIGHTS, STORE, STORES
from infra.local.stand_in import Trouble
from infra.shop_hooks import Hook, hooks, ours, subscribe_all
from tests.fakes.edges import NOON
from tests.fakes.world import HOST
from tests.intake.magento_shop import SHOP
from tests.platforms.magento_server import Magento, magento

URL = "https://api.example/live/webhooks/tea"


@pytest.fixture
def shop() -> Iterator[Magento]:
    with magento() as started:
        yield started


def test_what_is_told_of_a_shop(shop: Magento) -> None:
    german = {"secure_base_url": "https://teeladen.example/de/", "website_id": 2}
    plain = {"secure_base_url": None, "base_url": "http://teashop.example/fr/"}
    shop.held.stores += [dict(STORE) | german, dict(STORE) | plain]
    assert shop.api().about() == About(
        name="Tea & Co",
        hosts=("teashop.example", "teeladen.example"),
        currency="EUR",
        locale="en-GB",
    )


def test_a_shop_that_is_not_named_yet_is_called_by_its_host(shop: Magento) -> None:
    assert shop.api(replace(SHOP, name="")).about().name == "teashop.example"


@pytest.mark.parametrize("broken", ["token", "right"])
def test_a_token_that_is_not_taken_says_what_to_look_at(shop: Magento, broken: str) -> None:
    if broken == "right":
        shop.held.rights.remove(STORES)
    api = shop.api(token="" if broken == "token" else "t0ken-of-the-integration")
    with pytest.raises(PlatformRefused, match="standalone bearer tokens") as refused:
        api.about()
    assert refused.value.status == 401
    assert "Magento_Backend::store" in refused.value.why


def test_rights_that_were_not_given(shop: Magento) -> None:
    assert shop.api().missing_rights() == ()
    shop.held.rights -= {"Magento_Cart::manage", "Magento_SalesRule::quote"}
    assert shop.api().missing_rights() == ("Magento_Cart::manage", "Magento_SalesRule::quote")
    shop.held.rights.clear()
    assert set(shop.api().missing_rights()) == ALL_RIGHTS - {STORES}


def test_a_shop_that_is_down_misses_no_rights(shop: Magento) -> None:
    shop.server.trouble(HOST, *[Trouble.BROKEN] * 3)
    with pytest.raises(PlatformDown):
        shop.api().missing_rights()


def test_a_host_without_magento_is_no_shop(shop: Magento) -> None:
    with pytest.raises(PlatformRefused, match="refused with 404"):
        shop.api(replace(SHOP, hosts=("elsewhere.example",))).about()


def test_events_are_subscribed_by_a_person_at_adobe(shop: Magento) -> None:
    api: ShopApi = shop.api()
    assert api.subscriptions() is None
    assert api.wanted_topics() == TOPICS
    assert list(hooks(api, URL)) == [Hook(topic, by_hand=True) for topic in TOPICS]
    assert subscribe_all(api, URL, "s", lambda _: None) == ()
    assert ours(api, URL) == []
    with pytest.raises(PlatformRefused, match=f"events:subscribe {TOPICS[0]}.*{URL}"):
        api.subscribe(TOPICS[0], URL, "secret")
    with pytest.raises(PlatformRefused, match="developer console"):
        api.unsubscribe(Subscription(id="1", topic=TOPICS[0], url=URL))
    assert shop.asked() == []


def test_a_module_needs_no_events_of_adobes(shop: Magento) -> None:
    assert shop.api(replace(SHOP, account=None)).wanted_topics() == ()


def test_magento_itself_makes_no_way_back(shop: Magento) -> None:
    cart = Cart(shop="tea", id="c", tokens=("quote-1",), active_at=NOON)
    assert shop.api().way_back(cart, "CODE") is None
