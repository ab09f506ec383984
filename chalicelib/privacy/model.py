"""Requests and certificates. Pure.

A certificate says what was done and when; it names a shop and numbers, and nobody.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

import msgspec

from chalicelib.errands.model import Erase, EraseShop, Export

# A merchant has 30 days to answer a person (GDPR, article 12), and may need to show it afterwards.
REQUEST_KEPT = timedelta(days=60)
# As long as claims for damages come in most of Europe.
CERTIFICATE_KEPT = timedelta(days=3 * 365)
REQUEST_LETTERS = 10


class What(StrEnum):
    """What a certificate certifies."""

    SHOPPER_ERASED = "shopper erased"
    SHOP_ERASED = "shop erased"
    EXPORTED = "data exported"


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    """That a request was carried out. ``counted`` is what was found, by kind.

    An attempt that was cut short is not counted: what it removed is gone when the next one looks.
    """

    shop: str
    what: What
    asked_at: datetime
    done_at: datetime
    counted: dict[str, int]

    @property
    def line(self) -> str:
        """The certificate in one line."""
        found = ", ".join(f"{kind} {number}" for kind, number in sorted(self.counted.items()))
        return (
            f"{self.done_at:%Y-%m-%d %H:%M:%S}Z {self.shop}: {self.what}, asked "
            f"{self.asked_at:%Y-%m-%d %H:%M:%S}Z: {found or 'nothing was stored'}"
        )


class Request(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A shopper who asked what is stored; the merchant must answer.

    ``shoppers`` are opaque names, ``named`` is the shop's own name for the request.
    """

    shop: str
    id: str
    shoppers: tuple[str, ...]
    asked_at: datetime
    named: str | None = None
    answered_at: datetime | None = None


class Further(msgspec.Struct, frozen=True, kw_only=True):
    """An erasure that goes on: by which errand, and not before which delay."""

    errand: Erase | EraseShop
    delay: timedelta = timedelta(0)


def request_of(errand: Export) -> Request:
    """Return the request of an errand: the same one however often the shop tells of it.

    Where the shop has no name for it, a person asks once a day.
    """
    once = errand.request or f"{errand.asked_at:%Y-%m-%d}"
    text = "\n".join((errand.shop, once, *errand.shoppers))
    return Request(
        shop=errand.shop,
        id=sha256(text.encode()).hexdigest()[:REQUEST_LETTERS],
        shoppers=errand.shoppers,
        asked_at=errand.asked_at,
        named=errand.request,
    )


def certificate_of(
    errand: Erase | EraseShop, counted: Mapping[str, int], done_at: datetime
) -> Certificate:
    """Certify an erasure."""
    what = What.SHOPPER_ERASED if isinstance(errand, Erase) else What.SHOP_ERASED
    return Certificate(
        shop=errand.shop,
        what=what,
        asked_at=errand.asked_at,
        done_at=done_at,
        counted={kind: number for kind, number in counted.items() if number},
    )
