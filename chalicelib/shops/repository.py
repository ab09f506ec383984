"""Shops in the table, remembered for a moment: a warm function reads none per webhook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import msgspec

from chalicelib.errors import UnknownShop
from chalicelib.recovery.sequence import CLASSIC, Sequence
from chalicelib.shops.model import SHOP_NAME, Shop
from chalicelib.storage import keys
from chalicelib.storage.port import Place, Put, Remove, Table

# A merchant who changes a sequence expects it to count "now"; a minute is now enough, and saves
# a read on nearly every webhook. Unknown names are remembered too: they cost the asker nothing.
REMEMBERED = timedelta(seconds=60)
SHOPS = "shops"
AFTER_ALL_NAMES = "~"  # sorts after every letter that a shop's name may have
NAMES_REMEMBERED = 1000  # bounds the memory that made-up names can take


class Registered(msgspec.Struct, frozen=True):
    """A shop with the sequence it follows."""

    shop: Shop
    sequence: Sequence


class Shops:
    """Registers shops and finds them again."""

    def __init__(self, table: Table, clock: Callable[[], datetime]) -> None:
        self._table = table
        self._clock = clock
        self._seen: dict[str, tuple[datetime, Registered | None]] = {}

    def find(self, name: str, *, fresh: bool = False) -> Registered | None:
        """Return the shop, at most ``REMEMBERED`` old; None for a name that nobody registered.

        ``fresh`` passes by what is remembered.
        """
        if not SHOP_NAME.fullmatch(name):
            return None
        now = self._clock()
        if not fresh and name in self._seen and now < self._seen[name][0] + REMEMBERED:
            return self._seen[name][1]
        found = self._read(name)
        if len(self._seen) >= NAMES_REMEMBERED:
            self._seen.clear()
        self._seen[name] = (now, found)
        return found

    def names(self) -> Iterator[str]:
        """Yield the names of all registered shops, in order."""
        after = ""
        while page := self._table.listed(SHOPS, AFTER_ALL_NAMES, after):
            yield from page
            after = page[-1]

    def _read(self, name: str) -> Registered | None:
        profile, sequence = keys.shop_profile(name), keys.shop_sequence(name)
        items = self._table.get_many([profile, sequence])
        if profile not in items:
            return None
        shop = msgspec.json.decode(items[profile].document, type=Shop)
        if sequence not in items:
            return Registered(shop, CLASSIC)
        return Registered(shop, msgspec.json.decode(items[sequence].document, type=Sequence))

    def register(self, shop: Shop, sequence: Sequence | None = None) -> None:
        """Store a shop, over an earlier one of the same name, and its sequence if it has one."""
        documents = {keys.shop_profile(shop.id): msgspec.json.encode(shop)}
        if sequence is not None:
            documents[keys.shop_sequence(shop.id)] = msgspec.json.encode(sequence)
        listed = {keys.shop_profile(shop.id): Place(SHOPS, shop.id)}
        self._table.write(
            [
                Put(key=key, document=doc, if_version=None, place=listed.get(key))
                for key, doc in documents.items()
            ]
        )
        self._seen.pop(shop.id, None)

    def change(self, name: str, how: Callable[[Shop], Shop]) -> bool:
        """Store a shop as ``how`` makes it of what is known; False when it leaves it as it is.

        Raises ``UnknownShop``, and ``WriteConflict`` when somebody else stored it meanwhile.
        """
        item = self._table.get(keys.shop_profile(name))
        if item is None:
            raise UnknownShop(f"no shop is registered as {name!r}")
        known = msgspec.json.decode(item.document, type=Shop)
        changed = how(known)
        if changed == known:
            return False
        writing = Put(
            key=item.key,
            document=msgspec.json.encode(changed),
            if_version=item.version,
            place=Place(SHOPS, name),
        )
        self._table.write([writing])
        self._seen.pop(name, None)
        return True

    def forget(self, name: str) -> None:
        """Delete a shop and its sequence: nobody knows it any more once ``REMEMBERED`` is over."""
        self._table.write(
            [Remove(key=k) for k in (keys.shop_profile(name), keys.shop_sequence(name))]
        )
        self._seen.pop(name, None)
