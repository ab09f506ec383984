"""What a mail came to: on the cart's timeline, and for the shopper's good."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

from chalicelib.carts.model import Cart, expiry, noted
from chalicelib.carts.service import CartService
from chalicelib.errors import WriteConflict
from chalicelib.messages.heard import heard, hearing
from chalicelib.messages.news import News, Told
from chalicelib.messages.pulse import beating, quarter_of
from chalicelib.notices.forgetting import is_forgotten, notice_in
from chalicelib.shoppers.service import ShopperService
from chalicelib.shops.policy import Channel
from chalicelib.shops.service import ShopService
from chalicelib.storage import keys
from chalicelib.storage.port import Check, Table, Write
from chalicelib.storage.races import Pause, won

REFUSES = {
    Told.BOUNCED: "the mailbox does not exist",
    Told.COMPLAINED: "marked as spam",
    Told.STOPPED: "the shopper asked to stop",
}


PROVIDERS = {Channel.EMAIL: "SES", Channel.WHATSAPP: "WhatsApp", Channel.SMS: "SMS"}


class FeedbackService:
    """Takes in what SES tells."""

    def __init__(
        self,
        *,
        shops: ShopService,
        carts: CartService,
        shoppers: ShopperService,
        table: Table,
        clock: Callable[[], datetime],
        pause: Pause,
    ) -> None:
        self._shops = shops
        self._carts = carts
        self._shoppers = shoppers
        self._table = table
        self._clock = clock
        self._pause = pause
        self._beaten: dict[str, datetime] = {}

    def take(self, event: News) -> str:
        """Note what was told, the first time it is told; a bounce or complaint stops e-mail.

        Raises ``Unavailable`` when the queue should deliver it again.
        """
        self._beat(event)
        otherwise = "the cart kept changing while its mail's fate was noted"
        return won(lambda: self._take(event), otherwise, self._pause)

    def _beat(self, event: News) -> None:
        """Note once a quarter-hour that SES tells; a container remembers that it was done."""
        quarter = quarter_of(event.at)
        beaten = self._beaten.get(event.region)
        is_sign = event.channel is Channel.EMAIL and event.told is Told.SENT
        if not is_sign or (beaten and quarter <= beaten):
            return
        with suppress(WriteConflict):  # somebody else was first
            self._table.write([beating(event, self._clock())])
        self._beaten[event.region] = quarter

    def _take(self, event: News) -> str:
        cart = None if event.is_of_notice else self._carts.get(event.shop, event.cart)
        noting = self._noting(cart, event) if cart else self._while_notice_is_there(event)
        if not noting:
            return self._late(event)
        key = keys.heard(event.shop, event.cart, event.episode, event.step)
        before = heard(self._table.get(key))
        if before.has(event.told):
            return "known"
        everyone = cart.shoppers if cart else ()
        writes = [hearing(before, event, expiry(self._clock())), *noting]
        self._table.write([*writes, *self._refusing(everyone, event)])
        return event.told

    def _late(self, event: News) -> str:
        """Heed a bounce or complaint also when its cart is long forgotten, but not its shop."""
        heeded = event.told in REFUSES and self._shops.find(event.shop) is not None
        if heeded and (writes := self._refusing((), event)):
            self._table.write(writes)
        return "forgotten"

    def _while_notice_is_there(self, event: News) -> list[Write]:
        """Say on what condition news of a notice is noted; nothing when there is no notice."""
        if not event.is_of_notice:
            return []
        item = self._table.get(keys.order_notice(event.shop, event.cart, event.step))
        if item is None or is_forgotten(notice_in(item)):
            return []
        return [Check(key=item.key, if_version=item.version)]

    def _noting(self, cart: Cart, event: News) -> list[Write]:
        """Say how to note it on the timeline; that SES took the mail, the sender notes itself.

        Only while the cart is there: news that comes during its erasure must not outlive it.
        """
        if event.told is Told.SENT:
            return [self._carts.unchanged(cart)]
        why = REFUSES.get(event.told, "")
        line = noted(cart, event.at, f"step {event.step} {event.told}", why)
        return self._carts.put(line, self._clock())

    def _refusing(self, everyone: Sequence[str], event: News) -> list[Write]:
        """Say who is not mailed again: after a bounce the address, after a complaint the person."""
        if event.told not in {*REFUSES, Told.BOUNCED_SOFTLY}:
            return []
        person = everyone if event.told in {Told.COMPLAINED, Told.STOPPED} else ()
        shopper = self._shoppers.shopper(event.shop, (event.shopper, *person))
        if event.told is Told.BOUNCED_SOFTLY:
            return self._shoppers.counting_soft_bounce(shopper, self._clock())
        channel, now, of_all = event.channel, self._clock(), event.told is not Told.STOPPED
        why = REFUSES[event.told]
        if channel is not Channel.EMAIL:
            why = event.why or "the provider reaches nobody there"
        source = PROVIDERS.get(channel, channel)
        return self._shoppers.refusing(shopper, channel, why, now, of_all=of_all, source=source)
