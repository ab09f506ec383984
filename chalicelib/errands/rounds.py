"""The round: every registered shop is to be looked at, each as an errand of its own."""

from __future__ import annotations

from chalicelib.errands.model import Errands, Reconcile
from chalicelib.shops.service import ShopService


class Round:
    """Asks for a look at every shop."""

    def __init__(self, shops: ShopService, errands: Errands) -> None:
        self._shops = shops
        self._errands = errands

    def go(self) -> int:
        """Queue a look at each shop and return how many; ``Unavailable`` when not all were."""
        asked = [Reconcile(shop=name) for name in self._shops.names()]
        self._errands.put(asked)
        return len(asked)
