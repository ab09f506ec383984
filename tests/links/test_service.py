"""What following a link does, over fakes."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.errors import BadLink, LinkExpired, Unavailable, WriteConflict
from chalicelib.links.preferences import Choice
from chalicelib.links.tokens import LinkTarget, Purpose, sign
from chalicelib.links.ways import Onward
from chalicelib.shops.policy import Channel
from tests.fakes.table import MemoryTable
from tests.fakes.world import HOST, PRESSED, SECRETS, World, checkout


def abandoned() -> tuple[World, LinkTarget]:
    """A cart that was left, and what its first message's links name."""
    world = World()
    world.post("checkouts/create", checkout(world.clock))
    cart = world.cart("c-1")
    return world, LinkTarget(
        purpose=Purpose.CLICK,
        shop="tea",
        cart=cart.id,
        shopper=cart.shoppers[0],
        episode=1,
        step=1,
    )


def signed(world: World, target: LinkTarget, purpose: Purpose = Purpose.CLICK) -> str:
    return sign(replace(target, purpose=purpose), SECRETS.link_key, world.clock.now)


def is_refused(world: World, *ids: str) -> bool:
    return world.shoppers.shopper("tea", ids).refused(Channel.EMAIL) is not None


def test_a_click_is_on_the_timeline_and_leads_back() -> None:
    world, target = abandoned()
    token = signed(world, target)
    world.clock.forward(days=29)
    assert world.links.click(token, PRESSED) == Onward(f"https://{HOST}/cart/11:2")
    last = world.cart("c-1").timeline[-1]
    assert (last.at, last.what, last.why) == (world.clock.now, "clicked", "step 1")


def test_many_clicks_are_one_line_of_the_timeline() -> None:
    world, target = abandoned()
    for _ in range(5):
        world.links.click(signed(world, target), PRESSED)
    timeline = world.cart("c-1").timeline
    assert [(e.what, e.times) for e in timeline if e.what == "clicked"] == [("clicked", 5)]


def test_a_click_does_not_count_as_activity_and_stops_nothing() -> None:
    world, target = abandoned()
    before = world.cart("c-1")
    world.links.click(signed(world, target), PRESSED)
    after = world.cart("c-1")
    assert (after.active_at, after.status, after.timer) == (
        before.active_at,
        before.status,
        before.timer,
    )


def test_unsubscribing_refuses_mail_under_every_contact_point_of_the_cart() -> None:
    world, target = abandoned()
    customer = {"id": 17, "phone": "+44 20 7946 0000"}
    world.clock.forward(minutes=1)
    world.post("checkouts/update", checkout(world.clock, customer=customer))
    ids = world.cart("c-1").shoppers
    assert len(ids) == 3
    world.links.unsubscribe(signed(world, target, Purpose.UNSUBSCRIBE))
    assert [is_refused(world, each) for each in ids] == [True, True, True]


def test_unsubscribing_works_when_the_cart_is_long_forgotten() -> None:
    world, target = abandoned()
    token = signed(world, replace(target, cart="a" * 20), Purpose.UNSUBSCRIBE)
    world.clock.forward(days=364)
    assert world.links.unsubscribe(token).shop.id == "tea"
    assert is_refused(world, target.shopper)


def test_the_page_that_asks_changes_nothing() -> None:
    world, target = abandoned()
    assert isinstance(world.table, MemoryTable)
    before = dict(world.table.items)
    token = signed(world, target, Purpose.UNSUBSCRIBE)
    assert world.links.visit(token, Purpose.UNSUBSCRIBE).shop.id == "tea"
    assert world.table.items == before


def test_a_link_too_old_is_told_apart_from_one_that_is_not_ours() -> None:
    world, target = abandoned()
    token = signed(world, target)
    with pytest.raises(BadLink):
        world.links.unsubscribe(token)
    world.clock.now += timedelta(days=30)
    with pytest.raises(LinkExpired):
        world.links.click(token, PRESSED)
    with pytest.raises(BadLink):
        world.links.click(signed(world, replace(target, shop="coffee")), PRESSED)


def test_a_race_that_is_always_lost_is_our_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    world, target = abandoned()

    def lose(_writes: object) -> None:
        raise WriteConflict("somebody else")

    monkeypatch.setattr(world.table, "write", lose)
    with pytest.raises(Unavailable):
        world.links.click(signed(world, target), PRESSED)
    with pytest.raises(Unavailable):
        world.links.unsubscribe(signed(world, target, Purpose.UNSUBSCRIBE))


def test_the_link_of_an_sms_refuses_sms_and_says_so() -> None:
    world, target = abandoned()
    by_sms = replace(target, channel=Channel.SMS)
    world.links.unsubscribe(signed(world, by_sms, Purpose.UNSUBSCRIBE))
    cart = world.cart("c-1")
    shopper = world.shoppers.shopper("tea", cart.shoppers)
    assert shopper.refused(Channel.EMAIL) is None
    refusal = shopper.refused(Channel.SMS)
    assert refusal is not None
    assert (refusal.why, refusal.source) == ("unsubscribed", "unsubscribe link")
    assert (cart.timeline[-1].what, cart.timeline[-1].why) == ("unsubscribed", "from step 1, SMS")


def test_choices_are_there_when_the_cart_is_long_forgotten() -> None:
    world, target = abandoned()
    of_nothing = replace(target, cart="gone")
    token = signed(world, of_nothing, Purpose.PREFERENCES)
    shown = world.links.preferences.show(token)
    assert shown.choices == (Choice(Channel.EMAIL, is_on=True),)
    world.links.preferences.save(token, ["email"], [])
    assert world.links.preferences.show(token).choices == (Choice(Channel.EMAIL, is_on=False),)
    assert world.let_pass(hours=2) == ["ended"]
    world.links.preferences.save(token, [], ["email"])
    assert world.links.preferences.show(token).choices == (Choice(Channel.EMAIL, is_on=True),)
