"""Forgetting a whole shop.

First the shop itself, so that its webhooks are refused; then everything that is its, page by page;
then, when no function can remember it any more, all of it once more; and its secrets at last. A
part that is cut short is done again, and finds what is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import batched

from msgspec.structs import replace

from chalicelib.carts.service import CartService
from chalicelib.errands.model import EraseShop
from chalicelib.privacy.filed_erasure import BATCH, FiledErasure
from chalicelib.privacy.model import Certificate, Further, certificate_of
from chalicelib.privacy.repository import PrivacyRecords
from chalicelib.shops.port import Secrets
from chalicelib.shops.service import ShopService
from chalicelib.storage.keys import Key, filed_name
from chalicelib.storage.port import Remove, Table

# Functions remember a shop for a minute, and an errand that began at its end may take another.
LOOKED_AGAIN_AFTER = timedelta(minutes=3)


class ShopErasure:
    """Forgets shops."""

    def __init__(
        self,
        *,
        shops: ShopService,
        secrets: Secrets,
        erasing: FiledErasure,
        carts: CartService,
        records: PrivacyRecords,
        table: Table,
        clock: Callable[[], datetime],
    ) -> None:
        self._shops = shops
        self._secrets = secrets
        self._erasing = erasing
        self._carts = carts
        self._records = records
        self._table = table
        self._clock = clock

    def part(self, errand: EraseShop) -> Further | Certificate | None:
        """Forget one page of what is the shop's; None when it was connected again since."""
        known = self._shops.find(errand.shop, fresh=True)
        if known is not None:
            if known.shop.started_at > errand.asked_at:
                return None
            self._shops.forget(errand.shop)
        page = self._table.of_shop(errand.shop, errand.after)
        removed = Counter(errand.removed) + self._removed(errand.shop, page.keys)
        further = replace(errand, after=page.after, removed=dict(removed))
        if page.after is not None:
            return Further(errand=further)
        if not errand.last:
            return Further(errand=replace(further, last=True), delay=LOOKED_AGAIN_AFTER)
        self._secrets.forget(errand.shop)
        certificate = certificate_of(errand, removed, self._clock())
        self._records.certify(certificate)
        return certificate

    def _removed(self, shop: str, keys: Sequence[Key]) -> Counter[str]:
        removed: Counter[str] = Counter()
        for batch in batched(keys, BATCH):
            names = {name for key in batch if (name := filed_name(key))}
            for cart in self._carts.get_many(shop, sorted(names)):
                removed["timers"] += self._erasing.take_back_timers(cart)
            self._table.write([Remove(key=key) for key in batch])
            removed["items"] += len(batch)
        return removed
