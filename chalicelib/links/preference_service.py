"""The page on which a shopper chooses how to be reminded: what it shows, and what it changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import reduce

import msgspec

from chalicelib.carts.model import noted
from chalicelib.carts.service import CartService
from chalicelib.links.preferences import Choice, Scene, allowing, choices, refusing, stopping
from chalicelib.links.targets import TargetReader
from chalicelib.links.tokens import Purpose
from chalicelib.recovery.permission import NAMES
from chalicelib.shoppers.model import Profile
from chalicelib.shoppers.service import ShopperService
from chalicelib.shoppers.whereabouts import where
from chalicelib.shops.model import Shop
from chalicelib.storage.port import Table
from chalicelib.storage.races import Pause, won

Change = Callable[[Profile], Profile]
OTHERWISE = "the shopper's record kept changing"


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """A shopper's choices in a shop; ``locale`` is theirs, as long as their cart is known."""

    shop: Shop
    locale: str | None
    choices: tuple[Choice, ...]


class PreferenceService:
    """Shows and keeps choices. A link's token is all the authority there is, and all it takes."""

    def __init__(
        self,
        targets: TargetReader,
        carts: CartService,
        shoppers: ShopperService,
        table: Table,
        *,
        clock: Callable[[], datetime],
        pause: Pause,
    ) -> None:
        self._targets = targets
        self._carts = carts
        self._shoppers = shoppers
        self._table = table
        self._clock = clock
        self._pause = pause

    def show(self, token: str) -> Shown:
        """Return the choices as they are; ``BadLink`` or ``LinkExpired`` for no link of ours."""
        scene = self._scene(token)
        return _shown(scene)

    def save(self, token: str, before: Iterable[str], ticked: Iterable[str]) -> Shown:
        """Keep what the shopper changed: between what was shown ``before`` and what is ticked.

        What nobody touched stays as it is, so an old page kept open says neither yes nor no.
        """
        was, now_on = frozenset(before), frozenset(ticked)
        return won(lambda: self._saved(token, was, now_on), OTHERWISE, self._pause)

    def stop(self, token: str) -> Shown:
        """Stop every channel, also those that the shop does not use yet."""
        return won(lambda: self._stopped(token), OTHERWISE, self._pause)

    def _saved(self, token: str, was: frozenset[str], ticked: frozenset[str]) -> Shown:
        scene, now = self._scene(token), self._clock()
        changes: list[Change] = []
        lines = []
        for channel in (choice.channel for choice in choices(scene)):
            if (channel in ticked) is (channel in was):
                continue
            change = allowing if channel in ticked else refusing
            changes.append(change(scene, channel, now))
            lines.append(f"{NAMES[channel]} {'on' if channel in ticked else 'off'}")
        self._write(scene, changes, "preferences saved", ", ".join(lines), now)
        return _shown(scene)

    def _stopped(self, token: str) -> Shown:
        scene, now = self._scene(token), self._clock()
        why = f"everything, from step {scene.target.step}"
        self._write(scene, [stopping(now)], "unsubscribed", why, now)
        return _shown(scene)

    def _write(
        self, scene: Scene, changes: Sequence[Change], what: str, why: str, now: datetime
    ) -> None:
        """Write what changes, and on the cart's timeline that it did, in one breath."""

        def changed(profile: Profile) -> Profile:
            return reduce(lambda each, change: change(each), changes, profile)

        writes = self._shoppers.changing(scene.shopper, changed, now)
        if writes and scene.cart:
            writes += self._carts.put(noted(scene.cart, now, what, why), now)
        if writes:
            self._table.write(writes)

    def _scene(self, token: str) -> Scene:
        registered, target = self._targets.read(token, Purpose.PREFERENCES)
        cart = self._carts.get(target.shop, target.cart)
        current = cart.shoppers if cart else ()
        ids = current if target.shopper in current else (*current, target.shopper)
        return Scene(
            shop=registered.shop,
            sequence=registered.sequence,
            target=target,
            cart=cart,
            shopper=self._shoppers.shopper(target.shop, ids),
            country=where(cart.contact).country if cart else None,
        )


def _shown(scene: Scene) -> Shown:
    return Shown(
        shop=scene.shop,
        locale=scene.contact.locale,
        choices=choices(scene),
    )
