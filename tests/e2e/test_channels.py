"""Shoppers of eight countries hear from one shop, each by their own channel and region.

The packaged functions on the local cloud, whose stand-ins hold every request to AWS's own model.
"""

import json
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.carts.model import Cart, Status
from chalicelib.channels.whatsapp.callback import read
from chalicelib.recovery.sequence import Sequence, Step
from chalicelib.settings import Settings
from chalicelib.shops.model import Platform, Shop
from chalicelib.shops.policy import (
    Channel,
    Hours,
    Policy,
    PushPolicy,
    SenderKind,
    SmsPolicy,
    SmsSender,
    WhatsAppPolicy,
    WhatsAppTemplate,
)
from chalicelib.storage.keys import cart_id
from chalicelib.wiring import Wiring
from infra.__main__ import main
from infra.local.clients import REGION
from infra.local.regions_down import Failure
from infra.local.talking_back import text_back
from infra.shop_add import register
from infra.signing import signed_headers
from tests.e2e.stage import STAGE, LocalStage, eventually, running

pytestmark = pytest.mark.e2e

SHOP, HOST = "world", "world-goods.example"
SECRET = "whsec_" + "QUJD" * 10 + "QUI="
DUBLIN, SINGAPORE = "eu-west-1", "ap-southeast-1"
REQUEST_SECONDS = 30
SEQUENCE = Sequence(
    name="world",
    steps=(
        Step(
            delay_seconds=2,
            template="reminder-1",
            channels=(Channel.WHATSAPP, Channel.SMS, Channel.PUSH, Channel.EMAIL),
        ),
    ),
)
POLICY = Policy(
    regions=(REGION, DUBLIN),
    pins={"CN": (SINGAPORE,), "DE": (REGION,)},
    # The test runs at any hour. Hours for all countries would still be narrowed to American law.
    hours=(
        *(Hours(channel=channel, opens=0, closes=24) for channel in Channel),
        Hours(channel=Channel.SMS, country="US", opens=0, closes=24),
    ),
    sms=SmsPolicy(
        senders=(
            SmsSender(country="US", kind=SenderKind.NUMBER, identity="+12025550123"),
            SmsSender(country="SA", kind=SenderKind.ALPHANUMERIC, identity="WORLD"),
        ),
        configuration_set=f"rebasket-{STAGE}",
    ),
    push=PushPolicy(applications={REGION: "a" * 32, DUBLIN: "b" * 32}),
    whatsapp=WhatsAppPolicy(
        phone_numbers={REGION: f"phone-number-id-{'1' * 32}"},
        templates=(
            WhatsAppTemplate(
                step="reminder-1",
                name="cart_left",
                languages=("en", "pt_BR", "id"),
                variables=("shopper_name", "first_line"),
            ),
        ),
    ),
)
WHO: dict[str, dict[str, Any]] = {
    "de": {"country": "DE", "accepts_email": True},
    "us": {"country": "US", "phone": "+1 212 555 0147", "accepts_sms": True},
    "br": {"phone": "+55 11 96123-4567", "accepts_whatsapp": True, "locale": "pt-BR"},
    "id": {"country": "ID", "phone": "+62 812-3456-7891", "accepts_whatsapp": True, "locale": "id"},
    "sa": {
        "country": "SA",
        "phone": "+966 50 123 4567",
        "accepts_sms": True,
        "accepts_email": True,
    },
    "jp": {"country": "JP", "devices": [{"service": "GCM", "token": "token-of-jp-0123456789"}]},
    "pl": {"country": "PL"},
    "cn": {"country": "CN", "accepts_email": True},
}


@pytest.fixture(scope="module")
def stage() -> Iterator[LocalStage]:
    with running() as local:
        for region in (REGION, DUBLIN, SINGAPORE):
            local.cloud.verify_sender(HOST, region)
            set_up(region)
        shop = Shop(
            id=SHOP,
            name="World Goods",
            platform=Platform.GENERIC,
            hosts=(HOST,),
            sender=f"hello@{HOST}",
            currency="EUR",
            started_at=datetime.now(UTC) - timedelta(days=1),
            policy=POLICY,
        )
        wiring = Wiring(Settings(stage=STAGE, region=REGION), account="")
        register(wiring, shop, SECRET, SEQUENCE)
        yield local


def set_up(region: str) -> None:
    """Make a delivery region of it, as an operator does."""
    assert main(["region", "add", region, "--stage", STAGE]) == 0


