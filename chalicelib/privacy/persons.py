"""What belongs to a person: how far an erasure or an export goes."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from chalicelib.privacy.filed import Filed, FiledReader
from chalicelib.shoppers.model import CARTS_FILED, Profile
from chalicelib.shoppers.service import ShopperService


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One person, as a shop names them by contact points.

    ``own`` is what is filed under a named point; ``further`` what is filed under other points of
    that, as long as no stranger's point is on it. ``beside`` are such other points with nothing of
    a stranger's. ``further_names`` also names what is gone: an earlier attempt may not have got to
    the rest of it.
    """

    shop: str
    named: tuple[Profile, ...]
    beside: tuple[Profile, ...]
    own: tuple[Filed, ...]
    further: tuple[Filed, ...]
    further_names: tuple[str, ...]

    @property
    def points(self) -> frozenset[str]:
        """The opaque names of all contact points on what is the person's own."""
        return frozenset(profile.id for profile in self.named).union(*(f.points for f in self.own))

    @property
    def is_crowded(self) -> bool:
        """Carts may have been struck from a point's file, which holds only so many."""
        return any(len(profile.carts) >= CARTS_FILED for profile in self.named)


class PersonFinder:
    """Finds what belongs to a person."""

    def __init__(self, filed: FiledReader, shoppers: ShopperService) -> None:
        self._filed = filed
        self._shoppers = shoppers

    def find(self, shop: str, names: Iterable[str]) -> Person:
        """Gather what is filed under these contact points, and one step beyond."""
        named = self._shoppers.shopper(shop, names).profiles
        ids = frozenset(profile.id for profile in named)
        own = [each for each in self._filed.living(shop, _filed_under(named)) if ids & each.points]
        points = ids.union(*(each.points for each in own))
        beside = self._shoppers.shopper(shop, sorted(points - ids)).profiles
        elsewhere = _filed_under(beside) - {each.name for each in own}
        others = self._filed.living(shop, elsewhere)
        strangers = [each for each in others if each.points - points]
        strange = frozenset[str]().union(*(each.points for each in strangers))
        return Person(
            shop=shop,
            named=named,
            beside=tuple(profile for profile in beside if profile.id not in strange),
            own=tuple(own),
            further=tuple(each for each in others if each not in strangers),
            further_names=tuple(sorted(elsewhere - {each.name for each in strangers})),
        )


def _filed_under(profiles: Iterable[Profile]) -> frozenset[str]:
    return frozenset[str]().union(*(profile.cart_names for profile in profiles))
