"""A message is counted in the very write that claims it."""

from datetime import timedelta

import pytest

from chalicelib.errors import WriteConflict
from chalicelib.shoppers.frequency import Sent
from chalicelib.shoppers.repository import Shoppers
from chalicelib.shoppers.service import ShopperService
from chalicelib.shops.policy import Channel
from tests.fakes.edges import NOON
from tests.fakes.table import MemoryTable

IDS = ("mail", "phone")


def message(cart: str = "c") -> Sent:
    return Sent(at=NOON, channel=Channel.EMAIL, cart=cart, episode=1, step=1)


@pytest.fixture
def table() -> MemoryTable:
    return MemoryTable()


@pytest.fixture
def shoppers(table: MemoryTable) -> ShopperService:
    return ShopperService(Shoppers(table), table)


def test_it_is_kept_under_every_contact_point(table: MemoryTable, shoppers: ShopperService) -> None:
    table.write(shoppers.remembering(shoppers.shopper("tea", IDS), message(), NOON))
    for name in IDS:
        (profile,) = shoppers.shopper("tea", (name,)).profiles
        assert profile.sent == (message(),)


def test_of_two_claims_for_one_shopper_at_a_time_one_is_won(
    table: MemoryTable, shoppers: ShopperService
) -> None:
    shopper, same = shoppers.shopper("tea", IDS), shoppers.shopper("tea", IDS[1:])
    table.write(shoppers.remembering(shopper, message("a"), NOON))
    with pytest.raises(WriteConflict):
        table.write(shoppers.remembering(same, message("b"), NOON))
    assert shoppers.shopper("tea", IDS).sent == (message("a"),)


def test_a_claim_is_lost_when_anything_was_learnt_since(
    table: MemoryTable, shoppers: ShopperService
) -> None:
    table.write(shoppers.remembering(shoppers.shopper("tea", IDS), message(), NOON))
    shopper = shoppers.shopper("tea", IDS)
    table.write(shoppers.purchase(shoppers.shopper("tea", IDS[:1]), NOON, NOON))
    with pytest.raises(WriteConflict):
        table.write(shoppers.remembering(shopper, message(), NOON))


def test_what_is_no_news_still_holds_the_shopper_as_it_was(
    table: MemoryTable, shoppers: ShopperService
) -> None:
    table.write(shoppers.remembering(shoppers.shopper("tea", IDS), message(), NOON))
    shopper = shoppers.shopper("tea", IDS)
    assert len(shoppers.remembering(shopper, message(), NOON)) == len(IDS)
    later = NOON + timedelta(hours=1)
    table.write(shoppers.purchase(shopper, later, later))
    with pytest.raises(WriteConflict):
        table.write(shoppers.remembering(shopper, message(), NOON))
