"""What following a link does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import msgspec

from chalicelib.carts.model import Cart, Taken, noted
from chalicelib.carts.service import CartService
from chalicelib.errors import BadLink, LinkExpired, PlatformDown, PlatformRefused
from chalicelib.links.restore import is_of_shop, restore_url
from chalicelib.links.short import CODE, shortened
from chalicelib.links.tokens import LinkTarget, Purpose, shop_of, sign, verified
from chalicelib.links.visitors import is_person
from chalicelib.links.ways import MADE_AT_THE_CLICK, CartShown, Onward, Way
from chalicelib.messages.claims import Message
from chalicelib.observability import logger
from chalicelib.platforms.service import ShopApis
from chalicelib.shoppers.service import ShopperService
from chalicelib.shops.model import Shop
from chalicelib.shops.policy import Channel
from chalicelib.shops.port import Secrets
from chalicelib.shops.service import ShopService
from chalicelib.storage import keys
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
        self._shops = shops
        self._secrets = secrets
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
        shop, target = self._target(token, Purpose.CLICK)
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

    def long(self, shop: str, code: str) -> LinkTarget:
        """Return what a short link names; ``BadLink`` or ``LinkExpired`` as for a long one."""
        found = self._shops.find(shop)
        item = (
            self._table.get(keys.short_link(shop, code)) if found and CODE.fullmatch(code) else None
        )
        if found is None or item is None:
            raise BadLink("no such short link")
        short = shortened(item, code, self._secrets.find(shop).link_key)
        if short is None:
            raise BadLink("a code that is not ours")
        if self._clock() >= short.expires_at:
            raise LinkExpired("too old")
        return short.target

    def token(self, target: LinkTarget) -> str:
        """Return the token of a long link to the same."""
        return sign(target, self._secrets.find(target.shop).link_key, self._clock())

    def shop(self, token: str, purpose: Purpose) -> Shop:
        """Return whose link this is, for the page that asks before anything is done."""
        return self._target(token, purpose)[0]

    def unsubscribe(self, token: str) -> Shop:
        """Stop all e-mail to this shopper from this shop; doing it again is harmless."""
        shop, target = self._target(token, Purpose.UNSUBSCRIBE)
        won(lambda: self._refused(target), "the shopper's record kept changing", self._pause)
        return shop

    def _refused(self, target: LinkTarget) -> None:
        """Write the refusal, and on the cart's timeline whence it came, in one breath."""
        now, why = self._clock(), "unsubscribed"
        cart = self._carts.get(target.shop, target.cart)
        ids = (target.shopper, *(cart.shoppers if cart else ()))
        person, channel = self._shoppers.shopper(target.shop, ids), self._channel(target)
        writes = self._shoppers.refusing(person, channel, why, now, source=SOURCE)
        if writes and cart:
            writes += self._carts.put(noted(cart, now, why, f"from step {target.step}"), now)
        if writes:
            self._table.write(writes)

    def _channel(self, target: LinkTarget) -> Channel:
        """Return the channel of the message that held the link; e-mail when that is forgotten."""
        item = self._table.get(keys.message(target.shop, target.cart, target.episode, target.step))
        return msgspec.json.decode(item.document, type=Message).channel if item else Channel.EMAIL

    def _target(self, token: str, purpose: Purpose) -> tuple[Shop, LinkTarget]:
        found = self._shops.find(shop_of(token))
        if found is None:
            raise BadLink("of a shop that is not registered")
        key = self._secrets.find(found.shop.id).link_key
        return found.shop, verified(token, key, purpose, self._clock())


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