def leave(stage: LocalStage, name: str, who: dict[str, Any]) -> None:
    """Have somebody leave a cart that is named after them."""
    now = datetime.now(UTC)
    shopper = {"email": f"{name}@shoppers.example", "name": "Sam", **who}
    items = [{"title": "Walnut bowl", "quantity": 1, "price": "39.00", "id": "7"}]
    data = {"cart": name, "currency": "EUR", "shopper": shopper, "items": items}
    event = {"type": "cart.updated", "timestamp": now.isoformat(), "data": data}
    body = json.dumps(event).encode()
    headers = signed_headers(Platform.GENERIC, body, SECRET, topic="", host=HOST, now=now)
    url = f"{stage.api_url}/webhooks/{SHOP}"
    headers["content-type"] = "application/json"
    request = urllib.request.Request(url, body, headers, method="POST")
    with urllib.request.urlopen(request, timeout=REQUEST_SECONDS) as answer:
        assert answer.status == 200


def cart(stage: LocalStage, name: str) -> Cart:
    found = stage.carts.get(SHOP, cart_id(SHOP, name))
    assert found is not None, name
    return found


def is_over(stage: LocalStage, name: str) -> bool:
    return cart(stage, name).status is Status.ENDED


def reasons(stage: LocalStage, name: str) -> str:
    return "\n".join(f"{entry.what}: {entry.why}" for entry in cart(stage, name).timeline)


def ways(stage: LocalStage) -> dict[str, tuple[str, str]]:
    """Return by which service, and from which region, each cart's message went."""
    names = {cart_id(SHOP, name): name for name in (*WHO, "fr", "at", "de2")}
    found = {}
    for mail in stage.cloud.sent_mail():
        if mail.tags["cart"] in names:
            found[names[mail.tags["cart"]]] = ("ses", mail.region)
    for message in stage.cloud.sent_messages():
        told_back = message.request.get("message", {}).get("biz_opaque_callback_data")
        by_whatsapp = read(told_back)
        cart = by_whatsapp.cart if by_whatsapp else message.tags.get("cart", "")
        if cart in names:
            found[names[cart]] = (message.service, message.region)
    return found


def test_each_hears_by_the_channel_and_from_the_region_that_suits(stage: LocalStage) -> None:
    for name, who in WHO.items():
        leave(stage, name, who)
    done = eventually(lambda: all(is_over(stage, name) for name in WHO), seconds=60)
    assert done, {name: reasons(stage, name) for name in WHO if not is_over(stage, name)}
    assert ways(stage) == {
        "de": ("ses", REGION),
        "us": ("pinpoint-sms-voice-v2", REGION),
        "br": ("socialmessaging", REGION),
        "id": ("socialmessaging", REGION),
        "sa": ("ses", REGION),
        "jp": ("pinpoint", REGION),
        "cn": ("ses", SINGAPORE),
    }
    assert "BR by phone" in reasons(stage, "br")
    assert "Asia/Tokyo" in reasons(stage, "jp")
    assert "CN by address, pinned to ap-southeast-1" in reasons(stage, "cn")
    assert "SA" in reasons(stage, "sa").partition("not otherwise")[2]
    assert "no consent to marketing by e-mail" in reasons(stage, "pl")


def test_who_texts_stop_gets_no_text_any_more(stage: LocalStage) -> None:
    assert eventually(lambda: is_over(stage, "us"))
    text_back(stage.cloud, "+12125550147", "Stop")
    leave(stage, "us2", WHO["us"] | {"email": None})
    assert eventually(lambda: is_over(stage, "us2"), seconds=60), reasons(stage, "us2")
    assert "SMS refused: the shopper answered Stop" in reasons(stage, "us2")


def test_when_a_region_fails_others_take_over_but_for_who_is_pinned(stage: LocalStage) -> None:
    stage.cloud.region_down(REGION, Failure.THROTTLES)
    try:
        for name, country in (("fr", "FR"), ("at", "AT"), ("de2", "DE")):
            leave(stage, name, {"country": country, "accepts_email": True})
        assert eventually(lambda: is_over(stage, "fr") and is_over(stage, "at"), seconds=60)
        assert eventually(lambda: "not sent yet" in reasons(stage, "de2"), seconds=60)
        assert (ways(stage)["fr"], ways(stage)["at"]) == (("ses", DUBLIN), ("ses", DUBLIN))
        assert "de2" not in ways(stage)
    finally:
        stage.cloud.region_up(REGION)
