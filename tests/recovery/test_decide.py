"""The decision, as a table."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.carts.basket import Basket
from chalicelib.carts.model import Cart, Claim, Purchase, Status, Timer
from chalicelib.delivery.routing import Route
from chalicelib.intake.events import ConsentState
from chalicelib.recovery.case import NOWHERE
from chalicelib.recovery.decide import Case, decide, due_at, should_open
from chalicelib.recovery.decision import Decision, Hold, Retry, Send, Settle, Skip, Stop, Wait
from chalicelib.recovery.sequence import CLASSIC
from chalicelib.recovery.unknown import Provider
from chalicelib.shoppers.consent import Consent
from chalicelib.shoppers.contact import Contact
from chalicelib.shoppers.model import Profile, Refusal, Shopper
from chalicelib.shops.policy import Channel, Policy
from tests.fakes.edges import NOON
from tests.fakes.world import HOME, shop
from tests.recovery.cases import HOUR, cart, case, known, taken


def rival(**changes: Any) -> Cart:
    """Another cart of the shopper's, greater by name, with a timer of its own."""
    return cart(**({"id": "n", "timer": Timer(round=1, due_at=NOON + HOUR)} | changes))


def word(state: ConsentState, channel: Channel = Channel.EMAIL) -> tuple[Consent, ...]:
    """What a shop told at noon."""
    return (Consent(channel=channel, state=state, at=NOON),)


def told(state: ConsentState, channel: Channel = Channel.EMAIL, **memory: Any) -> Shopper:
    """A shopper of whose address the shop told something."""
    profile = Profile(shop="tea", id="s", consents=word(state, channel), **memory)
    return Shopper(profiles=(profile, Profile(shop="tea", id="t")))


def sends(step: int) -> Send:
    """The decision to send a step, whatever its route says of the hour."""
    return Send(step, Route(channel=Channel.EMAIL, regions=(HOME,), why=""))


MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
BOUGHT = "the shopper bought in this shop at"
NO_CONSENT = "no consent to marketing by e-mail"
SHOP_SAYS_NO = "the shop tells that marketing by e-mail was refused"
UNCONFIRMED = "consent to marketing by e-mail is not confirmed yet"
UNSUBSCRIBED = Refusal(channel=Channel.EMAIL, at=NOON, why="unsubscribed")
UNKNOWN = "its sender died; it may or may not have gone out"
RIVALLED = "a newer cart of the same shopper is followed instead"
NOBODY = cart(contact=Contact(accepts_email=True))
EMPTY = cart(basket=Basket(currency="EUR"))
UNTICKED = cart(contact=Contact(email="ann@example.com", accepts_email=False))
UNASKED = cart(contact=Contact(email="ann@example.com"))
GERMAN = cart(contact=Contact(email="ann@example.com", country="DE"))
LAX = shop(policy=Policy(soft_opt_in=frozenset({"DE"})))
CLAIM = Claim(
    channel=Channel.EMAIL,
    owner="w",
    episode=1,
    step=1,
    claimed_at=NOON + HOUR,
    lease_until=NOON + HOUR + MINUTE,
)
ASKED = replace(CLAIM, unheard_since=NOON + 3 * HOUR - 15 * MINUTE)
SILENT = "its sender died, and the provider is silent"
ONCE_MORE = "its sender died; the provider is asked once more"
TWO_SENT = cart(taken=(taken(1, HOUR), taken(2, 24 * HOUR)))
ALL_SENT = cart(taken=(taken(1, HOUR), taken(2, 24 * HOUR), taken(3, 72 * HOUR)))


