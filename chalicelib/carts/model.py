"""A cart: one basket with its checkout, what was done about it, and why. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from chalicelib.carts.basket import Basket
from chalicelib.shoppers.contact import Contact
from chalicelib.shops.policy import Channel

# Long enough for the longest sequence, its attribution and a merchant's question about it.
CART_KEPT = timedelta(days=90)
# A timeline must not outgrow its cart; runs of equal entries are counted, not repeated.
TIMELINE_KEPT = 60


class Status(StrEnum):
    """Where a cart stands."""

    OPEN = "open"
    ORDERED = "ordered"
    ENDED = "ended"


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One line of the timeline: what happened, when, why; ``times`` counts a run of the same."""

    at: datetime
    what: str
    why: str = ""
    times: int = 1


class Purchase(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The order that ended a cart. ``order`` is unknown when only its checkout told of it."""

    order: str | None
    placed_at: datetime
    cancelled_at: datetime | None = None


class Timer(msgspec.Struct, frozen=True, kw_only=True):
    """The one timer that counts: a firing of any other round is stale."""

    round: int
    due_at: datetime


class Claim(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A step being sent right now: until ``lease_until`` no one but ``owner`` may touch it.

    ``region`` is where it is handed over, "" for home. ``unheard_since`` is when the provider was
    first found to tell of other messages and not of
    this one, after its sender had died.
    """

    owner: str
    channel: Channel
    episode: int
    step: int
    claimed_at: datetime
    lease_until: datetime
    region: str = ""
    unheard_since: datetime | None = None


class Taken(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A step that is over. ``outcome``: sent, skipped, refused, or unconfirmed.

    ``coupon`` is the code that its message held, if it held one.
    """

    step: int
    outcome: str
    at: datetime
    message_id: str | None = None
    coupon: str | None = None


class Cart(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything known of one cart. Written whole, on the condition of ``version``.

    ``active_at`` is when the shopper last touched it, by the platform's clock; ``basket_at`` and
    ``contact_at`` tell how fresh each half is, since different webhooks carry different halves.
    ``episode`` counts abandonments: coming back after an end starts the next one.
    """

    shop: str
    id: str
    tokens: tuple[str, ...]
    active_at: datetime
    status: Status = Status.OPEN
    episode: int = 1
    basket: Basket = Basket()
    basket_at: datetime | None = None
    contact: Contact = Contact()
    contact_at: datetime | None = None
    restore_url: str | None = None
    api_url: str | None = None
    shoppers: tuple[str, ...] = ()
    """The opaque names of the contact points under which this cart is filed."""
    purchase: Purchase | None = None
    orders: tuple[str, ...] = ()
    """Orders that already ended this cart: one delivered again must not end a new episode."""
    ended_at: datetime | None = None
    finished_at: datetime | None = None
    timer: Timer | None = None
    rounds: int = 0
    """How many timers were ever set: names the next one."""
    pending: tuple[Timer, ...] = ()
    """Timers that were set and may still fire, stale ones too: to be taken back by an erasure."""
    claim: Claim | None = None
    taken: tuple[Taken, ...] = ()
    timeline: tuple[Entry, ...] = ()
    earlier_entries: int = 0
    version: int = 0
    unsaved: tuple[str, ...] = ()
    """What was noted since the cart was read: to be counted by the write that stores it."""
    fresh: bool = False
    """Not stored yet; a version may still be that of a pointer which it takes the place of."""
    aliases: tuple[str, ...] = ()
    """The opaque names that lead to this cart; kept as its item's set."""


def noted(cart: Cart, at: datetime, what: str, why: str = "") -> Cart:
    """Return the cart with one more line on its timeline."""
    kept = cart.timeline
    if kept and (kept[-1].what, kept[-1].why) == (what, why):
        kept = (*kept[:-1], Entry(at=at, what=what, why=why, times=kept[-1].times + 1))
    else:
        kept = (*kept, Entry(at=at, what=what, why=why))
    over = max(0, len(kept) - TIMELINE_KEPT)
    return msgspec.structs.replace(
        cart,
        timeline=kept[over:],
        earlier_entries=cart.earlier_entries + over,
        unsaved=(*cart.unsaved, what),
    )


def expiry(now: datetime) -> int:
    """Return when what is written about a cart now may be forgotten, in epoch seconds.

    Counted from the writing, not from the shopper's activity: the order of a cart of long ago must
    still be remembered when its late events come.
    """
    return int((now + CART_KEPT).timestamp())
