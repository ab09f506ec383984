"""What webhooks and operators ask about privacy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from chalicelib.errands.model import Erase, EraseShop, Errands, Export
from chalicelib.privacy.model import Certificate, Further, request_of
from chalicelib.privacy.repository import PrivacyRecords
from chalicelib.privacy.shop_erasure import ShopErasure
from chalicelib.privacy.shopper_erasure import ShopperErasure
from chalicelib.shops.service import ShopService

# Half of what the function may take: a part that has begun must also end.
WORKED_AT_A_TIME = timedelta(seconds=30)
CONNECTED_AGAIN = "connected again since"


class PrivacyService:
    """Carries privacy requests out; each may come twice, or be cut short and come again."""

    def __init__(
        self,
        *,
        shops: ShopService,
        shopper_erasure: ShopperErasure,
        shop_erasure: ShopErasure,
        records: PrivacyRecords,
        errands: Errands,
        clock: Callable[[], datetime],
    ) -> None:
        self._shops = shops
        self._shopper_erasure = shopper_erasure
        self._shop_erasure = shop_erasure
        self._records = records
        self._errands = errands
        self._clock = clock

    def erase(self, errand: Erase | EraseShop) -> str:
        """Erase as much as there is time for; the rest is queued, or it is certified in a line."""
        ends_at = self._clock() + WORKED_AT_A_TIME
        while True:
            outcome = self.part(errand)
            if outcome is None:
                return CONNECTED_AGAIN
            if isinstance(outcome, Certificate):
                return outcome.line
            errand = outcome.errand
            if outcome.delay or self._clock() >= ends_at:
                self._errands.put([errand], outcome.delay)
                return "goes on"

    def part(self, errand: Erase | EraseShop) -> Further | Certificate | None:
        """Do one part of an erasure; None when its shop was connected again since it was asked."""
        if isinstance(errand, Erase):
            return self._shopper_erasure.part(errand)
        return self._shop_erasure.part(errand)

    def note(self, errand: Export) -> str:
        """Keep a request for what is stored until its merchant has answered it."""
        self._shops.get(errand.shop)
        return "noted" if self._records.note(request_of(errand)) else "known"
