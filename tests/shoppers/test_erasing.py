"""What an erasure keeps of a contact point: a no, and for some days that it was erased."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.intake.events import ConsentState
from chalicelib.shoppers.consent import Consent
from chalicelib.shoppers.erasing import kept, says_no
from chalicelib.shoppers.learning import with_consent, with_order
from chalicelib.shoppers.model import Profile, Refusal
from chalicelib.shoppers.repository import Shoppers
from chalicelib.shoppers.service import ShopperService
from chalicelib.shops.policy import Channel
from chalicelib.storage.keys import shopper_profile
from tests.fakes.edges import NOON
from tests.fakes.table import MemoryTable

EARLIER = NOON - timedelta(days=30)
BARE = Profile(shop="tea", id="s")


def consent(state: ConsentState) -> Consent:
    return Consent(channel=Channel.EMAIL, state=state, at=EARLIER)


def test_purchases_yeses_bounces_and_carts_are_forgotten() -> None:
    full = replace(
        BARE,
        last_order_at=EARLIER,
        soft_bounces=2,
        consents=(consent(ConsentState.GIVEN),),
        carts=frozenset({"0#c"}),
        version=7,
    )
    assert kept(full, NOON) == replace(BARE, erased_at=NOON)
    assert not says_no(kept(full, NOON))


@pytest.mark.parametrize("of_all", [True, False])
def test_a_refusal_is_kept_for_as_much_as_it_stopped(of_all: bool) -> None:
    no = Refusal(
        channel=Channel.EMAIL, at=EARLIER, why="unsubscribed", of_all=of_all, source="a link"
    )
    refused = replace(BARE, refusals=(no,))
    refusal = replace(no, at=NOON, why="erased, and refused before", source="")
    assert kept(refused, NOON) == replace(BARE, refusals=(refusal,), erased_at=NOON)
    assert says_no(kept(refused, NOON))


def test_a_no_that_the_shop_told_of_is_kept_and_what_is_only_pending_is_not() -> None:
    told = (
        consent(ConsentState.REFUSED),
        Consent(channel=Channel.SMS, state=ConsentState.PENDING, at=EARLIER),
    )
    left = kept(replace(BARE, consents=told), NOON)
    assert left.consents == (replace(told[0], at=NOON),)
    assert says_no(left)


def test_erasing_again_keeps_the_very_same() -> None:
    refused = replace(
        BARE,
        refusals=(Refusal(channel=Channel.EMAIL, at=EARLIER, why="unsubscribed"),),
        consents=(consent(ConsentState.REFUSED),),
    )
    for first in (kept(BARE, NOON), kept(refused, NOON)):
        stored = replace(first, version=3)
        assert kept(stored, NOON + timedelta(days=1)) is stored
        bought = with_order(stored, NOON + timedelta(hours=1))
        assert kept(bought, NOON + timedelta(days=1)).last_order_at is None


def test_nothing_from_before_the_erasure_is_remembered_anew() -> None:
    erased = kept(BARE, NOON)
    assert with_order(erased, NOON) is erased
    assert with_consent(erased, consent(ConsentState.GIVEN)) is erased
    later = NOON + timedelta(seconds=1)
    assert with_order(erased, later).last_order_at == later
    given = replace(consent(ConsentState.GIVEN), at=later)
    assert with_consent(erased, given).consents == (given,)


@pytest.mark.parametrize(("days", "is_kept"), [(2, True), (4, False)])
def test_the_word_goes_with_the_first_change_after_three_days(days: int, is_kept: bool) -> None:
    table = MemoryTable()
    shoppers = ShopperService(Shoppers(table), table)
    (profile,) = shoppers.shopper("tea", ("s",)).profiles
    table.write(shoppers.erasing(profile, NOON))
    item = table.get(shopper_profile("tea", "s"))
    assert item is not None
    assert item.expires_at == int((NOON + timedelta(days=3)).timestamp())
    later = NOON + timedelta(days=days)
    table.write(shoppers.purchase(shoppers.shopper("tea", ("s",)), later, later))
    (profile,) = shoppers.shopper("tea", ("s",)).profiles
    assert profile.last_order_at == later
    assert (profile.erased_at is not None) is is_kept