@pytest.mark.parametrize(
    ("now", "of", "decision"),
    [
        # when
        (NOON + HOUR - SECOND, case(), Wait(NOON + HOUR, "step 1 is due then")),
        (NOON + HOUR, case(), sends(1)),
        (NOON + 25 * HOUR, case(), sends(1)),
        (NOON + 25 * HOUR + SECOND, case(), Skip(1, "overdue since 2026-11-20 13:00:00Z")),
        (NOON + 72 * HOUR, case(TWO_SENT), sends(3)),
        (NOON + 72 * HOUR, case(ALL_SENT), Stop("sequence finished")),
        # what speaks against it
        (NOON + HOUR, case(EMPTY), Stop("the cart is empty")),
        (NOON + HOUR, case(NOBODY), Stop("no address to write to")),
        (NOON + HOUR, case(cart(status=Status.ORDERED)), Stop("ordered")),
        (NOON + HOUR, case(cart(status=Status.ENDED)), Stop("ended before")),
        (NOON + HOUR, case(UNTICKED), Stop(NO_CONSENT)),
        (NOON + HOUR, case(UNASKED), Stop(NO_CONSENT)),
        (NOON + HOUR, case(GERMAN, shop=LAX), sends(1)),
        (NOON + HOUR, case(UNASKED, shop=LAX, where=NOWHERE), Stop(NO_CONSENT)),
        (
            NOON + HOUR,
            case(shopper=known(refusals=(UNSUBSCRIBED,))),
            Stop("e-mail refused: unsubscribed"),
        ),
        # what the shop tells of consent
        (NOON + HOUR, case(shopper=told(ConsentState.REFUSED)), Stop(SHOP_SAYS_NO)),
        (NOON + HOUR, case(shopper=told(ConsentState.PENDING)), Stop(UNCONFIRMED)),
        (NOON + HOUR, case(shopper=told(ConsentState.NONE)), sends(1)),
        (NOON + HOUR, case(shopper=told(ConsentState.GIVEN)), sends(1)),
        (NOON + HOUR, case(UNTICKED, shopper=told(ConsentState.NONE)), Stop(NO_CONSENT)),
        (NOON + HOUR, case(UNTICKED, shopper=told(ConsentState.GIVEN)), sends(1)),
        (NOON + HOUR, case(UNASKED, shopper=told(ConsentState.GIVEN)), sends(1)),
        (
            NOON + HOUR,
            case(GERMAN, shop=LAX, shopper=told(ConsentState.REFUSED)),
            Stop(SHOP_SAYS_NO),
        ),
        (
            NOON + HOUR,
            case(GERMAN, shop=LAX, shopper=told(ConsentState.PENDING)),
            Stop(UNCONFIRMED),
        ),
        (NOON + HOUR, case(GERMAN, shop=LAX, shopper=told(ConsentState.NONE)), sends(1)),
        (
            NOON + HOUR,
            case(shopper=told(ConsentState.GIVEN, refusals=(UNSUBSCRIBED,))),
            Stop("e-mail refused: unsubscribed"),
        ),
        # a no counts for the person, a yes for the address
        (NOON + HOUR, case(shopper=known(consents=word(ConsentState.REFUSED))), Stop(SHOP_SAYS_NO)),
        (
            NOON + HOUR,
            case(UNTICKED, shopper=known(consents=word(ConsentState.GIVEN))),
            Stop(NO_CONSENT),
        ),
        (NOON + HOUR, case(shopper=told(ConsentState.REFUSED, channel=Channel.SMS)), sends(1)),
        (
            NOON + HOUR,
            case(UNTICKED, shopper=told(ConsentState.GIVEN, channel=Channel.SMS)),
            Stop(NO_CONSENT),
        ),
        (
            NOON + HOUR,
            case(shop=shop(started_at=NOON + SECOND)),
            Stop("left before rebasket was switched on"),
        ),
        # the purchase
        (
            NOON + HOUR,
            case(shopper=known(last_order_at=NOON + 5 * MINUTE)),
            Stop(f"{BOUGHT} 2026-11-20 12:05:00Z"),
        ),
        (
            NOON + HOUR,
            case(shopper=known(last_order_at=NOON - 10 * MINUTE)),
            Stop(f"{BOUGHT} 2026-11-20 11:50:00Z"),
        ),
        (NOON + HOUR, case(shopper=known(last_order_at=NOON - 10 * MINUTE - SECOND)), sends(1)),
        # two carts, one shopper
        (NOON + HOUR, case(rivals=(rival(active_at=NOON + SECOND),)), Stop(RIVALLED)),
        (NOON + HOUR, case(rivals=(rival(active_at=NOON - SECOND),)), sends(1)),
        (NOON + HOUR, case(rivals=(rival(),)), Stop(RIVALLED)),
        (NOON + HOUR, case(rivals=(rival(id="l"),)), sends(1)),
        (NOON + HOUR, case(rivals=(rival(basket=EMPTY.basket),)), sends(1)),
        (NOON + HOUR, case(rivals=(rival(status=Status.ENDED),)), sends(1)),
        (NOON + HOUR, case(rivals=(rival(contact=NOBODY.contact),)), sends(1)),
        (NOON + HOUR, case(rivals=(rival(contact=UNASKED.contact),)), sends(1)),
        (NOON + HOUR, case(rivals=(rival(timer=None),)), sends(1)),
        # somebody is, or was, sending
        (NOON + HOUR, case(cart(claim=CLAIM)), Hold(CLAIM.lease_until, "step 1 is being sent")),
        (NOON + 9 * HOUR, case(cart(claim=CLAIM)), Settle(1, "unconfirmed", UNKNOWN)),
        (
            CLAIM.lease_until,
            case(cart(claim=CLAIM)),
            Hold(NOON + HOUR + 2 * MINUTE, SILENT),
        ),
        (
            NOON + 7 * HOUR,
            case(cart(claim=CLAIM)),
            Hold(NOON + 9 * HOUR, SILENT),
        ),
        (
            CLAIM.lease_until,
            case(cart(claim=replace(CLAIM, channel=Channel.SMS))),
            Settle(1, "unconfirmed", UNKNOWN),
        ),
        (
            CLAIM.lease_until,
            case(cart(claim=CLAIM), provider=Provider.TOOK_IT),
            Settle(1, "sent", "its sender died, but the provider took it"),
        ),
        (
            CLAIM.lease_until,
            case(cart(claim=CLAIM), provider=Provider.KNOWS_NOTHING),
            Hold(CLAIM.lease_until + 15 * MINUTE, ONCE_MORE),
        ),
        (
            NOON + 3 * HOUR - SECOND,
            case(cart(claim=ASKED), provider=Provider.KNOWS_NOTHING),
            Hold(NOON + 3 * HOUR, ONCE_MORE),
        ),
        (
            NOON + 3 * HOUR,
            case(cart(claim=ASKED), provider=Provider.KNOWS_NOTHING),
            Retry(1, "its sender died, and the provider knows nothing of it"),
        ),
        (NOON + 3 * HOUR, case(cart(claim=ASKED)), Hold(NOON + 5 * HOUR, SILENT)),
        (
            CLAIM.lease_until,
            case(cart(claim=replace(CLAIM, channel=Channel.SMS)), provider=Provider.KNOWS_NOTHING),
            Settle(1, "unconfirmed", UNKNOWN),
        ),
        # the same cart once more
        (
            NOON + HOUR,
            case(cart(finished_at=NOON - timedelta(days=6), episode=2)),
            Stop("the whole sequence was sent until 2026-11-14; resting"),
        ),
        (NOON + HOUR, case(cart(finished_at=NOON - timedelta(days=7), episode=2)), sends(1)),
    ],
)
def test_the_decision(now: datetime, of: Case, decision: Decision) -> None:
    decided = decide(of, now)
    if isinstance(decided, Send):
        assert decided.route.why.startswith("DE by address, ")
        decided = Send(decided.step, replace(decided.route, why=""))
    assert decided == decision


