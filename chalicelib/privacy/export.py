"""Everything that is stored of a person, to be read by them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

import msgspec

from chalicelib.carts.model import Cart
from chalicelib.notices.model import OrderNotice
from chalicelib.privacy.filed import Filed, FiledReader
from chalicelib.privacy.model import Certificate, What
from chalicelib.privacy.persons import Person, PersonFinder
from chalicelib.privacy.repository import PrivacyRecords
from chalicelib.shoppers.model import Profile

# What only our own bookkeeping needs, and says nothing of the person.
BOOKKEEPING = ("version", "unsaved", "fresh", "aliases", "api_url")


class Exporter:
    """Gathers what is stored of a person."""

    def __init__(
        self,
        *,
        persons: PersonFinder,
        filed: FiledReader,
        records: PrivacyRecords,
        clock: Callable[[], datetime],
    ) -> None:
        self._persons = persons
        self._filed = filed
        self._records = records
        self._clock = clock

    def gathered(self, shop: str, points: Iterable[str]) -> dict[str, Any]:
        """Return everything under these contact points, ready for JSON.

        The same that an erasure would remove: see :class:`chalicelib.privacy.persons.Person`.
        """
        person = self._persons.find(shop, points)
        filed = (*person.own, *person.further)
        return {
            "shop": shop,
            "as_of": f"{self._clock():%Y-%m-%dT%H:%M:%SZ}",
            "contact_points": [_point(p) for p in (*person.named, *person.beside) if p.is_known],
            "carts": [self._cart(each.cart) for each in filed if each.cart],
            "notices": [_told(notice, each) for each in filed for notice in each.notices],
            "requests": self._requests(person),
        }

    def certified(self, shop: str, found: dict[str, Any], asked_at: datetime) -> Certificate:
        """Certify that what was gathered was handed out."""
        counted = {
            "carts": len(found["carts"]),
            "notices": len(found["notices"]),
            "contact points": len(found["contact_points"]),
        }
        certificate = Certificate(
            shop=shop,
            what=What.EXPORTED,
            asked_at=asked_at,
            done_at=self._clock(),
            counted={kind: number for kind, number in counted.items() if number},
        )
        self._records.certify(certificate)
        return certificate

    def _cart(self, cart: Cart) -> dict[str, Any]:
        """Return a cart with its timeline, and what is stored beside it under its key's name."""
        return _told(cart, self._filed.read(cart.shop, cart.id))

    def _requests(self, person: Person) -> list[Any]:
        names = {profile.id for profile in person.named}
        requests = self._records.requests(person.shop)
        return [msgspec.to_builtins(r) for r in requests if names & set(r.shoppers)]


def _point(profile: Profile) -> dict[str, Any]:
    told = msgspec.to_builtins(profile)
    known = {name: value for name, value in told.items() if name not in {"shop", "id", "version"}}
    return {"opaque_name": profile.id, "known": known | {"carts": sorted(profile.cart_names)}}


def _told(what: Cart | OrderNotice, filed: Filed) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(what)
    messages = {item.key.sk: msgspec.json.decode(item.document) for item in filed.beside}
    own = {name: value for name, value in told.items() if name not in BOOKKEEPING}
    return own | {"messages": messages}
