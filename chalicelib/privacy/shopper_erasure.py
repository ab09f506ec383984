"""Forgetting a shopper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from msgspec.structs import replace

from chalicelib.errands.model import Erase
from chalicelib.privacy.filed import FiledReader
from chalicelib.privacy.filed_erasure import FiledErasure
from chalicelib.privacy.model import Certificate, Further, certificate_of
from chalicelib.privacy.persons import PersonFinder
from chalicelib.privacy.repository import PrivacyRecords
from chalicelib.shoppers.service import ShopperService
from chalicelib.storage.keys import filed_name
from chalicelib.storage.port import Table
from chalicelib.storage.races import Pause, won


class ShopperErasure:
    """Forgets one person; repeating it finishes what was cut short, and does nothing after that."""

    def __init__(
        self,
        *,
        persons: PersonFinder,
        erasing: FiledErasure,
        filed: FiledReader,
        shoppers: ShopperService,
        records: PrivacyRecords,
        table: Table,
        clock: Callable[[], datetime],
        pause: Pause,
    ) -> None:
        self._persons = persons
        self._erasing = erasing
        self._filed = filed
        self._shoppers = shoppers
        self._records = records
        self._table = table
        self._clock = clock
        self._pause = pause

    def part(self, errand: Erase) -> Further | Certificate:
        """Do a part of an erasure, mostly all of it.

        Only who has filled more carts than a file holds is looked for through the whole table, a
        page at a time; then everybody else's way follows: the carts, then the files.
        """
        removed = Counter(errand.removed)
        if errand.after is not None:
            after = self._looked_through(errand, removed)
            if after is not None:
                return Further(errand=replace(errand, after=after, removed=dict(removed)))
        elif self._persons.find(errand.shop, errand.shoppers).is_crowded:
            return Further(errand=replace(errand, after=""))
        self._forget(errand, removed)
        certificate = certificate_of(errand, removed, self._clock())
        self._records.certify(certificate)
        return certificate

    def _forget(self, errand: Erase, removed: Counter[str]) -> None:
        person = self._persons.find(errand.shop, errand.shoppers)
        for name in person.further_names:
            # Still filed, so that an attempt cut short is found again until the person's own
            # carts, which lead to these, are gone.
            removed += self._erasing.erase(errand.shop, name, person.points, spared=person.points)
        for point in errand.shoppers:
            self._forget_point(errand, point, removed)
        removed["requests"] += self._records.forget_requests(errand.shop, errand.shoppers)

    def _forget_point(self, errand: Erase, point: str, removed: Counter[str]) -> None:
        """Erase what is filed under a contact point, then the file itself if nothing came since."""

        def forgotten() -> None:
            profile = self._shoppers.shopper(errand.shop, (point,)).profiles[0]
            for name in sorted(profile.cart_names):
                found = self._erasing.erase(errand.shop, name, (point,), spared=errand.shoppers)
                removed.update(found)
            writes = self._shoppers.erasing(profile, self._clock())
            if writes:
                self._table.write(writes)
                removed["contact points"] += profile.is_known

        otherwise = "carts kept being filed under a shopper who is to be forgotten"
        won(forgotten, otherwise, self._pause)

    def _looked_through(self, errand: Erase, removed: Counter[str]) -> str | None:
        """Erase the person's carts on one page of the table; return where the next one begins."""
        page = self._table.of_shop(errand.shop, errand.after or None)
        names = {name for key in page.keys if (name := filed_name(key))}
        for filed in self._filed.living(errand.shop, names):
            if filed.points & set(errand.shoppers):
                removed += self._erasing.erase(
                    errand.shop, filed.name, errand.shoppers, spared=errand.shoppers
                )
        return page.after