def test_a_late_step_is_not_followed_by_a_burst() -> None:
    late = cart(taken=(taken(1, 20 * HOUR),))
    assert due_at(late, CLASSIC, 2) == NOON + 43 * HOUR
    skipped = cart(taken=(taken(1, 20 * HOUR, "skipped"),))
    assert due_at(skipped, CLASSIC, 2) == NOON + 24 * HOUR


def test_activity_after_a_step_moves_the_next_one() -> None:
    back = cart(active_at=NOON + 10 * HOUR, taken=(taken(1, HOUR),))
    assert due_at(back, CLASSIC, 2) == NOON + 34 * HOUR


def test_hours_are_hours_over_daylight_saving_month_end_and_leap_day() -> None:
    for left, due in (
        ("2026-10-25T00:30:00+00:00", "2026-10-26T00:30:00+00:00"),
        ("2026-03-29T00:30:00+00:00", "2026-03-30T00:30:00+00:00"),
        ("2028-02-28T12:00:00+00:00", "2028-02-29T12:00:00+00:00"),
        ("2026-12-31T23:59:59+00:00", "2027-01-01T23:59:59+00:00"),
    ):
        at = type(NOON).fromisoformat(left)
        assert due_at(cart(active_at=at), CLASSIC, 2) == type(NOON).fromisoformat(due)


@pytest.mark.parametrize(
    ("the_cart", "opens"),
    [
        (cart(), True),
        (NOBODY, False),
        (EMPTY, False),
        (cart(timer=Timer(round=1, due_at=NOON)), False),
        (cart(status=Status.ENDED), False),
        (cart(status=Status.ORDERED, purchase=Purchase(order="1", placed_at=NOON)), False),
        (cart(active_at=shop().started_at - SECOND), False),
    ],
)
def test_only_a_cart_that_can_be_acted_on_gets_a_timer(the_cart: object, opens: bool) -> None:
    assert should_open(the_cart, shop(), CLASSIC) is opens  # type: ignore[arg-type]
