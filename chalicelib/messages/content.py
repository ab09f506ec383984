"""From a cart to what a reminder shows of it. Pure."""

from __future__ import annotations

from chalicelib.carts.basket import Basket, Line
from chalicelib.carts.model import Cart
from chalicelib.carts.money import Money
from chalicelib.messages.model import LineShown, OfferShown, Reminder
from chalicelib.offers.codes import last_day_of
from chalicelib.offers.model import Coupon, Kind
from chalicelib.shops.model import Shop

LINES_SHOWN = 8  # more make the button hard to find on a phone


def reminder(
    cart: Cart,
    shop: Shop,
    template: str,
    cart_url: str,
    unsubscribe_url: str,
    *,
    preferences_url: str | None = None,
    coupon: Coupon | None = None,
) -> Reminder:
    """Return what the templates may use."""
    basket = cart.basket
    left_out = max(0, len(basket.lines) - LINES_SHOWN) + basket.lines_left_out
    return Reminder(
        template=template,
        locale=cart.contact.locale or shop.locale,
        shop_name=shop.name,
        shopper_name=cart.contact.name,
        lines=lines_shown(basket, LINES_SHOWN),
        lines_left_out=left_out,
        total=basket.money(basket.total),
        cart_url=cart_url,
        unsubscribe_url=unsubscribe_url,
        preferences_url=preferences_url,
        postal_address=shop.postal_address,
        support_address=shop.reply_to,
        offer=_offer(coupon) if coupon else None,
    )


def _offer(coupon: Coupon) -> OfferShown:
    offer, currency = coupon.offer, coupon.currency
    minimum = offer.minimum_spend
    return OfferShown(
        code=coupon.code,
        last_day=last_day_of(coupon),
        percent=offer.value if offer.kind is Kind.PERCENT else None,
        amount=Money(offer.value, currency) if offer.kind is Kind.AMOUNT else None,
        minimum_spend=Money(minimum, currency) if minimum else None,
    )


def lines_shown(basket: Basket, most: int) -> tuple[LineShown, ...]:
    """Return the first lines of a basket, with their money."""
    return tuple(_shown(line, basket) for line in basket.lines[:most])


def _shown(line: Line, basket: Basket) -> LineShown:
    return LineShown(
        title=line.title,
        quantity=line.quantity,
        variant=line.variant,
        line_price=basket.money(line.line_price),
        image_url=line.image_url,
    )
