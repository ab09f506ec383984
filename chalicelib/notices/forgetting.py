"""What is left of a notice whose buyer is to be forgotten: that it was asked for. Pure.

For some days, so that a shop that tells of the order again does not have it told again.
"""

from __future__ import annotations

from datetime import datetime

import msgspec
from msgspec.structs import replace

from chalicelib.notices.model import EPISODE, OrderNotice
from chalicelib.shoppers.contact import Contact
from chalicelib.shoppers.erasing import ERASED_KEPT
from chalicelib.storage import keys
from chalicelib.storage.port import Item, Remove, Replace, Write

FORGOTTEN = "forgotten"


def notice_in(item: Item) -> OrderNotice:
    """Read a notice."""
    return replace(msgspec.json.decode(item.document, type=OrderNotice), version=item.version)


def is_forgotten(notice: OrderNotice) -> bool:
    """Tell if nothing of a notice's buyer is left."""
    return notice.status == FORGOTTEN


def forgetting(notice: OrderNotice, now: datetime) -> list[Write]:
    """Say how to forget a notice and the news of its mail, unless it has changed since."""
    bare = OrderNotice(
        shop=notice.shop,
        id=notice.id,
        step=notice.step,
        kind=notice.kind,
        happened_at=notice.happened_at,
        asked_at=notice.asked_at,
        contact=Contact(),
        status=FORGOTTEN,
    )
    replacing = Replace(
        key=keys.order_notice(notice.shop, notice.id, notice.step),
        document=msgspec.json.encode(bare),
        if_version=notice.version,
        if_members=frozenset(),
        expires_at=int((now + ERASED_KEPT).timestamp()),
    )
    return [replacing, Remove(key=keys.heard(notice.shop, notice.id, EPISODE, notice.step))]
