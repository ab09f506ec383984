"""What following a link does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from chalicelib.carts.model import Cart
from chalicelib.carts.service import CartService
from chalicelib.errors import BadLink
from chalicelib.links.restore import restore_url
from chalicelib.links.tokens import LinkTarget, Purpose, shop_of, verified
from chalicelib.links.visitors import is_person
from chalicelib.shoppers.service import ShopperService
from chalicelib.shops.model import Shop
from chalicelib.shops.port import Secrets
from chalicelib.shops.service import ShopService
from chalicelib.storage.races import won


class LinkService:
    """Honours the links in messages."""

    def __init__(
        self,
        shops: ShopService,
        secrets: Secrets,
        carts: CartService,
        shoppers: ShopperService,
        clock: Callable[[], datetime],
    ) -> None:
        self._shops = shops
        self._secrets = secrets
        self._carts = carts
        self._shoppers = shoppers
        self._clock = clock

    def click(self, token: str, headers: Mapping[str, str]) -> str:
        """Return where a click leads: a page of the shop's, whatever happened; note who clicked.

        ``headers`` by lower-case name tell persons from machines. Raises ``BadLink`` or
        ``LinkExpired`` when the token is not to be followed.
        """
        shop, target = self._target(token, Purpose.CLICK)

        def line(cart: Cart) -> tuple[str, str]:
            person = is_person(headers, _sent_at(cart, target), self._clock())
            what = "clicked" if person else "link fetched by a machine"
            return what, f"step {target.step}"

        cart = self._carts.tell(target.shop, target.cart, line)
        return restore_url(cart, shop) or shop.home_url

    def shop(self, token: str, purpose: Purpose) -> Shop:
        """Return whose link this is, for the page that asks before anything is done."""
        return self._target(token, purpose)[0]

    def unsubscribe(self, token: str) -> Shop:
        """Stop all e-mail to this shopper from this shop; doing it again is harmless."""
        shop, target = self._target(token, Purpose.UNSUBSCRIBE)
        cart = self._carts.get(target.shop, target.cart)
        ids = (target.shopper, *(cart.shoppers if cart else ()))
        if self._refused(target.shop, ids):
            self._carts.note(target.shop, target.cart, "unsubscribed", f"from step {target.step}")
        return shop

    def _refused(self, shop: str, ids: tuple[str, ...]) -> bool:
        def refuse() -> bool:
            return self._shoppers.refuse_email(shop, ids, "unsubscribed", self._clock())

        return won(refuse, "the shopper's record kept changing")

    def _target(self, token: str, purpose: Purpose) -> tuple[Shop, LinkTarget]:
        found = self._shops.find(shop_of(token))
        if found is None:
            raise BadLink("of a shop that is not registered")
        key = self._secrets.find(found.shop.id).link_key
        return found.shop, verified(token, key, purpose, self._clock())


def _sent_at(cart: Cart, target: LinkTarget) -> datetime | None:
    """Return when the message was sent, if the cart still knows."""
    if cart.episode != target.episode:
        return None
    return next((taken.at for taken in cart.taken if taken.step == target.step), None)
