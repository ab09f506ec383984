"""What lies in a Magento quote, or was bought, as its shopper saw it: with tax. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from chalicelib.carts.basket import Basket, Line, basket_of
from chalicelib.carts.money import Money
from chalicelib.errors import MalformedBody
from chalicelib.intake import lenient
from chalicelib.intake.magento_bodies import CurrencyBody, ItemBody, QuoteBody, part
from chalicelib.intake.magento_order_bodies import OrderBody
from chalicelib.intake.values import COUNT_MAX, amount, currency, words
from chalicelib.shops.model import Shop


def quote_basket(body: QuoteBody, shop: Shop, path: str = "$") -> Basket | None:
    """Return a quote's basket; None when it does not tell its lines.

    Lines without a name, which is what some subscriptions select, tell as little as none.
    """
    if not isinstance(body.items, list):
        return None
    lines = _lines(body.items, path)
    if not lines and (body.items or lenient.amount(body.items_count)):
        return None
    nested = body.currency if isinstance(body.currency, CurrencyBody) else CurrencyBody()
    code = body.quote_currency_code or nested.quote_currency_code
    known = currency(code, f"{path}.quote_currency_code") or shop.currency
    # Before its totals are collected a quote has a total of nothing.
    total = amount(body.grand_total, f"{path}.grand_total") or None
    return basket_of(lines, known, total)


def bought(body: OrderBody, shop: Shop) -> Basket | None:
    """Return what was bought; None when that cannot be read: no order is refused for it."""
    items = part(body.items, list[ItemBody])
    total = paid(body, shop)
    if not items:
        return None
    try:
        lines = _lines(items, "$")
    except MalformedBody:
        return None
    code = total.currency if total else None
    return basket_of(lines, code, total.amount if total else None) if lines else None


def paid(body: OrderBody, shop: Shop) -> Money | None:
    """Return an order's total, None when it cannot be read."""
    return lenient.money(body.grand_total, body.order_currency_code, shop.currency)


def _lines(items: Sequence[ItemBody], path: str) -> list[Line]:
    """Return the lines that a shopper sees: bundles and variants, without their parts."""
    named = [(n, item) for n, item in enumerate(items) if words(item.name) or words(item.sku)]
    whole = [(n, item) for n, item in named if not words(item.parent_item_id)]
    return [_line(item, f"{path}.items[{n}]") for n, item in whole]


def _line(item: ItemBody, path: str) -> Line:
    pieces = _pieces(item, path)
    is_whole = pieces == pieces.to_integral_value()
    return Line(
        title=words(item.name) or words(item.sku) or "",
        quantity=int(pieces) if is_whole else 1,  # sold by weight: one line, at its own price
        line_price=_line_price(item, pieces, path),
        variant_ref=words(item.sku),
    )


def _pieces(item: ItemBody, path: str) -> Decimal:
    """Read a quantity, which may be of kilos or metres."""
    told = amount(item.qty, f"{path}.qty")
    told = amount(item.qty_ordered, f"{path}.qty_ordered") if told is None else told
    if told is not None and abs(told) > COUNT_MAX:
        raise MalformedBody(f"{path}.qty", f"more than {COUNT_MAX} pieces")
    return Decimal(1) if told is None else told


def _line_price(item: ItemBody, pieces: Decimal, path: str) -> Decimal | None:
    """Return a line's price with tax if that is told; what is not collected yet is told as 0."""
    known = [
        told * by
        for name, by in (
            ("row_total_incl_tax", Decimal(1)),
            ("price_incl_tax", pieces),
            ("row_total", Decimal(1)),
            ("price", pieces),
        )
        if (told := amount(getattr(item, name), f"{path}.{name}")) is not None
    ]
    return next((price for price in known if price), known[0] if known else None)
