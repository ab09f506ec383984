"""Doing errands: which service does which."""

from __future__ import annotations

from chalicelib.errands.model import Errand, Lookup, Reconcile, TellBuyer
from chalicelib.notices.service import NoticeService
from chalicelib.platforms.lookups import LookupService
from chalicelib.platforms.reconciliation import ReconcileService


class ErrandService:
    """Does one errand at a time. Doing one twice is harmless: the queue may deliver it twice."""

    def __init__(
        self, lookups: LookupService, reconciliation: ReconcileService, notices: NoticeService
    ) -> None:
        self._lookups = lookups
        self._reconciliation = reconciliation
        self._notices = notices

    def run(self, errand: Errand) -> str:
        """Do an errand and say in a word what became of it.

        Raises when the queue should deliver it again; after five times it is a dead letter.
        """
        match errand:
            case Lookup():
                return self._lookups.run(errand)
            case Reconcile():
                return self._reconciliation.run(errand.shop)
            case TellBuyer():
                return self._notices.run(errand)
            case _:
                return "unknown"
