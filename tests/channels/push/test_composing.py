"""From a step to a notification: in an app, and in a browser."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.channels.model import AppPush, BrowserPush
from chalicelib.channels.push.composing import PushComposer
from chalicelib.channels.push.wording import PushWords
from chalicelib.channels.web_push.composing import WebPushComposer
from chalicelib.errors import SendRefused, SetupError
from chalicelib.links.tokens import Purpose, verified
from chalicelib.messages.outgoing import Asked
from chalicelib.shoppers.contact import Contact, Device
from chalicelib.shoppers.identity import shopper_ids
from chalicelib.shops.policy import Policy, PushPolicy
from tests.channels.web_push.browsers import browser
from tests.fakes.edges import NOON, MemorySecrets
from tests.fakes.world import API, SECRETS, World, checkout, shop
from tests.messages.reminders import TEMPLATES

PHONE = Device(service="GCM", token="fcm:" + "t" * 40)
OLDER = Device(service="APNS", token="ab" * 32)
REGION = "eu-west-1"
POLICY = Policy(
    push=PushPolicy(applications={REGION: "a" * 32}, deep_link="teashop://cart/{token}")
)


def asked(contact: Contact, **changes: Any) -> Asked:
    world = World(shop(policy=POLICY))
    world.post("checkouts/update", checkout(world.clock, "c-1"))
    cart = replace(world.cart("c-1"), contact=contact, api_url=API)
    given: dict[str, Any] = {"shop": world.shop, "cart": cart, "step": 1, "template": "reminder-1"}
    return Asked(**(given | {"region": REGION, "now": NOON} | changes))


def app_push(contact: Contact, **changes: Any) -> AppPush:
    composer = PushComposer(PushWords(TEMPLATES), MemorySecrets(tea=SECRETS))
    outgoing = composer.compose(asked(contact, **changes)).outgoing
    assert isinstance(outgoing, AppPush)
    return outgoing


def browser_push(contact: Contact) -> BrowserPush:
    composer = WebPushComposer(PushWords(TEMPLATES), MemorySecrets(tea=SECRETS))
    outgoing = composer.compose(asked(contact)).outgoing
    assert isinstance(outgoing, BrowserPush)
    return outgoing


def test_the_first_device_is_notified_and_named_opaquely() -> None:
    push = app_push(Contact(email="ann@example.com", devices=(PHONE, OLDER)))
    assert (push.device, push.application) == (PHONE, "a" * 32)
    assert push.title == "You left something behind"
    (name,) = shopper_ids(SECRETS.identity_key, Contact(devices=(PHONE,)))
    assert push.tags["shopper"] == name
    assert sorted(push.tags) == ["cart", "episode", "region", "shop", "shopper", "step"]
    token = push.url.removeprefix("teashop://cart/")
    target = verified(token, SECRETS.link_key, Purpose.CLICK, NOON)
    assert (target.cart, target.shopper) == (push.tags["cart"], name)


def test_the_first_browser_is_notified_and_led_by_our_own_link() -> None:
    push = browser_push(Contact(browsers=(browser(),)))
    assert (push.shop, push.browser) == ("tea", browser())
    assert push.answerable.startswith("mailto:")
    assert push.url.startswith(f"{API}/c/")
    (name,) = shopper_ids(SECRETS.identity_key, Contact(browsers=(browser(),)))
    assert push.tags["shopper"] == name


def test_nobody_to_notify_is_a_no_and_no_application_is_the_merchants_to_mend() -> None:
    with pytest.raises(SendRefused):
        app_push(Contact())
    with pytest.raises(SendRefused):
        browser_push(Contact())
    with pytest.raises(SetupError, match="us-east-1"):
        app_push(Contact(devices=(PHONE,)), region="us-east-1")
