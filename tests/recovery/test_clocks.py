"""Clocks that are set differently, and calendars: an hour is an hour, wherever and whenever."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from chalicelib.messages.mail import Mail
from tests.fakes.edges import MemoryMailer
from tests.fakes.world import World, checkout, order

MINUTES = [-8, -3, 0, 3, 8]


class DatedMailer(MemoryMailer):
    """Remembers when each mail was sent."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.dates: list[datetime] = []

    def send(self, mail: Mail) -> str:
        self.dates.append(self.world.clock.now)
        return super().send(mail)


@pytest.mark.parametrize(
    ("zone", "left"),
    [
        ("Europe/Berlin", "2026-10-25T01:30:00"),  # the hour after is there twice
        ("Europe/Berlin", "2026-03-29T01:30:00"),  # the hour after is left out
        ("America/New_York", "2026-11-01T00:45:00"),
        ("Australia/Lord_Howe", "2026-04-05T01:15:00"),  # clocks turned by half an hour
        ("Asia/Kathmandu", "2028-02-28T23:50:00"),  # before a leap day, 5:45 ahead of UTC
        ("UTC", "2026-02-28T23:59:59"),
        ("UTC", "2026-12-31T23:59:59"),
        ("Pacific/Apia", "2026-01-31T12:00:00"),
    ],
)
def test_messages_leave_after_exact_hours_whatever_the_calendar_does(zone: str, left: str) -> None:
    world = World()
    at = datetime.fromisoformat(left).replace(tzinfo=ZoneInfo(zone))
    world.clock.now = at.astimezone(world.clock.now.tzinfo)
    world.carriers.mailer = mailer = DatedMailer(world)
    world.post("checkouts/create", checkout(world.clock, updated_at=at.isoformat()))
    world.let_pass(days=10)
    hours = [(date - world.clock.now + timedelta(days=10)) for date in mailer.dates]
    assert hours == [timedelta(hours=1), timedelta(hours=24), timedelta(hours=72)]


@pytest.mark.parametrize("off", MINUTES)
def test_a_reminder_is_at_most_the_clocks_difference_early_and_never_late(off: int) -> None:
    world = World()
    left = world.clock.now
    told = checkout(world.clock, updated_at=(left + timedelta(minutes=off)).isoformat())
    world.carriers.mailer = mailer = DatedMailer(world)
    world.post("checkouts/create", told)
    world.let_pass(hours=2)
    assert mailer.dates == [left + timedelta(hours=1, minutes=min(off, 0))]


@pytest.mark.parametrize("off", MINUTES)
def test_an_order_counts_though_its_clock_and_the_carts_disagree_by_minutes(off: int) -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    world.clock.forward(minutes=1)
    at = (world.clock.now + timedelta(minutes=off)).isoformat()
    world.post("orders/create", order(world.clock, created_at=at))
    assert world.let_pass(days=30) == ["stale"]
    assert world.mailer.sent == []


@pytest.mark.parametrize("off", MINUTES)
def test_an_order_by_address_counts_though_clocks_disagree_by_minutes(off: int) -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    world.clock.forward(minutes=1)
    at = (world.clock.now + timedelta(minutes=off)).isoformat()
    world.post("orders/create", order(world.clock, None, created_at=at))
    assert world.let_pass(days=30) == ["ended"]
    assert world.mailer.sent == []


@pytest.mark.parametrize("off", MINUTES)
def test_what_a_slow_or_fast_clock_says_after_a_purchase_is_its_echo(off: int) -> None:
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    world.post("orders/create", order(world.clock))
    world.clock.forward(minutes=1)
    at = (world.clock.now + timedelta(minutes=off)).isoformat()
    world.post("checkouts/update", checkout(world.clock, updated_at=at, line_items=[]))
    world.post("checkouts/update", checkout(world.clock, updated_at=at))
    world.let_pass(days=30)
    assert world.mailer.sent == []
