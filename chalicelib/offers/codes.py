"""Coupon codes: one a step of a cart, the same however often the step is tried. Pure."""

from __future__ import annotations

import hmac
from datetime import UTC, datetime, time, timedelta

from chalicelib.carts.model import Cart
from chalicelib.offers.model import Coupon, Offer

PREFIX = "BACK-"
# Without vowels no code spells a word, and without 0, 1 and their likes nobody mistypes one.
LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"
CODE_LETTERS = 10  # 48 bits: nobody guesses one, and a shop never sees the same one twice
# The last places on earth to end a day do so twelve hours after UTC does.
LAST_PLACE = timedelta(hours=12)


def coupon_for(
    cart: Cart, step: int, offer: Offer, due_at: datetime, *, currency: str, key: bytes
) -> Coupon:
    """Return the coupon of one step: its code depends on nothing that a second try would change.

    It is good until the end of a day everywhere, ``valid_days`` after the step was due.
    """
    last_day = (due_at + timedelta(days=offer.valid_days)).astimezone(UTC).date()
    expires_at = datetime.combine(last_day + timedelta(days=1), time(tzinfo=UTC)) + LAST_PLACE
    named = f"{cart.shop}\n{cart.id}\n{cart.episode}\n{step}\n{last_day}\n{offer}".encode()
    number = int.from_bytes(hmac.digest(key, named, "sha256"))
    letters = ""
    for _ in range(CODE_LETTERS):
        number, letter = divmod(number, len(LETTERS))
        letters += LETTERS[letter]
    return Coupon(code=PREFIX + letters, offer=offer, currency=currency, expires_at=expires_at)


def last_day_of(coupon: Coupon) -> datetime:
    """Return a moment of the last day on which the code works wherever its shopper is."""
    return coupon.expires_at - timedelta(days=1)
