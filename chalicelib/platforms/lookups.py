"""Looking up what a platform only announced."""

from __future__ import annotations

from chalicelib.errands.model import Lookup
from chalicelib.intake.taking import EventTaking, Whose
from chalicelib.platforms.service import ShopApis
from chalicelib.shops.port import Secrets
from chalicelib.shops.service import ShopService


class LookupService:
    """Asks the platform for a cart or an order, and takes in what it says."""

    def __init__(
        self, shops: ShopService, secrets: Secrets, apis: ShopApis, taking: EventTaking
    ) -> None:
        self._shops = shops
        self._secrets = secrets
        self._apis = apis
        self._taking = taking

    def run(self, lookup: Lookup) -> str:
        """Look one thing up and say in a word what became of it.

        What is gone is no error: a cart that was bought or deleted is told of by other webhooks.
        Raises ``PlatformDown`` when the queue should deliver it again, ``PlatformRefused`` when an
        operator must look.
        """
        registered = self._shops.get(lookup.shop)
        api = self._apis.of(registered.shop)
        if api is None:
            return "no way to ask"
        event = api.fetched(lookup.resource, lookup.ref)
        if event is None:
            return "gone"
        identity_key = self._secrets.find(lookup.shop).identity_key
        whose = Whose(registered=registered, identity_key=identity_key, api_url=lookup.api_url)
        return self._taking.take(whose, event)
