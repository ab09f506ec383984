"""Which hours count: the shop's for a country, else its general ones within the country's law."""

import pytest

from chalicelib.shops.customary_hours import hours_of
from chalicelib.shops.policy import Channel, Hours

EARLY = Hours(channel=Channel.SMS, opens=7, closes=12)
ALWAYS = Hours(channel=Channel.SMS, opens=0, closes=24)
ITS_OWN = Hours(channel=Channel.SMS, opens=8, closes=21, country="FR")


@pytest.mark.parametrize(
    ("channel", "country", "own", "expected"),
    [
        (Channel.EMAIL, "FR", (), (0, 24, set())),
        (Channel.EMAIL, None, (), (0, 24, set())),
        (Channel.SMS, "DE", (), (9, 20, set())),
        (Channel.WHATSAPP, "FR", (), (9, 20, set())),
        (Channel.PUSH, "IN", (), (9, 20, set())),
        (Channel.WEB_PUSH, None, (), (9, 20, set())),
        (Channel.SMS, "FR", (), (9, 20, {7})),
        (Channel.SMS, "US", (), (9, 20, {7})),
        (Channel.SMS, "IN", (), (10, 20, set())),
        (Channel.SMS, None, (), (10, 20, {7})),
        (Channel.SMS, "DE", (EARLY,), (7, 12, set())),
        (Channel.SMS, "FR", (EARLY,), (8, 12, {7})),
        (Channel.SMS, "FR", (ALWAYS,), (8, 20, {7})),
        (Channel.SMS, None, (ALWAYS,), (10, 20, {7})),
        (Channel.SMS, "FR", (EARLY, ITS_OWN), (8, 21, set())),
        (Channel.SMS, "DE", (EARLY, ITS_OWN), (7, 12, set())),
        (Channel.WHATSAPP, "DE", (EARLY,), (9, 20, set())),
    ],
)
def test_the_hours_of(
    channel: Channel,
    country: str | None,
    own: tuple[Hours, ...],
    expected: tuple[int, int, set[int]],
) -> None:
    found = hours_of(channel, country, own)
    assert (found.opens, found.closes, set(found.closed_on)) == expected
