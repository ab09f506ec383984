"""What Magento tells of a shop: its store views, and what its token may do."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec

from chalicelib.errors import PlatformRefused
from chalicelib.platforms.magento_rest import UNAUTHORIZED, Rest, searched
from chalicelib.platforms.port import About
from chalicelib.shops.model import Shop

# The rights that we need, and what each of them lets us ask.
RIGHTS = (
    ("Magento_Sales::actions_view", "/orders"),
    ("Magento_Sales::shipment", "/shipments"),
    ("Magento_Cart::manage", "/carts/search"),
    ("Magento_SalesRule::quote", "/salesRules/search"),
    ("Magento_Customer::group", "/customerGroups/search"),
)
HINT = (
    "; unless the token is wrong or its integration lacks that right (Magento_Backend::store), "
    "allow OAuth access tokens to be used as standalone bearer tokens: "
    "Stores > Configuration > Services > OAuth > Consumer Settings"
)


class StoreBody(msgspec.Struct):
    """One store view; only the first of a shop is what we tell of it."""

    website_id: int
    locale: str | None = None
    base_currency_code: str | None = None
    base_url: str | None = None
    secure_base_url: str | None = None


class Stores:
    """Asks one shop about itself."""

    def __init__(self, rest: Rest, shop: Shop) -> None:
        self._rest = rest
        self._shop = shop

    def all(self) -> list[StoreBody]:
        """Return every store view."""
        try:
            return self._rest.get("/store/storeConfigs").read(list[StoreBody])
        except PlatformRefused as refusal:
            if refusal.status not in UNAUTHORIZED:
                raise
            raise PlatformRefused(refusal.why + HINT, refusal.status) from None

    def about(self) -> About:
        """Return what the platform says of the shop: its name is not among it.

        The currency is the base one, in which discounts of an amount are given.
        """
        stores = self.all()
        first = stores[0] if stores else StoreBody(website_id=0)
        return About(
            name=self._shop.name or self._shop.hosts[0],
            hosts=tuple(dict.fromkeys((self._shop.hosts[0], *_hosts(stores)))),
            currency=first.base_currency_code,
            locale=(first.locale or "").replace("_", "-") or None,
        )

    def missing_rights(self) -> tuple[str, ...]:
        """Return the rights that were not given: Magento says so to whoever tries."""
        return tuple(right for right, path in RIGHTS if not self._may(path))

    def _may(self, path: str) -> bool:
        try:
            self._rest.get(path, searched(()) | {"searchCriteria[pageSize]": 1})
        except PlatformRefused as refusal:
            if refusal.status not in UNAUTHORIZED:
                raise
            return False
        return True


def _hosts(stores: list[StoreBody]) -> Iterator[str]:
    for store in stores:
        url = store.secure_base_url or store.base_url or ""
        try:
            host = urlsplit(url).hostname
        except ValueError:
            continue
        if host:
            yield host
