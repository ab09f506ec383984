"""From a cart to what a reminder shows of it. Pure."""

from __future__ import annotations

from chalicelib.carts.basket import Basket, Line
from chalicelib.carts.model import Cart
from chalicelib.messages.model import LineShown, Reminder
from chalicelib.shops.model import Shop

LINES_SHOWN = 8  # more make the button hard to find on a phone


def reminder(
    cart: Cart, shop: Shop, template: str, cart_url: str, unsubscribe_url: str
) -> Reminder:
    """Return what the templates may use."""
    basket = cart.basket
    left_out = max(0, len(basket.lines) - LINES_SHOWN) + basket.lines_left_out
    return Reminder(
        template=template,
        locale=cart.contact.locale or shop.locale,
        shop_name=shop.name,
        shopper_name=cart.contact.name,
        lines=tuple(_shown(line, basket) for line in basket.lines[:LINES_SHOWN]),
        lines_left_out=left_out,
        total=basket.money(basket.total),
        cart_url=cart_url,
        unsubscribe_url=unsubscribe_url,
        postal_address=shop.postal_address,
        support_address=shop.reply_to,
    )


def _shown(line: Line, basket: Basket) -> LineShown:
    return LineShown(
        title=line.title,
        quantity=line.quantity,
        variant=line.variant,
        line_price=basket.money(line.line_price),
        image_url=line.image_url,
    )
