"""What a link names, once it is proven that we made it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from chalicelib.carts.model import Cart
from chalicelib.errors import BadLink
from chalicelib.links.short import looked_up, resolved
from chalicelib.links.tokens import LinkTarget, Purpose, shop_of, sign, verified
from chalicelib.shops.model import Shop
from chalicelib.shops.policy import Channel
from chalicelib.shops.port import Secrets
from chalicelib.shops.service import Registered, ShopService
from chalicelib.storage.port import Table


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """Who came by a link: ``locale`` is the shopper's, as long as their cart is known."""

    shop: Shop
    locale: str | None
    channel: Channel


class TargetReader:
    """Reads tokens by the key of the shop that they claim to be of."""

    def __init__(
        self, shops: ShopService, secrets: Secrets, table: Table, clock: Callable[[], datetime]
    ) -> None:
        self._shops = shops
        self._secrets = secrets
        self._table = table
        self._clock = clock

    def read(self, token: str, purpose: Purpose) -> tuple[Registered, LinkTarget]:
        """Return whose link it is and what it names.

        Raises ``BadLink`` or ``LinkExpired`` when the token is not to be followed.
        """
        found = self._shops.find(shop_of(token))
        if found is None:
            raise BadLink("of a shop that is not registered")
        key = self._secrets.find(found.shop.id).link_key
        return found, verified(token, key, purpose, self._clock())

    def long(self, shop: str, code: str) -> LinkTarget:
        """Return what a short link names; ``BadLink`` or ``LinkExpired`` as for a long one."""
        place = looked_up(shop, code)
        if self._shops.find(shop) is None:
            raise BadLink("of a shop that is not registered")
        key = self._secrets.find(shop).link_key
        return resolved(self._table.get(place), code, key, self._clock())

    def token(self, target: LinkTarget) -> str:
        """Return the token of a long link to the same."""
        return sign(target, self._secrets.find(target.shop).link_key, self._clock())


def visit_of(shop: Shop, target: LinkTarget, cart: Cart | None) -> Visit:
    """Return who came, as far as their cart tells."""
    locale = cart.contact.locale if cart else None
    return Visit(shop=shop, locale=locale, channel=target.channel)
