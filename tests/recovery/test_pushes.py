"""A step goes to the shopper's phone, or browser, when its sequence says so."""

import json
from typing import Any

import pytest

from chalicelib.channels.model import AppPush, BrowserPush
from chalicelib.recovery.sequence import Sequence, Step
from chalicelib.shops.model import Platform
from chalicelib.shops.policy import Channel, Policy, PushPolicy
from tests.channels.web_push.browsers import AUTH, P256DH
from tests.fakes.edges import MemorySecrets
from tests.fakes.world import API, HOME, World, shop
from tests.intake import generic_shop

TOKEN = "ab" * 32
ENDPOINT = "https://updates.push.services.mozilla.com/wpush/v2/gAAAA"
CLOCK = {"time_zone": "Europe/London"}  # where it is day when the step is due
DEVICES = CLOCK | {"devices": [{"service": "APNS", "token": TOKEN}]}
BROWSERS = CLOCK | {"browsers": [{"endpoint": ENDPOINT, "keys": {"p256dh": P256DH, "auth": AUTH}}]}


def left_behind(channel: Channel, **shopper: Any) -> World:
    """A world in which somebody left a cart, some hours ago."""
    policy = Policy(push=PushPolicy(applications={HOME: "a" * 32}))
    made = World(shop(platform=Platform.GENERIC, policy=policy))
    step = Step(delay_seconds=3600, template="reminder-1", channels=(channel,))
    made.shops.register(made.shop, Sequence(name="one", steps=(step,)))
    made.secrets = MemorySecrets(tea=generic_shop.secrets_of(made))
    made.intake._secrets = made.secrets
    at = made.clock.now
    data = {"cart": "b-1", "shopper": shopper, "items": [{"title": "Tea"}]}
    raw = json.dumps({"type": "cart.updated", "timestamp": at.isoformat(), "data": data}).encode()
    made.intake.receive("tea", generic_shop.headers(raw, at.timestamp()), raw, API)
    made.let_pass(hours=2)
    return made


@pytest.mark.parametrize(
    ("channel", "shopper", "kind"),
    [(Channel.PUSH, DEVICES, AppPush), (Channel.WEB_PUSH, BROWSERS, BrowserPush)],
)
def test_who_has_an_app_or_a_browser_is_notified_once(
    channel: Channel, shopper: dict[str, Any], kind: type
) -> None:
    world = left_behind(channel, **shopper)
    ((_, _, sent),) = world.carriers.sent
    assert isinstance(sent, kind)
    assert [each.outcome for each in world.cart("b-1").taken] == ["sent"]


@pytest.mark.parametrize("channel", [Channel.PUSH, Channel.WEB_PUSH])
def test_who_has_neither_is_not(channel: Channel) -> None:
    assert list(left_behind(channel, email="ann@example.com").carriers.sent) == []
