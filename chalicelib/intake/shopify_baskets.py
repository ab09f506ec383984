"""What lies in a Shopify cart or checkout, in the currency that its shopper saw. Pure."""

from __future__ import annotations

from decimal import Decimal

from chalicelib.carts.basket import Basket, Line, basket_of
from chalicelib.carts.money import Money
from chalicelib.intake.shopify_bodies import CheckoutBody, LineBody
from chalicelib.intake.values import amount, count, currency, token, url, words
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
    variant = words(line.variant_title)
    return Line(
        title=words(line.presentment_title) or words(line.title) or "",
        quantity=quantity,
        variant=variant if variant and variant != NO_VARIANT else None,
        line_price=_line_price(line, quantity, path) if price is None else price,
        image_url=url(line.image_url),
        variant_ref=token(line.variant_id, f"{path}.variant_id"),
    )


def _line_price(line: LineBody, quantity: int, path: str) -> Decimal | None:
    price = amount(line.line_price, f"{path}.line_price")
    unit = amount(line.price, f"{path}.price")
    return unit * quantity if price is None and unit is not None else price
