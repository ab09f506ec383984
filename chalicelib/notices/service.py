"""Telling buyers of their orders.

What can happen in between, and what then holds:

- The webhook comes again: the notice is there already. One that still waits is queued once more,
  which is harmless: it is claimed before it is sent.
- We die between storing it and queueing its errand: the shop sends the webhook again, or the next
  look at the shop finds the order, and it is queued then.
- We die while sending: after the lease SES's own word decides between sent and unconfirmed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from msgspec.structs import replace

from chalicelib.delivery.routing import route
from chalicelib.delivery.service import RegionService
from chalicelib.errands.model import TellBuyer
from chalicelib.errors import NotSent, SendRefused, StepInFlight
from chalicelib.messages.heard import heard
from chalicelib.notices.decide import Done, Hold, Leave, decide
from chalicelib.notices.mails import NoticeMails
from chalicelib.notices.model import EPISODE, OrderNotice, claimed, released, told
from chalicelib.notices.repository import Notices
from chalicelib.recovery.hindrance import Hindrance
from chalicelib.shoppers.model import Shopper
from chalicelib.shoppers.service import ShopperService
from chalicelib.shoppers.whereabouts import where
from chalicelib.shops.model import Shop
from chalicelib.shops.policy import Channel
from chalicelib.shops.service import ShopService
from chalicelib.storage import keys
from chalicelib.storage.port import Table


class NoticeService:
    """Tells buyers, once."""

    def __init__(
        self,
        *,
        shops: ShopService,
        shoppers: ShopperService,
        mails: NoticeMails,
        regions: RegionService,
        table: Table,
        clock: Callable[[], datetime],
        new_owner: Callable[[], str],
    ) -> None:
        self._notices = Notices(table)
        self._shops = shops
        self._shoppers = shoppers
        self._mails = mails
        self._regions = regions
        self._table = table
        self._clock = clock
        self._new_owner = new_owner

    def run(self, errand: TellBuyer) -> str:
        """Send one notice, or write down why not, and say in a word what that came to.

        Raises when the queue should deliver it again: ``StepInFlight``, ``NotSent``,
        ``OutcomeUnknown``, ``WriteConflict``, ``Unavailable``.
        """
        notice = self._notices.get(errand.shop, errand.notice, errand.step)
        if notice is None:
            return "forgotten"
        shop = self._shops.get(errand.shop, fresh=True).shop
        shopper = self._shoppers.shopper(errand.shop, notice.shoppers)
        now = self._clock()
        decision = decide(notice, shop, shopper, was_taken=self._was_taken(notice), now=now)
        match decision:
            case Done():
                return "known"
            case Hold():
                raise StepInFlight("another worker is sending this notice")
            case Leave(status, why):
                self._table.write(self._notices.put(told(notice, status, why), now))
                return status
            case _:
                return self._send(notice, shop, shopper)

    def _was_taken(self, notice: OrderNotice) -> bool:
        if notice.claim is None:
            return False
        key = keys.heard(notice.shop, notice.id, EPISODE, notice.step)
        return bool(heard(self._table.get(key)).first)

    def _send(self, notice: OrderNotice, shop: Shop, shopper: Shopper) -> str:
        now = self._clock()
        region = self._region(notice, shop)
        mail = self._mails.compose(notice, shop, region)
        ours = claimed(notice, self._new_owner(), now)
        writes = [*self._notices.put(ours, now), *self._shoppers.unchanged(shopper)]
        self._table.write(writes)
        ours = replace(ours, version=ours.version + 1)
        try:
            self._mails.send(mail)
        except SendRefused as refusal:
            return self._ended(ours, "refused", str(refusal))
        except NotSent:
            self._table.write(self._notices.put(released(ours), self._clock()))
            raise
        return self._ended(ours, "sent", "")

    def _region(self, notice: OrderNotice, shop: Shop) -> str:
        """Return the first region that works and may be used; ``NotSent`` while there is none."""
        place, policy = where(notice.contact), shop.policy
        board = self._regions.board(place.country, policy, [Channel.EMAIL])
        found = route(Channel.EMAIL, place, policy, self._regions.home, board, now=self._clock())
        if isinstance(found, Hindrance):
            raise NotSent(found.why)
        return found.regions[0]

    def _ended(self, notice: OrderNotice, status: str, why: str) -> str:
        self._table.write(self._notices.put(told(notice, status, why), self._clock()))
        return status
