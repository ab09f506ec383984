"""Routing, as a table: countries, policies, and how the regions do."""

from datetime import UTC, timedelta

import pytest

from chalicelib.delivery.health import Board, Health
from chalicelib.delivery.routing import Route, route
from chalicelib.recovery.hindrance import Hindrance
from chalicelib.shoppers.where import Source, Where
from chalicelib.shops.policy import Channel, Policy, PushPolicy, SmsPolicy, WhatsAppPolicy
from tests.fakes.edges import NOON

HOME = "eu-central-1"
US, SG, BR = "us-east-1", "ap-southeast-1", "sa-east-1"
WORLD = Policy(
    regions=(HOME, US, SG),
    pins={"CN": (SG,), "DE": (HOME, "eu-west-1"), "SA": ("me-south-1",)},
    sms=SmsPolicy(),
    push=PushPolicy(applications={US: "app-us", "me-south-1": "app-me"}),
    whatsapp=WhatsAppPolicy(phone_numbers={SG: "phone-number-id-sg"}),
)
SOON = NOON + timedelta(minutes=2)
LATER = NOON + timedelta(minutes=9)


def where(country: str | None, source: Source = Source.ADDRESS) -> Where:
    """A shopper in a country, or nowhere."""
    return Where(country=country, source=source if country else Source.NOTHING, zones=(UTC,))


def paused(channel: Channel = Channel.EMAIL, **until: int) -> Board:
    """Regions that are left alone, by name with underscores, for so many minutes."""
    return {
        (name.replace("_", "-"), channel): Health(
            failures=3, pauses=1, paused_until=NOON + timedelta(minutes=minutes)
        )
        for name, minutes in until.items()
    }


@pytest.mark.parametrize(
    ("channel", "country", "policy", "board", "regions", "why"),
    [
        # the shop's own order, or home
        (Channel.EMAIL, "FR", Policy(), {}, (HOME,), "FR by address"),
        (Channel.EMAIL, None, Policy(), {}, (HOME,), "country unknown"),
        (Channel.EMAIL, "FR", WORLD, {}, (HOME, US, SG), "FR by address"),
        (Channel.SMS, "BR", WORLD, {}, (HOME, US, SG), "BR by address"),
        (Channel.WEB_PUSH, "BR", WORLD, {}, (HOME, US, SG), "BR by address"),
        # only where the channel is set up
        (Channel.PUSH, "FR", WORLD, {}, (US,), "FR by address"),
        (Channel.WHATSAPP, "ID", WORLD, {}, (SG,), "ID by address"),
        # pinned
        (Channel.EMAIL, "CN", WORLD, {}, (SG,), f"CN by address, pinned to {SG}"),
        (
            Channel.EMAIL,
            "DE",
            WORLD,
            {},
            (HOME, "eu-west-1"),
            f"DE by address, pinned to {HOME}, eu-west-1",
        ),
        # past those that fail
        (
            Channel.EMAIL,
            "FR",
            WORLD,
            paused(eu_central_1=2),
            (US, SG),
            f"FR by address, {HOME} is left alone",
        ),
        (
            Channel.EMAIL,
            "DE",
            WORLD,
            paused(eu_central_1=2),
            ("eu-west-1",),
            f"DE by address, pinned to {HOME}, eu-west-1, {HOME} is left alone",
        ),
        # what fails for one channel, or failed once, may be fine
        (Channel.SMS, "FR", WORLD, paused(eu_central_1=2), (HOME, US, SG), "FR by address"),
        (Channel.EMAIL, "FR", WORLD, paused(eu_central_1=0), (HOME, US, SG), "FR by address"),
    ],
)
def test_a_message_goes_by(  # noqa: PLR0917  (a table)
    channel: Channel,
    country: str | None,
    policy: Policy,
    board: Board,
    regions: tuple[str, ...],
    why: str,
) -> None:
    found = route(channel, where(country), policy, HOME, board, now=NOON)
    assert found == Route(channel=channel, regions=regions, why=why)


@pytest.mark.parametrize(
    ("channel", "country", "policy", "board", "hindrance"),
    [
        # set up nowhere, or not where the country is pinned to
        (Channel.SMS, "FR", Policy(), {}, Hindrance(until=None, why=f"no sms is set up in {HOME}")),
        (Channel.PUSH, "CN", WORLD, {}, Hindrance(until=None, why=f"no push is set up in {SG}")),
        (
            Channel.WHATSAPP,
            "DE",
            WORLD,
            {},
            Hindrance(until=None, why=f"no whatsapp is set up in {HOME}, eu-west-1"),
        ),
        # a pinned country waits, though others work
        (
            Channel.EMAIL,
            "CN",
            WORLD,
            paused(ap_southeast_1=2),
            Hindrance(until=SOON, why=f"{SG} fails, and is left alone"),
        ),
        # all fail: the first that may be tried again
        (
            Channel.EMAIL,
            "FR",
            WORLD,
            paused(eu_central_1=9, us_east_1=2, ap_southeast_1=9),
            Hindrance(until=SOON, why=f"{HOME}, {US}, {SG} fails, and is left alone"),
        ),
    ],
)
def test_nothing_goes_while(
    channel: Channel, country: str | None, policy: Policy, board: Board, hindrance: Hindrance
) -> None:
    assert route(channel, where(country), policy, HOME, board, now=NOON) == hindrance


@pytest.mark.parametrize("failing", [(), (HOME,), (SG,), (HOME, US, SG), (BR,)])
@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("country", ["CN", "DE", "SA"])
def test_nothing_ever_leaves_a_pinned_list(
    country: str, channel: Channel, failing: tuple[str, ...]
) -> None:
    board = {
        (region, each): Health(failures=3, pauses=1, paused_until=LATER)
        for region in failing
        for each in Channel
    }
    found = route(channel, where(country), WORLD, HOME, board, now=NOON)
    if isinstance(found, Route):
        assert set(found.regions) <= set(WORLD.pins[country])
