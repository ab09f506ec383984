"""Folding events in: read the cart, fold, set the first timer, write, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec
from msgspec.structs import replace

from chalicelib.carts import fold
from chalicelib.carts.model import Cart
from chalicelib.carts.repository import Carts, Found
from chalicelib.errors import Unavailable, WriteConflict
from chalicelib.intake.events import CartChanged, CartDeleted, Event, OrderCancelled, OrderPlaced
from chalicelib.recovery.decide import should_open
from chalicelib.recovery.progress import first_timer, with_timer
from chalicelib.recovery.sequence import Sequence as Steps
from chalicelib.recovery.timers import Due, Timers
from chalicelib.shoppers.identity import shopper_ids
from chalicelib.shoppers.service import ShopperService
from chalicelib.shops.model import Shop
from chalicelib.storage.keys import cart_id
from chalicelib.storage.port import Table, Write

# Writers of one cart are its webhooks and its step worker; five lost races in a row is a fault.
WRITE_ATTEMPTS = 5
CONTACT_POINTS_KEPT = 8  # each is one more condition on every claim


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """Whose event it is: the shop, its sequence, its identity key, and our own address."""

    shop: Shop
    sequence: Steps
    identity_key: bytes
    api_url: str


class EventFolding:
    """Folds events into carts."""

    def __init__(
        self,
        *,
        carts: Carts,
        shoppers: ShopperService,
        timers: Timers,
        table: Table,
        clock: Callable[[], datetime],
    ) -> None:
        self._carts = carts
        self._shoppers = shoppers
        self._timers = timers
        self._table = table
        self._clock = clock

    def apply(self, scene: Scene, event: Event) -> str:
        """Fold an event in and say in a word what became of it.

        When this returns, the event is stored or was known. Raises ``Unavailable`` when it could
        not be stored; the sender should then send it again.
        """
        for _ in range(WRITE_ATTEMPTS):
            try:
                return self._apply(scene, event)
            except WriteConflict:
                continue
        raise Unavailable("the cart kept changing while this event was folded in")

    def _apply(self, scene: Scene, event: Event) -> str:
        match event:
            case CartChanged():
                return self._change(scene, event)
            case OrderPlaced() | OrderCancelled():
                return self._order(scene, event)
            case CartDeleted():
                return self._delete(scene, event)
            case _:
                return "ignored"

    def _change(self, scene: Scene, event: CartChanged) -> str:
        now = self._clock()
        found = self._carts.find(scene.shop.id, event.tokens)
        before = found.carts[0] if found.carts else self._unknown(scene, event.tokens, now)
        after = fold.with_change(_no_older(before, event, now), event, now)
        if after.version and after is before:
            return "unchanged"
        ids = _filed(before, shopper_ids(scene.identity_key, after.contact))
        opened = self._opened(scene, replace(after, shoppers=ids, api_url=scene.api_url), now)
        self._table.write(self._writes(before, opened, found, now))
        return "stored" if opened.timer == before.timer else "timer set"

    def _unknown(self, scene: Scene, tokens: tuple[str, ...], at: datetime) -> Cart:
        return fold.new_cart(scene.shop.id, cart_id(scene.shop.id, tokens[0]), tokens, at)

    def _opened(self, scene: Scene, cart: Cart, now: datetime) -> Cart:
        """Set the cart's timer if it needs one.

        Before the cart is written: a timer whose cart was never stored fires into nothing, a cart
        whose timer was never set would be lost.
        """
        if not should_open(cart, scene.shop):
            return cart
        timer = first_timer(cart, scene.sequence, now)
        self._timers.set(Due(shop=cart.shop, cart=cart.id, round=timer.round), timer.due_at)
        return with_timer(cart, timer, now)

    def _writes(self, before: Cart, after: Cart, found: Found, now: datetime) -> list[Write]:
        newly_filed = [s for s in after.shoppers if s not in before.shoppers]
        return [
            self._carts.put(after, now),
            *self._carts.pointers(after, found.free, now),
            *self._shoppers.filing(after.shop, newly_filed, after.id, now),
        ]

    def _order(self, scene: Scene, event: OrderPlaced | OrderCancelled) -> str:
        now = self._clock()
        shop = scene.shop.id
        found = self._carts.find(shop, event.tokens) if event.tokens else Found((), ())
        before = found.carts or self._markers(scene, event, now)
        after = [_with_order(cart, event, now) for cart in before]
        ids = shopper_ids(scene.identity_key, event.contact)
        filed = [shopper for cart in after for shopper in cart.shoppers]
        writes = [self._carts.put(a, now) for a, b in zip(after, before, strict=True) if a is not b]
        if before:
            writes += self._carts.pointers(before[0], found.free, now)
        if isinstance(event, OrderPlaced):
            shopper = self._shoppers.shopper(shop, (*ids, *filed))
            placed_at = min(event.occurred_at, now)
            writes += self._shoppers.purchase(shopper, placed_at, now)
        if not writes:
            return "unchanged"
        self._table.write(writes)
        return "stored"

    def _markers(
        self, scene: Scene, event: OrderPlaced | OrderCancelled, now: datetime
    ) -> Sequence[Cart]:
        """Make the cart that an order overtook, so that its late events find it ended."""
        if not event.tokens:
            return ()
        return (self._unknown(scene, event.tokens, min(event.occurred_at, now)),)

    def _delete(self, scene: Scene, event: CartDeleted) -> str:
        carts = self._carts.find(scene.shop.id, event.tokens).carts
        now = self._clock()
        changed = [(c, fold.with_deletion(c, event, now)) for c in carts]
        writes = [self._carts.put(after, now) for before, after in changed if after is not before]
        if not writes:
            return "unchanged"
        self._table.write(writes)
        return "stored"


def _with_order(cart: Cart, event: OrderPlaced | OrderCancelled, now: datetime) -> Cart:
    if isinstance(event, OrderPlaced):
        return fold.with_order(cart, event, now)
    return fold.with_cancellation(cart, event, now)


def _filed(cart: Cart, ids: Sequence[str]) -> tuple[str, ...]:
    """File a cart under its newest contact points first; one typed wrongly is soon forgotten."""
    return tuple(dict.fromkeys((*ids, *cart.shoppers)))[:CONTACT_POINTS_KEPT]


def _no_older(cart: Cart, event: CartChanged, now: datetime) -> Cart:
    """Let a cart that is not stored yet begin at its first event's time, not at its arrival."""
    return cart if cart.version else replace(cart, active_at=min(event.occurred_at, now))
