"""Doing errands: which service does which."""

from __future__ import annotations

from chalicelib.errands.model import Errand, Lookup
from chalicelib.platforms.lookups import LookupService


class ErrandService:
    """Does one errand at a time. Doing one twice is harmless: the queue may deliver it twice."""

    def __init__(self, lookups: LookupService) -> None:
        self._lookups = lookups

    def run(self, errand: Errand) -> str:
        """Do an errand and say in a word what became of it.

        Raises when the queue should deliver it again; after five times it is a dead letter.
        """
        match errand:
            case Lookup():
                return self._lookups.run(errand)
            case _:
                return "unknown"
