"""Telling persons from the machines that open every link."""

from datetime import timedelta

import pytest

from chalicelib.links.visitors import is_person
from tests.fakes.edges import NOON
from tests.fakes.world import World, checkout

SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 15_0 like Mac OS X) AppleWebKit/605.1.15"
NOW = NOON + timedelta(hours=1)


@pytest.mark.parametrize(
    ("headers", "after_seconds", "person"),
    [
        ({"sec-fetch-user": "?1", "sec-fetch-mode": "navigate", "user-agent": SAFARI}, 1, True),
        ({"sec-fetch-mode": "navigate", "user-agent": SAFARI}, 3600, False),
        ({"sec-fetch-user": "?0", "user-agent": SAFARI}, 3600, False),
        ({"user-agent": SAFARI}, 60, True),
        ({"user-agent": SAFARI}, 59, False),
        ({"user-agent": "Mozilla/5.0 (compatible; SafeLinksScanner/1.0)"}, 3600, False),
        ({"user-agent": "Mozilla/5.0 HeadlessChrome/120"}, 3600, False),
        ({"user-agent": "python-requests/2.34"}, 3600, False),
        ({}, 3600, False),
    ],
)
def test_who_followed_the_link(headers: dict[str, str], after_seconds: int, person: bool) -> None:
    assert is_person(headers, NOW - timedelta(seconds=after_seconds), NOW) is person


def test_a_browser_counts_when_the_time_of_sending_is_forgotten() -> None:
    assert is_person({"user-agent": SAFARI}, None, NOW)


def test_a_scanner_that_gets_every_link_neither_clicks_nor_unsubscribes() -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    world.let_pass(hours=1)
    (mail,) = world.mailer.sent
    world.links.click(mail.content.text.rpartition("/")[2], {"user-agent": SAFARI})
    assert world.cart("c-1").timeline[-1].what == "link fetched by a machine"
    assert world.let_pass(hours=23) == ["sent"]
