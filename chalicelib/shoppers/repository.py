"""Shoppers in the table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec
from msgspec.structs import replace

from chalicelib.shoppers.erasing import ERASED_KEPT, kept, says_no
from chalicelib.shoppers.model import Profile
from chalicelib.storage import keys
from chalicelib.storage.port import Check, Item, Join, Leave, Put, Replace, Table, Write

# A refusal must outlive every list it could come back from; three years is also how long the
# proof of a consent is usually kept. Each write starts the time anew.
PROFILE_KEPT = timedelta(days=3 * 365)


class Shoppers:
    """Reads profiles and says how to write them; writing is part of a larger transaction."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def load(self, shop: str, ids: Iterable[str]) -> tuple[Profile, ...]:
        """Return a profile for every id, an empty one where nothing is remembered."""
        wanted = [keys.shopper_profile(shop, each) for each in dict.fromkeys(ids)]
        found = self._table.get_many(wanted)
        return tuple(_profile(shop, key.pk.rpartition("#")[2], found.get(key)) for key in wanted)

    def put(self, profile: Profile, now: datetime) -> Write:
        """Say how to store a profile, on the condition that nobody else did since it was read."""
        return Put(
            key=keys.shopper_profile(profile.shop, profile.id),
            document=_document(_without_old_word(profile, now)),
            if_version=profile.version,
            expires_at=_expiry(now),
        )

    def file_cart(self, shop: str, shopper: str, cart: str, now: datetime) -> Write:
        """Say how to file a cart under a contact point."""
        key = keys.shopper_profile(shop, shopper)
        member = f"{int(now.timestamp()):010d}#{cart}"
        return Join(key=key, members=frozenset({member}), expires_at=_expiry(now))

    def strike(self, profile: Profile, carts: frozenset[str]) -> Write:
        """Say how to take carts out of a contact point's file, nothing else being changed."""
        key = keys.shopper_profile(profile.shop, profile.id)
        return Leave(key=key, members=carts)

    def unchanged(self, profile: Profile) -> Write:
        """Say how to make sure that a profile is still as it was read."""
        return Check(key=keys.shopper_profile(profile.shop, profile.id), if_version=profile.version)

    def erasing(self, profile: Profile, now: datetime) -> list[Write]:
        """Say how to leave nothing of a profile but what is kept; nothing when that is all.

        On the condition that nobody wrote it, or filed a cart under it, since it was read.
        """
        left = kept(profile, now)
        if left is profile:
            return []
        ends = _expiry(now) if says_no(left) else int((now + ERASED_KEPT).timestamp())
        return [
            Replace(
                key=keys.shopper_profile(profile.shop, profile.id),
                document=_document(left),
                if_version=profile.version,
                if_members=profile.carts,
                expires_at=ends,
            )
        ]


def _document(profile: Profile) -> bytes:
    return msgspec.json.encode(replace(profile, carts=frozenset(), version=0))


def _without_old_word(profile: Profile, now: datetime) -> Profile:
    """Drop the word that it was erased once nothing older is told any more."""
    if profile.erased_at is None or now < profile.erased_at + ERASED_KEPT:
        return profile
    return replace(profile, erased_at=None)


def _expiry(now: datetime) -> int:
    return int((now + PROFILE_KEPT).timestamp())


def _profile(shop: str, shopper: str, item: Item | None) -> Profile:
    if item is None:
        return Profile(shop=shop, id=shopper)
    if not item.version:
        return Profile(shop=shop, id=shopper, carts=item.members)
    profile = msgspec.json.decode(item.document, type=Profile)
    return replace(profile, carts=item.members, version=item.version)
