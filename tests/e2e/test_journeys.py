"""Each platform from its connection to a shopper's erasure, by the packaged artifact."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from chalicelib.shops.model import webhook_url
from infra.local.platform_server import PlatformServer
from tests.e2e.journeys.bigcommerce import BigCommerceStore
from tests.e2e.journeys.generic import GenericStore
from tests.e2e.journeys.journey import Journey, code_in
from tests.e2e.journeys.magento import MagentoStore
from tests.e2e.journeys.shopify import ShopifyStore
from tests.e2e.journeys.storefront import Storefront
from tests.e2e.journeys.woocommerce import WooCommerceStore
from tests.e2e.stage import STAGE, LocalStage, eventually, running

pytestmark = pytest.mark.e2e
STORES: Sequence[Storefront] = (
    GenericStore(),
    ShopifyStore(),
    WooCommerceStore(),
    BigCommerceStore(),
    MagentoStore(),
)


@pytest.fixture(scope="module")
def stage() -> Iterator[LocalStage]:
    hosts = {host: each for store in STORES for host, each in store.stand_ins.items()}
    with PlatformServer(hosts) as platforms, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLATFORM_ENDPOINT", platforms.url)
        with running(environment={"PLATFORM_ENDPOINT": platforms.url}) as local:
            yield local


@pytest.mark.parametrize("store", STORES, ids=lambda store: store.name.removeprefix("journey-"))
def test_a_journey(
    stage: LocalStage, store: Storefront, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    journey = Journey(stage, store, tmp_path)
    stage.cloud.verify_sender(store.host)
    journey.connect(monkeypatch, store.other)
    journey.connect(monkeypatch, store.own)
    assert store.subscribed(webhook_url(stage.api_url, store.name))
    journey.command(monkeypatch, "shop", "check", store.name, "--stage", STAGE)

    assert eventually(journey.is_switched_on)
    left = store.leaves()
    assert journey.post(left[0], store.other.name)[0] == 401, "another shop took it"
    journey.told(left)

    mail = journey.first_mail()
    code = code_in(mail)
    assert (code is not None) == store.makes_coupons
    assert code is None or store.has_coupon(code)
    assert store.product in mail.text

    led = journey.follow(mail)
    assert store.is_back(led, code), led

    journey.told(store.orders())
    assert eventually(lambda: journey.is_bought(mail)), journey.cart(mail)
    cart = journey.cart(mail)
    assert cart is not None
    assert cart.timer is None
    assert [line.what for line in cart.timeline if line.what == "clicked"] == ["clicked"]
    assert len(journey.mails()) == 1

    assert journey.traces()
    if hooks := store.erases():
        journey.told(hooks)
    else:
        words = ("privacy", "erase", store.name, "--email", store.email, "--stage", STAGE)
        journey.command(monkeypatch, *words)
    assert eventually(lambda: not journey.traces()), journey.traces()
    assert journey.cart(mail) is None
