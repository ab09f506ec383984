"""From a notice to what its mail shows. Pure."""

from __future__ import annotations

from chalicelib.messages.content import LINES_SHOWN, lines_shown
from chalicelib.messages.model import NoticeShown, ParcelShown
from chalicelib.notices.model import OrderNotice
from chalicelib.shops.model import Notice, Shop

TEMPLATES = {Notice.PLACED: "order-placed", Notice.SHIPPED: "order-shipped"}


def shown(notice: OrderNotice, shop: Shop) -> NoticeShown:
    """Return what the templates may use."""
    basket = notice.basket
    lines = lines_shown(basket, LINES_SHOWN) if basket else ()
    count = len(basket.lines) + basket.lines_left_out if basket else 0
    return NoticeShown(
        template=TEMPLATES[notice.kind],
        locale=notice.contact.locale or shop.locale,
        shop_name=shop.name,
        shop_url=shop.home_url,
        shopper_name=notice.contact.name,
        number=notice.number,
        lines=lines,
        lines_left_out=count - len(lines),
        total=notice.total,
        parcels=tuple(
            ParcelShown(carrier=each.carrier, number=each.number, url=each.url)
            for each in notice.parcels
        ),
        postal_address=shop.postal_address,
        support_address=shop.reply_to,
    )
