"""What a link names, found by its token, or by the code of a short one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from chalicelib.errors import BadLink
from chalicelib.links.short import looked_up, resolved
from chalicelib.links.tokens import LinkTarget, Purpose, shop_of, verified
from chalicelib.shops.model import Shop
from chalicelib.shops.port import Secrets
from chalicelib.shops.service import ShopService
from chalicelib.storage.port import Table


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A link that was proven to be ours, and the shop that it is of."""

    shop: Shop
    target: LinkTarget


class Targets:
    """Proves links: both ways raise ``BadLink``, or ``LinkExpired`` for one that was good once."""

    def __init__(
        self,
        *,
        shops: ShopService,
        secrets: Secrets,
        table: Table,
        clock: Callable[[], datetime],
    ) -> None:
        self._shops = shops
        self._secrets = secrets
        self._table = table
        self._clock = clock

    def of_token(self, token: str, purpose: Purpose) -> Named:
        """Return what a token for this purpose names."""
        shop = self._shop(shop_of(token))
        key = self._secrets.find(shop.id).link_key
        return Named(shop=shop, target=verified(token, key, purpose, self._clock()))

    def of_code(self, shop: str, code: str) -> Named:
        """Return what the code of a shop's short link names, whatever it is for."""
        place = looked_up(shop, code)
        found = self._shop(shop)
        key = self._secrets.find(found.id).link_key
        target = resolved(self._table.get(place), code, key, self._clock())
        return Named(shop=found, target=target)

    def _shop(self, name: str) -> Shop:
        found = self._shops.find(name)
        if found is None:
            raise BadLink("of a shop that is not registered")
        return found.shop
