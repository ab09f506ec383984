"""Doing errands: which service does which."""

from __future__ import annotations

from chalicelib.errands.model import (
    Erase,
    EraseShop,
    Errand,
    Export,
    Lookup,
    Reconcile,
    TellBuyer,
)
from chalicelib.errors import UnknownShop
from chalicelib.notices.service import NoticeService
from chalicelib.platforms.farewells import FarewellService
from chalicelib.platforms.lookups import LookupService
from chalicelib.platforms.reconciliation import ReconcileService
from chalicelib.privacy.service import PrivacyService


class ErrandService:
    """Does one errand at a time. Doing one twice is harmless: the queue may deliver it twice."""

    def __init__(
        self,
        *,
        lookups: LookupService,
        reconciliation: ReconcileService,
        notices: NoticeService,
        privacy: PrivacyService,
        farewells: FarewellService,
    ) -> None:
        self._lookups = lookups
        self._reconciliation = reconciliation
        self._notices = notices
        self._privacy = privacy
        self._farewells = farewells

    def run(self, errand: Errand) -> str:
        """Do an errand and say in a few words what became of it.

        A shop that was forgotten since wants nothing any more. Raises when the queue should
        deliver it again; after five times it is a dead letter.
        """
        try:
            return self._run(errand)
        except UnknownShop:
            return "no such shop"

    def _run(self, errand: Errand) -> str:
        match errand:
            case Lookup():
                result = self._lookups.run(errand)
            case Reconcile():
                result = self._reconciliation.run(errand.shop)
            case TellBuyer():
                result = self._notices.run(errand)
            case Erase() | EraseShop():
                result = self._privacy.erase(errand)
            case Export():
                result = self._privacy.note(errand)
            case _:
                result = self._farewells.run(errand)
        return result
