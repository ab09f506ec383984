"""What other rooms ask about shoppers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from msgspec.structs import replace

from chalicelib.shoppers.consent import Consent
from chalicelib.shoppers.frequency import Sent
from chalicelib.shoppers.learning import (
    with_consent,
    with_order,
    with_refused,
    with_sent,
    with_soft_bounce,
)
from chalicelib.shoppers.model import Profile, Shopper, forgettable
from chalicelib.shoppers.repository import Shoppers
from chalicelib.shops.policy import Channel
from chalicelib.storage.port import Table, Write


class ShopperService:
    """Recognises shoppers and remembers what they did and refused."""

    def __init__(self, shoppers: Shoppers, table: Table) -> None:
        self._shoppers = shoppers
        self._table = table

    def shopper(self, shop: str, ids: Iterable[str]) -> Shopper:
        """Return the person behind these contact points."""
        return Shopper(profiles=self._shoppers.load(shop, ids))

    def filing(self, shop: str, ids: Iterable[str], cart: str, now: datetime) -> list[Write]:
        """Say how to file a cart under contact points, within the cart's own write."""
        return [self._shoppers.file_cart(shop, each, cart, now) for each in ids]

    def purchase(self, shopper: Shopper, placed_at: datetime, now: datetime) -> list[Write]:
        """Say how to remember a purchase; nothing to write when it is known."""
        changed = [(p, with_order(p, placed_at)) for p in shopper.profiles]
        return [self._shoppers.put(after, now) for before, after in changed if after is not before]

    def tidying(self, shopper: Shopper) -> list[Write]:
        """Say how to forget the oldest of too many carts."""
        return [
            self._shoppers.strike(profile, old)
            for profile in shopper.profiles
            if (old := forgettable(profile))
        ]

    def unchanged(self, shopper: Shopper) -> list[Write]:
        """Say how to make sure that nothing was learnt of the shopper since."""
        return [self._shoppers.unchanged(profile) for profile in shopper.profiles]

    def remembering(self, shopper: Shopper, sent: Sent, now: datetime) -> list[Write]:
        """Say how to count a message for all contact points, if nothing was learnt since.

        One write for each, as ``unchanged`` has: it takes that one's place in a claim, so of two
        claims for one shopper at a time only one is won, and caps hold.
        """
        changed = [(p, with_sent(p, sent)) for p in shopper.profiles]
        return [
            self._shoppers.unchanged(p) if after is p else self._shoppers.put(after, now)
            for p, after in changed
        ]

    def refusing(
        self,
        shopper: Shopper,
        channel: Channel,
        why: str,
        now: datetime,
        *,
        of_all: bool = False,
        source: str = "",
    ) -> list[Write]:
        """Say how to stop a channel to all contact points; nothing to write when it is stopped.

        ``of_all`` stops notices about orders too. Who said no is refused as a person; an address
        that cannot be reached is given alone.
        """

        def refused(profile: Profile) -> Profile:
            return with_refused(profile, channel, now, why, of_all=of_all, source=source)

        return self.changing(shopper, refused, now)

    def changing(
        self, shopper: Shopper, change: Callable[[Profile], Profile], now: datetime
    ) -> list[Write]:
        """Say how to write what a change makes of each contact point, of those that it changes."""
        changed = [(profile, change(profile)) for profile in shopper.profiles]
        return [self._shoppers.put(after, now) for before, after in changed if after is not before]

    def counting_soft_bounce(self, shopper: Shopper, now: datetime) -> list[Write]:
        """Say how to count a soft bounce."""
        return [self._shoppers.put(with_soft_bounce(p, now), now) for p in shopper.profiles]

    def strike(self, profile: Profile, filed: frozenset[str]) -> Write:
        """Say how to take carts out of a contact point's file."""
        return self._shoppers.strike(profile, filed)

    def erasing(self, profile: Profile, now: datetime) -> list[Write]:
        """Say how to forget a contact point but for a no; nothing to write when that is done.

        On the condition that nobody wrote it, or filed a cart under it, since it was read.
        """
        return self._shoppers.erasing(profile, now)

    def note_consent(self, shop: str, ids: Iterable[str], word: Consent, now: datetime) -> bool:
        """Remember what these contact points say to marketing; False when it is no news.

        Nothing is taken to have been said later than now: it would outrank all that comes.
        Raises ``WriteConflict`` when somebody else wrote at the same time: call again.
        """
        word = replace(word, at=min(word.at, now))
        profiles = self.shopper(shop, ids).profiles
        changed = [(p, with_consent(p, word)) for p in profiles]
        writes = [self._shoppers.put(after, now) for old, after in changed if after is not old]
        if writes:
            self._table.write(writes)
        return bool(writes)
