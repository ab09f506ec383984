"""Every key of the table, built in this one file. Pure.

====================================  ======================  =================================
partition                             sort                    item
====================================  ======================  =================================
``SHOP#{shop}``                       ``PROFILE``             the shop
``SHOP#{shop}``                       ``SEQUENCE``            its sequence
``SHOP#{shop}``                       ``LOOK``                what the last look at its platform
                                                              came to
``CART#{shop}#{cart}``                ``STATE``               a cart and its timeline, or the
                                                              name of the cart that another of
                                                              its tokens leads to
``CART#{shop}#{cart}``                ``MESSAGE#{ep}#{step}`` a step that was claimed
``CART#{shop}#{cart}``                ``HEARD#{ep}#{step}``   what was heard of its message
``CART#{shop}#{cart}``                ``LINK#{code}``         the same as the next, to find it by
``LINK#{shop}#{code}``                ``TARGET``              what a short link leads to
``CART#{shop}#{order}``               ``NOTICE#{step}``       what a buyer is told of an order
``SHOPPER#{shop}#{shopper}``          ``PROFILE``             one contact point of a shopper
``STATS#{shop}#{day}``                ``{cell}#{shard}``      how often something happened
``PULSE#{quarter}``                   ``HEARD#{region}``      that SES told of a mail of then
``HEALTH#@{region}``                  ``{channel}``           how a region does, while it fails
``REQUESTS#{shop}``                   ``{request}``           a shopper who asked what is stored
``CERTIFICATES#{shop}``               ``{time}#{what}``       that a request was carried out
====================================  ======================  =================================

``shop`` is a slug, ``cart`` and ``shopper`` are opaque hashes: no part can hold a ``#``. The
shop is always the partition's second part: a shop that is to be forgotten is found by that.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import b32encode
from typing import NamedTuple

# 100 bits: a collision within one shop is not to be expected before 10^13 carts.
ID_LETTERS = 20
ID_BYTES = 13  # as many as those letters hold, rounded up
CERTIFICATES = "CERTIFICATES"


class Key(NamedTuple):
    """A primary key of the table."""

    pk: str
    sk: str


def shop_profile(shop: str) -> Key:
    """Key of the shop itself."""
    return Key(f"SHOP#{shop}", "PROFILE")


def shop_sequence(shop: str) -> Key:
    """Key of the sequence that a shop follows."""
    return Key(f"SHOP#{shop}", "SEQUENCE")


def shop_look(shop: str) -> Key:
    """Key of what the last look at a shop's platform came to."""
    return Key(f"SHOP#{shop}", "LOOK")


def cart_state(shop: str, cart: str) -> Key:
    """Key of a cart's state; ``cart`` as made by :func:`cart_id`."""
    return Key(cart_partition(shop, cart), "STATE")


def cart_partition(shop: str, cart: str) -> str:
    """Name the partition of everything that is stored of one cart."""
    return f"CART#{shop}#{cart}"


def message(shop: str, cart: str, episode: int, step: int) -> Key:
    """Key of one step's message within one abandonment of a cart."""
    return Key(cart_partition(shop, cart), f"MESSAGE#{episode:03d}#{step:02d}")


def heard(shop: str, cart: str, episode: int, step: int) -> Key:
    """Key of what was heard of that message since."""
    return Key(cart_partition(shop, cart), f"HEARD#{episode:03d}#{step:02d}")


def short_link(shop: str, code: str) -> Key:
    """Key of what a short link leads to."""
    return Key(f"LINK#{shop}#{code}", "TARGET")


def link_of_cart(shop: str, cart: str, code: str) -> Key:
    """Key beside a cart that names a short link of one of its messages."""
    return Key(cart_partition(shop, cart), f"LINK#{code}")


def order_notice(shop: str, order: str, step: int) -> Key:
    """Key of a notice about an order, which is named as opaquely as a cart."""
    return Key(f"CART#{shop}#{order}", f"NOTICE#{step}")


def shopper_profile(shop: str, shopper: str) -> Key:
    """Key of what is remembered of one contact point; ``shopper`` by :func:`shopper_id`."""
    return Key(f"SHOPPER#{shop}#{shopper}", "PROFILE")


def counter(shop: str, day: str, cell: str) -> Key:
    """Key of one counter of a shop's day, ``day`` as ``YYYY-MM-DD`` in UTC."""
    return Key(f"STATS#{shop}#{day}", cell)


def pulse(region: str, quarter: str) -> Key:
    """Key of the sign that news came of a region's mails of a quarter-hour.

    ``region`` is "" for home, ``quarter`` as ``YYYY-MM-DDTHH:MM`` in UTC.
    """
    return Key(f"PULSE#{quarter}", f"HEARD#{region}" if region else "HEARD")


def region_health(region: str, channel: str) -> Key:
    """Key of how a region does for a channel; no shop is named so."""
    return Key(f"HEALTH#@{region}", channel)


def requests_partition(shop: str) -> str:
    """Name the partition of a shop's open requests for what is stored."""
    return f"REQUESTS#{shop}"


def certificates_partition(shop: str) -> str:
    """Name the partition of what was done about a shop's privacy requests."""
    return f"{CERTIFICATES}#{shop}"


def shop_of(key: Key) -> str | None:
    """Tell to which shop an item belongs; a certificate is the operator's own, and stays."""
    kind, _, rest = key.pk.partition("#")
    return None if kind == CERTIFICATES else rest.partition("#")[0] or None


def filed_name(key: Key) -> str | None:
    """Return the opaque name of the cart or order to which an item belongs; None if to none."""
    kind, _, rest = key.pk.partition("#")
    return rest.partition("#")[2] if kind == "CART" else None


def cart_id(shop: str, token: str) -> str:
    """Name a cart opaquely: a platform's token may open the cart, so it is never a key."""
    return _opaque(hashlib.sha256(f"{shop}\n{token}".encode()).digest())


def shopper_id(identity_key: bytes, kind: str, value: str) -> str:
    """Name a contact point opaquely: keyed, since an address could be guessed from a plain hash."""
    return _opaque(hmac.digest(identity_key, f"{kind}\n{value}".encode(), "sha256"))


def _opaque(digest: bytes) -> str:
    return b32encode(digest[:ID_BYTES]).decode().lower()[:ID_LETTERS]
