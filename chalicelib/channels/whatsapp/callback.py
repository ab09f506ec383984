"""Our tags, as Meta hands them back with every status of a message. Pure.

``biz_opaque_callback_data`` takes any text of up to 512 letters.
https://developers.facebook.com/documentation/business-messaging/whatsapp/reference/whatsapp-business-phone-number/message-api
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

LETTERS_MAX = 512
VERSION = "1"
NAMES = ("shop", "cart", "shopper", "episode", "step", "region")
SEPARATOR = ":"  # in no name of ours


class Tags(msgspec.Struct, frozen=True, kw_only=True):
    """Which message it was: opaque names only."""

    shop: str
    cart: str
    shopper: str
    episode: int
    step: int
    region: str


def written(tags: Mapping[str, str]) -> str | None:
    """Write tags in one short text; None when they are not all there, or do not fit."""
    values = [tags.get(name, "") for name in NAMES]
    text = SEPARATOR.join((VERSION, *values))
    return text if read(text) else None


def read(text: str | None) -> Tags | None:
    """Read what was written; None for what others wrote."""
    version, *values = (text or "").split(SEPARATOR)
    if version != VERSION or len(values) != len(NAMES) or len(text or "") > LETTERS_MAX:
        return None
    shop, cart, shopper, episode, step, region = values
    if not (shop and cart and shopper and _is_count(episode) and _is_count(step)):
        return None
    return Tags(
        shop=shop,
        cart=cart,
        shopper=shopper,
        episode=int(episode),
        step=int(step),
        region=region,
    )


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < len("1000000")
