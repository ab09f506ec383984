"""Erasing one cart, or the notices about one order.

A cart goes in this order: its timers, its names, itself, and what lies beside it. What can happen
in between, and what then holds:

- We die: the cart is still there and found again, or it is gone and its name is still filed. Either
  way the next attempt finishes.
- Somebody writes the cart or notice: the erasure's own write fails, and it reads again.
- A mail of it is being sent: its sender finds it gone, and records nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from itertools import batched

from chalicelib.carts.model import Cart
from chalicelib.carts.service import CartService
from chalicelib.notices.forgetting import forgetting
from chalicelib.notices.model import OrderNotice
from chalicelib.privacy.filed import FiledReader
from chalicelib.recovery.timers import Due, Timers
from chalicelib.shoppers.model import Profile
from chalicelib.shoppers.service import ShopperService
from chalicelib.storage.port import Remove, Replace, Table, Write
from chalicelib.storage.races import Pause, won

BATCH = 25  # a transaction takes 100 items, but no more than 4 MB of them


class FiledErasure:
    """Erases what is filed under a name."""

    def __init__(
        self,
        *,
        filed: FiledReader,
        carts: CartService,
        shoppers: ShopperService,
        timers: Timers,
        table: Table,
        clock: Callable[[], datetime],
        pause: Pause,
    ) -> None:
        self._filed = filed
        self._carts = carts
        self._shoppers = shoppers
        self._timers = timers
        self._table = table
        self._clock = clock
        self._pause = pause

    def erase(
        self, shop: str, name: str, points: Collection[str], spared: Collection[str]
    ) -> Counter[str]:
        """Erase what names any of ``points``, and return what was removed.

        Its name is struck from the files of its other contact points; one of which nothing is left
        is forgotten with it. ``spared`` are left as they are. What is gone is no error, nor what by
        now is somebody else's.
        """
        otherwise = "what is filed kept changing while it was erased"
        removed = won(lambda: self._erase(shop, name, points, spared), otherwise, self._pause)
        return removed + self._swept(shop, name)

    def take_back_timers(self, cart: Cart) -> int:
        """Take back every timer that may still fire, and return how many."""
        for timer in cart.pending:
            due = Due(shop=cart.shop, cart=cart.id, round=timer.round)
            self._timers.unset(due, timer.due_at)
        return len(cart.pending)

    def _erase(
        self, shop: str, name: str, points: Collection[str], spared: Collection[str]
    ) -> Counter[str]:
        filed = self._filed.read(shop, name)
        removed: Counter[str] = Counter()
        if filed.cart is not None and set(filed.cart.shoppers) & set(points):
            removed += self._erase_cart(filed.cart, spared)
        for notice in filed.notices:
            if set(notice.shoppers) & set(points):
                removed += self._erase_notice(notice, spared)
        return removed

    def _erase_cart(self, cart: Cart, spared: Collection[str]) -> Counter[str]:
        now = self._clock()
        timers = self.take_back_timers(cart)
        self._write(self._carts.erasing_names(cart, now))
        strikes = self._strikes(cart.shop, cart.id, set(cart.shoppers) - set(spared), now)
        self._table.write([self._carts.erasing(cart, now), *strikes])
        return Counter({"carts": 1, "timers": timers, "contact points": _forgotten(strikes)})

    def _erase_notice(self, notice: OrderNotice, spared: Collection[str]) -> Counter[str]:
        now = self._clock()
        others = set(notice.shoppers) - set(spared)
        strikes = self._strikes(notice.shop, notice.id, others, now)
        self._table.write([*forgetting(notice, now), *strikes])
        return Counter({"notices": 1, "contact points": _forgotten(strikes)})

    def _strikes(self, shop: str, name: str, points: Iterable[str], now: datetime) -> list[Write]:
        profiles = self._shoppers.shopper(shop, sorted(points)).profiles
        return [write for each in profiles for write in self._strike(each, name, now)]

    def _strike(self, profile: Profile, name: str, now: datetime) -> list[Write]:
        """Say how to take everything that is gone out of a contact point's file."""
        others = self._filed.living(profile.shop, profile.cart_names - {name})
        if not others:
            return self._shoppers.erasing(profile, now)
        living = {each.name for each in others}
        gone = frozenset(filed for filed in profile.carts if filed.partition("#")[2] not in living)
        return [self._shoppers.strike(profile, gone)] if gone else []

    def _swept(self, shop: str, name: str) -> Counter[str]:
        """Remove what lies beside something that is gone; of what is there, it is needed."""
        filed = self._filed.read(shop, name)
        if filed.is_living:
            return Counter()
        self._write([Remove(key=key) for key in filed.beside_keys])
        return Counter({"messages": sum(k.sk.startswith("MESSAGE#") for k in filed.beside_keys)})

    def _write(self, writes: Sequence[Write]) -> None:
        for batch in batched(writes, BATCH):
            self._table.write(batch)


def _forgotten(strikes: Iterable[Write]) -> int:
    return sum(isinstance(write, Replace) for write in strikes)
