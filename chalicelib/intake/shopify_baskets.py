"""What lies in a Shopify cart, checkout or order. Pure."""

from __future__ import annotations

from decimal import Decimal

from chalicelib.carts.basket import Basket, Line, basket_of
from chalicelib.carts.money import Money
from chalicelib.errors import MalformedBody
from chalicelib.intake.body import legible
from chalicelib.intake.shopify_bodies import CheckoutBody, LineBody
from chalicelib.intake.shopify_order_bodies import OrderBody, OrderLineBody
from chalicelib.intake.values import (
    Text,
    amount,
    count,
    currency,
    legible_words,
    token,
    url,
    words,
)
from chalicelib.shops.model import Shop

NO_VARIANT = "Default Title"  # how Shopify names the only variant of a product


def cart_basket(lines: list[LineBody], shop: Shop) -> Basket:
    """Return a cart's basket: in what the shopper saw if every line tells it, else the shop's.

    A cart names no currency. Lines of different currencies must never be added up.
    """
    seen = [_seen(line, f"$.line_items[{n}]") for n, line in enumerate(lines)]
    codes = {money.currency if money else None for money in seen}
    code = codes.pop() if len(codes) == 1 else None
    if code is None:
        return basket_of(_lines(lines), shop.currency)
    return basket_of(_lines(lines, [money.amount if money else None for money in seen]), code)


def checkout_basket(body: CheckoutBody, shop: Shop) -> Basket | None:
    """Return a checkout's basket, None if it does not tell its lines.

    Its amounts are in the currency that the shopper saw.
    """
    if body.line_items is None:
        return None
    code = currency(body.presentment_currency, "$.presentment_currency")
    code = code or currency(body.currency, "$.currency") or shop.currency
    return basket_of(_lines(body.line_items), code, amount(body.total_price, "$.total_price"))


def order_basket(body: OrderBody, shop: Shop) -> Basket | None:
    """Return what was bought, in the shop's currency; None when any of it cannot be read.

    A line's price is after its own discounts; those on the whole order are in the total.
    """
    lines = legible(body.line_items, list[OrderLineBody])
    try:
        code = currency(legible_words(body.currency), "$.currency") or shop.currency
        total = amount(legible_words(body.total_price), "$.total_price")
        bought = [_bought(line, f"$.line_items[{n}]") for n, line in enumerate(lines or ())]
    except MalformedBody:
        return None
    return basket_of(bought, code, total) if bought else None


def _bought(line: OrderLineBody, path: str) -> Line:
    quantity = count(line.quantity, f"{path}.quantity")
    unit = amount(line.price, f"{path}.price")
    discount = amount(line.total_discount, f"{path}.total_discount") or Decimal(0)
    return Line(
        title=words(line.title) or "",
        quantity=quantity,
        variant=named_variant(line.variant_title),
        line_price=None if unit is None else unit * quantity - discount,
        variant_ref=token(line.variant_id, f"{path}.variant_id"),
    )


def named_variant(title: Text) -> str | None:
    """Return a variant's title, None for that of a product without any."""
    variant = words(title)
    return variant if variant and variant != NO_VARIANT else None


def _seen(line: LineBody, path: str) -> Money | None:
    """Return a line's price as its shopper saw it, if the line tells both amount and currency."""
    side = line.line_price_set.presentment_money if line.line_price_set else None
    if side is None:
        return None
    path = f"{path}.line_price_set.presentment_money"
    price = amount(side.amount, f"{path}.amount")
    code = currency(side.currency_code, f"{path}.currency_code")
    return None if price is None or code is None else Money(price, code)


def _lines(lines: list[LineBody], prices: list[Decimal | None] | None = None) -> list[Line]:
    return [
        _line(line, f"$.line_items[{n}]", prices[n] if prices else None)
        for n, line in enumerate(lines)
    ]


def _line(line: LineBody, path: str, price: Decimal | None) -> Line:
    quantity = count(line.quantity, f"{path}.quantity")
    return Line(
        title=words(line.presentment_title) or words(line.title) or "",
        quantity=quantity,
        variant=named_variant(line.variant_title),
        line_price=_line_price(line, quantity, path) if price is None else price,
        image_url=url(line.image_url),
        variant_ref=token(line.variant_id, f"{path}.variant_id"),
    )


def _line_price(line: LineBody, quantity: int, path: str) -> Decimal | None:
    price = amount(line.line_price, f"{path}.line_price")
    unit = amount(line.price, f"{path}.price")
    return unit * quantity if price is None and unit is not None else price
