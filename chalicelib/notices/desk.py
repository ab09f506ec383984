"""Taking down what buyers are to be told, once for each order and shipment."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from chalicelib.errands.model import Errands, TellBuyer
from chalicelib.errors import WriteConflict
from chalicelib.intake.events import OrderPlaced, OrderShipped
from chalicelib.notices.model import OrderNotice, notice_of
from chalicelib.notices.repository import Notices
from chalicelib.shoppers.identity import shopper_ids
from chalicelib.shoppers.service import ShopperService
from chalicelib.shops.model import Notice, Shop
from chalicelib.storage.port import Table


class NoticeDesk:
    """Takes down what buyers are to be told."""

    def __init__(
        self,
        *,
        shoppers: ShopperService,
        errands: Errands,
        table: Table,
        clock: Callable[[], datetime],
    ) -> None:
        self._notices = Notices(table)
        self._shoppers = shoppers
        self._errands = errands
        self._table = table
        self._clock = clock

    def ask(self, shop: Shop, identity_key: bytes, event: OrderPlaced | OrderShipped) -> bool:
        """Ask for the notice that an event is worth, once; tell if it was asked for now.

        Raises ``Unavailable`` when that could not be stored: tell the event again.
        """
        kind = Notice.PLACED if isinstance(event, OrderPlaced) else Notice.SHIPPED
        if kind not in shop.notices or event.contact.email is None:
            return False
        now = self._clock()
        ids = shopper_ids(identity_key, event.contact)
        notice = notice_of(shop.id, event, ids, now)
        if notice is None:
            return False
        known = self._notices.get(shop.id, notice.id, notice.step)
        if known is not None:
            if known.status == "asked":
                self._queue(known)  # perhaps it never was: that is why we are told again
            return False
        if self._shoppers.shopper(shop.id, ids).was_erased_after(notice.happened_at):
            return False
        filing = self._shoppers.filing(shop.id, ids, notice.id, now)
        with suppress(WriteConflict):  # told twice at once: the other one stored it
            self._table.write([*self._notices.put(notice, now), *filing])
        self._queue(notice)
        return True

    def _queue(self, notice: OrderNotice) -> None:
        self._errands.put([TellBuyer(shop=notice.shop, notice=notice.id, step=notice.step)])
