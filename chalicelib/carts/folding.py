"""Folding events in: read the cart, fold, set the first timer, write, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec
from msgspec.structs import replace

from chalicelib.carts import fold
from chalicelib.carts.filing import filed, filed_first, with_order
from chalicelib.carts.model import Cart, Purchase
from chalicelib.carts.repository import Carts
from chalicelib.carts.stored import Found
from chalicelib.intake.events import CartChanged, CartDeleted, Event, OrderCancelled, OrderPlaced
from chalicelib.recovery.decide import due_at, should_open
from chalicelib.recovery.progress import with_timer
from chalicelib.recovery.sequence import Sequence as Steps
from chalicelib.recovery.timers import Due, Timers
from chalicelib.shoppers.contact import Contact
from chalicelib.shoppers.identity import shopper_ids
from chalicelib.shoppers.service import ShopperService
from chalicelib.shops.model import Shop
from chalicelib.storage.keys import cart_id
from chalicelib.storage.merging import merged
from chalicelib.storage.port import ABSENT, Table, Write
from chalicelib.storage.races import Pause, won


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """Whose event it is: the shop, its sequence, its identity key, and our own address if known."""

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
        pause: Pause,
    ) -> None:
        self._carts = carts
        self._shoppers = shoppers
        self._timers = timers
        self._table = table
        self._clock = clock
        self._pause = pause

    def apply(self, scene: Scene, event: Event) -> str:
        """Fold an event in and say in a word what became of it.

        When this returns, the event is stored or was known. Raises ``Unavailable`` when it could
        not be stored; the sender should then send it again.
        """
        otherwise = "the cart kept changing while this event was folded in"
        return won(lambda: self._apply(scene, event), otherwise, self._pause)

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
        ids = shopper_ids(scene.identity_key, event.contact) if event.contact else ()
        at = min(event.occurred_at, now)
        if found.was_erased_after(at):
            return "erased"
        purchase = fold.echoed(found.carts, at)
        if purchase is not None:
            return self._echo(found, ids, purchase, now)
        before = found.carts[0] if found.carts else self._new(scene, found, event.tokens, at)
        after = found.led_by(filed(fold.with_change(before, event, now), scene.identity_key, ids))
        if after == before and not before.fresh:
            return "unchanged"
        addressed = replace(after, api_url=scene.api_url or after.api_url)
        opened = self._opened(scene, addressed, now)
        self._table.write(self._changed(found, [before], [opened], now))
        return "stored" if opened.timer == before.timer else "timer set"

    def _echo(self, found: Found, ids: Sequence[str], purchase: Purchase, now: datetime) -> str:
        """Learn from an echo of a purchase what the order did not say: more tokens, more contacts.

        Every cart that these tokens lead to is of that purchase, and so is its shopper.
        """
        first = found.carts[0]
        order = OrderPlaced(
            order=purchase.order, tokens=(), occurred_at=purchase.placed_at, contact=Contact()
        )
        after = [fold.with_order(cart, order, now) for cart in found.carts]
        unknown = [each for each in ids if not any(each in c.shoppers for c in found.carts)]
        if unknown:
            after[0] = filed_first(after[0], (*unknown, *first.shoppers))
        writes = self._changed(found, found.carts, after, now)
        if unknown:
            shopper = self._shoppers.shopper(first.shop, unknown)
            writes += self._shoppers.purchase(shopper, purchase.placed_at, now)
        return self._written(writes)

    def _new(self, scene: Scene, found: Found, tokens: tuple[str, ...], at: datetime) -> Cart:
        name = cart_id(scene.shop.id, tokens[0])
        return fold.new_cart(scene.shop.id, name, tokens, at, found.free.get(name, ABSENT))

    def _opened(self, scene: Scene, cart: Cart, now: datetime) -> Cart:
        """Set the cart's timer if it needs one.

        Before the cart is written: a timer whose cart was never stored fires into nothing, a cart
        whose timer was never set would be lost.
        """
        if not should_open(cart, scene.shop, scene.sequence):
            return cart
        opened, timer = with_timer(cart, due_at(cart, scene.sequence, 1), now)
        self._timers.set(Due(shop=cart.shop, cart=cart.id, round=timer.round), timer.due_at)
        return opened

    def _order(self, scene: Scene, event: OrderPlaced | OrderCancelled) -> str:
        now = self._clock()
        shop, at = scene.shop.id, min(event.occurred_at, now)
        found = self._carts.find(shop, event.tokens) if event.tokens else Found()
        ids = shopper_ids(scene.identity_key, event.contact)
        if found.was_erased_after(at):
            return self._bought_before(shop, event, ids, at)
        before = found.carts
        if event.tokens and not before:
            # The order overtook its cart: a marker, so that late events find it ended.
            before = (self._new(scene, found, event.tokens, at),)
        after = [with_order(cart, event, ids, now) for cart in before]
        writes = self._changed(found, before, after, now)
        if isinstance(event, OrderPlaced):
            everyone = (*ids, *(shopper for cart in after for shopper in cart.shoppers))
            shopper = self._shoppers.shopper(shop, everyone)
            placed_at = _first_told(before, event) or at
            writes += self._shoppers.purchase(shopper, placed_at, now)
        return self._written(writes)

    def _bought_before(
        self, shop: str, event: OrderPlaced | OrderCancelled, ids: Sequence[str], at: datetime
    ) -> str:
        """Take in an order of an erased cart: whoever shares a contact point with its buyer bought.

        The buyer alone is remembered by nothing any more, and stays so.
        """
        if isinstance(event, OrderPlaced):
            known = self._shoppers.shopper(shop, ids).with_carts()
            self._written(self._shoppers.purchase(known, at, self._clock()))
        return "erased"

    def _delete(self, scene: Scene, event: CartDeleted) -> str:
        now = self._clock()
        found = self._carts.find(scene.shop.id, event.tokens)
        if found.erased_at is not None and not found.carts:
            return "erased"
        at = min(event.occurred_at or now, now)
        before = found.carts or (self._new(scene, found, event.tokens, at),)
        after = [fold.with_deletion(cart, event, now) for cart in before]
        return self._written(self._changed(found, before, after, now))

    def _changed(
        self, found: Found, before: Sequence[Cart], after: Sequence[Cart], now: datetime
    ) -> list[Write]:
        """Say how to store what changed, each cart filed under all contact points that it gained.

        Also one that is bought: its shopper may come back to it. Names that are free are made to
        lead to the first cart, which is written with them, so that it knows them all.
        """
        if not before:
            return []
        writes: list[Write] = []
        led = [found.led_by(after[0]), *after[1:]]
        for old, new in zip(before, led, strict=True):
            if new != old:
                gained = [each for each in new.shoppers if each not in old.shoppers]
                writes += self._carts.put(new, now)
                writes += self._shoppers.filing(new.shop, gained, new.id, now)
        return writes + self._carts.pointers(before[0], found.free, now)

    def _written(self, writes: list[Write]) -> str:
        if not writes:
            return "unchanged"
        self._table.write(merged(writes))
        return "stored"


def _first_told(carts: Sequence[Cart], event: OrderPlaced) -> datetime | None:
    """Return when this very order was placed as far as its carts know; None when it is new to them.

    Platforms tell of an order again for days, whenever somebody works on it. None of that is
    another purchase: what its shopper left behind in the meantime is still a cart.
    """
    known = (cart.purchase for cart in carts if cart.purchase is not None)
    same = (p.placed_at for p in known if p.order is not None and p.order == event.order)
    return next(same, None)
