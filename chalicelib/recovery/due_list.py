"""The list of what is due: every cart with a timer stands in it, by the timer's time. Pure.

It lives in a sparse index of the table. Timers do the work; the list is there so that the loss of
one is noticed.
"""

from __future__ import annotations

from datetime import UTC, datetime

from chalicelib.carts.model import Cart
from chalicelib.recovery.timers import Due
from chalicelib.storage.port import Place

# A partition of an index takes 1,000 writes a second; a cart's name picks its list.
LISTS = tuple(f"due#{number}" for number in range(4))


def place(cart: Cart) -> Place | None:
    """Return where the cart stands in the list; None when nothing is to come."""
    if cart.timer is None:
        return None
    number = sum(cart.id.encode()) % len(LISTS)
    position = f"{moment(cart.timer.due_at)}#{cart.shop}#{cart.id}#{cart.timer.round}"
    return Place(LISTS[number], position)


def moment(at: datetime) -> str:
    """Return a time as text that sorts: seconds since 1970 in ten digits."""
    return f"{int(at.timestamp()):010d}"


def due_since(position: str) -> datetime:
    """Return the time of a position, which says when its timer was to fire."""
    return datetime.fromtimestamp(int(position.partition("#")[0]), UTC)


def due(position: str) -> Due:
    """Return what a timer for this position would have said."""
    _, shop, cart, number = position.split("#")
    return Due(shop=shop, cart=cart, round=int(number))
