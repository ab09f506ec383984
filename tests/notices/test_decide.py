"""What becomes of a notice: a table."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from chalicelib.carts.model import Claim
from chalicelib.notices.decide import Decision, Done, Hold, Leave, Tell, decide
from chalicelib.notices.model import OrderNotice, claimed
from chalicelib.shoppers.contact import Contact
from chalicelib.shoppers.model import Profile, Refusal, Shopper
from chalicelib.shops.model import Notice, Shop
from chalicelib.shops.policy import Channel
from tests.fakes.edges import NOON
from tests.fakes.world import shop

SHOP = shop(notices=frozenset(Notice))
NOTICE = OrderNotice(
    shop="tea",
    id="o",
    step=1,
    kind=Notice.PLACED,
    happened_at=NOON,
    asked_at=NOON,
    contact=Contact(email="ann@example.com"),
)
CLAIMED = claimed(NOTICE, "w", NOON)
NOBODY = Profile(shop="tea", id="s")


def decided(
    notice: OrderNotice = NOTICE,
    the_shop: Shop = SHOP,
    refusal: Refusal | None = None,
    *,
    was_taken: bool = False,
    later: timedelta = timedelta(),
) -> Decision:
    shopper = Shopper(profiles=(replace(NOBODY, refusals=(refusal,) if refusal else ()),))
    return decide(notice, the_shop, shopper, was_taken=was_taken, now=NOON + later)


def test_it_is_told_at_once() -> None:
    assert decided() == Tell()


def test_marketing_refused_does_not_stop_it() -> None:
    assert decided(refusal=Refusal(channel=Channel.EMAIL, at=NOON, why="unsubscribed")) == Tell()


@pytest.mark.parametrize("why", ["the mailbox does not exist", "marked as spam"])
def test_an_address_that_bounces_or_complains_gets_no_mail_at_all(why: str) -> None:
    refusal = Refusal(channel=Channel.EMAIL, at=NOON, why=why, of_all=True)
    assert decided(refusal=refusal) == Leave("dropped", f"e-mail refused: {why}")


@pytest.mark.parametrize(
    ("notice", "the_shop", "later", "why"),
    [
        (NOTICE, replace(SHOP, removed_at=NOON), 0, "the shop took our access away"),
        (NOTICE, replace(SHOP, notices=frozenset()), 0, "the shop has such notices switched off"),
        (
            replace(NOTICE, kind=Notice.SHIPPED),
            replace(SHOP, notices=frozenset({Notice.PLACED})),
            0,
            "the shop has such notices switched off",
        ),
        (
            NOTICE,
            replace(SHOP, started_at=NOON + timedelta(seconds=1)),
            0,
            "from before rebasket was switched on",
        ),
        (NOTICE, SHOP, 49, "too late: it happened at 2026-11-20 12:00:00Z"),
        (replace(NOTICE, contact=Contact()), SHOP, 0, "no address to write to"),
    ],
)
def test_what_speaks_against_it(notice: OrderNotice, the_shop: Shop, later: int, why: str) -> None:
    assert decided(notice, the_shop, later=timedelta(hours=later)) == Leave("dropped", why)


@pytest.mark.parametrize("status", ["sent", "refused", "dropped", "unconfirmed"])
def test_what_is_over_is_over(status: str) -> None:
    assert decided(replace(NOTICE, status=status)) == Done()


def test_a_claim_is_left_to_its_holder_and_settled_after_the_lease() -> None:
    claim = CLAIMED.claim
    assert isinstance(claim, Claim)
    lease = claim.lease_until - NOON
    assert decided(CLAIMED, later=lease - timedelta(seconds=1)) == Hold()
    assert decided(CLAIMED, later=lease) == Leave(
        "unconfirmed", "its sender died; it may or may not have gone out"
    )
    taken = Leave("sent", "its sender died, but the provider took it")
    assert decided(CLAIMED, was_taken=True, later=lease) == taken
    assert decided(CLAIMED, was_taken=True) == taken
