"""What following a link does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from chalicelib.carts.model import Cart, Taken, noted
from chalicelib.carts.service import CartService
from chalicelib.errors import PlatformDown, PlatformRefused
from chalicelib.links.restore import is_of_shop, restore_url
from chalicelib.links.targets import Named, Targets
from chalicelib.links.tokens import LinkTarget, Purpose
from chalicelib.links.visitors import is_person
from chalicelib.links.ways import MADE_AT_THE_CLICK, CartShown, Onward, Way
from chalicelib.observability import logger
from chalicelib.platforms.service import ShopApis
from chalicelib.shoppers.service import ShopperService
from chalicelib.shops.model import Shop
from chalicelib.shops.port import Secrets
from chalicelib.shops.service import ShopService
from chalicelib.storage.port import Table
from chalicelib.storage.races import Pause, won

SOURCE = "unsubscribe link"


class LinkService:
    """Honours the links in messages; ``apis`` is asked for only where a platform makes the way."""

    def __init__(
        self,
        *,
        shops: ShopService,
        secrets: Secrets,
        carts: CartService,
        shoppers: ShopperService,
        table: Table,
        clock: Callable[[], datetime],
        pause: Pause,
        apis: Callable[[], ShopApis],
    ) -> None:
        self._apis = apis
        self._targets = Targets(shops=shops, secrets=secrets, table=table, clock=clock)
        self._carts = carts
        self._shoppers = shoppers
        self._table = table
        self._clock = clock
        self._pause = pause

    def click(self, token: str, headers: Mapping[str, str]) -> Way:
        """Return where a click leads: a page of the shop's, or of ours; note who clicked.

        ``headers`` by lower-case name tell persons from machines. Raises ``BadLink`` or
        ``LinkExpired`` when the token is not to be followed.
        """
        return self.follow(self._targets.of_token(token, Purpose.CLICK), headers)

    def follow(self, named: Named, headers: Mapping[str, str]) -> Way:
        """Return where a link back to the cart leads, as ``click``."""
        shop, target = named.shop, named.target
        is_pressed = False

        def line(cart: Cart) -> tuple[str, str]:
            nonlocal is_pressed
            is_pressed = is_person(headers, _sent_at(cart, target), self._clock())
            return "clicked" if is_pressed else "link fetched by a machine", f"step {target.step}"

        cart = self._carts.tell(target.shop, target.cart, line)
        code = _code(cart, target) if cart else None
        url = self._made_way(shop, cart, code) if cart and is_pressed else None
        url = url or restore_url(cart, shop, code)
        if url is None and cart is not None:
            return CartShown(shop=shop, cart=cart, code=code)
        return Onward(url or shop.home_url)

    def _made_way(self, shop: Shop, cart: Cart, code: str | None) -> str | None:
        """Have the platform make a way back, where it does; None leaves it to the other ways."""
        if shop.platform not in MADE_AT_THE_CLICK:
            return None
        try:
            api = self._apis().of(shop)
            url = api.way_back(cart, code) if api else None
        except (PlatformDown, PlatformRefused) as error:
            logger().info("no way back made", shop=shop.id, error=type(error).__name__)
            return None
        return url if url and is_of_shop(url, shop) else None

    def shop(self, token: str, purpose: Purpose) -> Shop:
        """Return whose link this is, for the page that asks before anything is done."""
        return self._targets.of_token(token, purpose).shop

    def short(self, shop: str, code: str) -> Named:
        """Return what a short link names; ``BadLink`` or ``LinkExpired`` as for ``click``."""
        return self._targets.of_code(shop, code)

    def unsubscribe(self, token: str) -> Shop:
        """Stop all e-mail to this shopper from this shop; doing it again is harmless."""
        return self.leave(self._targets.of_token(token, Purpose.UNSUBSCRIBE))

    def leave(self, named: Named) -> Shop:
        """Stop the channel by which the link was sent, as ``unsubscribe``."""
        target = named.target
        won(lambda: self._refused(target), "the shopper's record kept changing", self._pause)
        return named.shop

    def _refused(self, target: LinkTarget) -> None:
        """Write the refusal, and on the cart's timeline whence it came, in one breath."""
        now, why = self._clock(), "unsubscribed"
        cart = self._carts.get(target.shop, target.cart)
        ids = (target.shopper, *(cart.shoppers if cart else ()))
        person = self._shoppers.shopper(target.shop, ids)
        writes = self._shoppers.refusing(person, target.channel, why, now, source=SOURCE)
        if writes and cart:
            writes += self._carts.put(noted(cart, now, why, f"from step {target.step}"), now)
        if writes:
            self._table.write(writes)


def _sent_at(cart: Cart, target: LinkTarget) -> datetime | None:
    """Return when the message was sent, if the cart still knows."""
    taken = _taken(cart, target)
    return taken.at if taken else None


def _code(cart: Cart, target: LinkTarget) -> str | None:
    """Return the coupon that the message held."""
    taken = _taken(cart, target)
    return taken.coupon if taken else None


def _taken(cart: Cart, target: LinkTarget) -> Taken | None:
    if cart.episode != target.episode:
        return None
    return next((taken for taken in cart.taken if taken.step == target.step), None)
