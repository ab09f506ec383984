"""BigCommerce's orders, and what their statuses mean. Pure.

https://developer.bigcommerce.com/docs/rest-management/orders - amounts are texts of four decimals
in the currency that the shopper paid in (``default_currency_code``); ``currency_code`` is the one
that was shown. Only id and status must be readable: for anything else no purchase is refused.
"""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum

from chalicelib.carts.basket import Basket, Line, basket_of
from chalicelib.carts.money import Money
from chalicelib.errors import MalformedBody
from chalicelib.intake.events import Event, Ignored, OrderCancelled, OrderPlaced
from chalicelib.intake.values import count, currency, is_yes, token
from chalicelib.platforms.bigcommerce_baskets import money
from chalicelib.platforms.bigcommerce_order_bodies import OrderBody, ProductBody, text_of, time_of
from chalicelib.platforms.bigcommerce_people import customer_of
from chalicelib.shoppers.contact import (
    Contact,
    usable_country,
    usable_email,
    usable_locale,
    usable_name,
    usable_phone,
)
from chalicelib.shops.model import Shop


class Status(IntEnum):
    """The statuses that are no purchase; all others are, paid or not (decision 6).

    ``INCOMPLETE``: the shopper came as far as the payment. The others were taken back after all.
    """

    INCOMPLETE = 0
    REFUNDED = 4
    CANCELLED = 5
    DECLINED = 6


TAKEN_BACK = frozenset({Status.REFUNDED, Status.CANCELLED, Status.DECLINED})


def order_id(body: OrderBody) -> int:
    """Return an order's number; ``MalformedBody`` if it has none."""
    named = token(body.id, "$.id") or ""
    if not (named.isascii() and named.isdigit()):
        raise MalformedBody("$.id", "not an order's number")
    return int(named)


def is_purchase(body: OrderBody) -> bool:
    """Tell if an order was placed and not taken back."""
    return _status(body) not in TAKEN_BACK | {Status.INCOMPLETE}


def meant(
    body: OrderBody, shop: Shop, now: datetime, products: list[ProductBody] | None = None
) -> Event:
    """Return what an order means; ``now`` is for one that does not say when it was made."""
    number, tokens, buyer = bought(body)
    at = time_of(body.date_created) or time_of(body.date_modified)
    status = _status(body)
    if status == Status.INCOMPLETE:
        return Ignored(why=f"order {number} was never paid for")
    if status in TAKEN_BACK:
        taken_back_at = time_of(body.date_modified) or at or now
        return OrderCancelled(order=number, tokens=tokens, occurred_at=taken_back_at, contact=buyer)
    return OrderPlaced(
        order=number,
        tokens=tokens,
        occurred_at=at or now,
        contact=buyer,
        total=_total(body, shop),
        number=number,
        basket=None if products is None else _basket(products, body, shop),
    )


def bought(body: OrderBody) -> tuple[str, tuple[str, ...], Contact]:
    """Return an order's number, the names of its cart, and who bought."""
    cart = text_of(body.cart_id)
    return str(order_id(body)), (cart,) if cart else (), _buyer(body)


def _status(body: OrderBody) -> int:
    if body.status_id is None:
        raise MalformedBody("$.status_id", "needed: nothing else tells a purchase")
    return count(body.status_id, "$.status_id")


def _buyer(body: OrderBody) -> Contact:
    """Return who bought. An opt-in that is not ticked may be one that was not offered."""
    address = body.billing_address if isinstance(body.billing_address, dict) else {}
    return Contact(
        email=usable_email(text_of(address.get("email"))),
        phone=usable_phone(text_of(address.get("phone"))),
        customer=_customer(body),
        name=usable_name(text_of(address.get("first_name"))),
        locale=usable_locale(text_of(body.customer_locale)),
        country=usable_country(text_of(address.get("country_iso2"))),
        accepts_email=True if is_yes(body.is_email_opt_in) else None,
    )


def _customer(body: OrderBody) -> str | None:
    try:
        known = body.customer_id if isinstance(body.customer_id, str | int | float) else None
        return customer_of(known, "$.customer_id")
    except MalformedBody:
        return None


def _code(body: OrderBody, shop: Shop) -> str:
    paid_in = text_of(body.default_currency_code) or text_of(body.currency_code)
    return currency(paid_in, "$.default_currency_code") or shop.currency


def _total(body: OrderBody, shop: Shop) -> Money | None:
    """Read what was paid; an unreadable total must not turn a buyer back into an abandoner."""
    try:
        total = money(text_of(body.total_inc_tax), "$.total_inc_tax")
        return None if total is None else Money(total, _code(body, shop))
    except MalformedBody:
        return None


def _basket(products: list[ProductBody], body: OrderBody, shop: Shop) -> Basket | None:
    try:
        lines = [_line(product, f"$[{n}]") for n, product in enumerate(products)]
        return basket_of(lines, _code(body, shop), money(text_of(body.total_inc_tax), "$"))
    except MalformedBody:
        return None


def _line(product: ProductBody, path: str) -> Line:
    return Line(
        title=text_of(product.name) or "",
        quantity=count(text_of(product.quantity), f"{path}.quantity"),
        line_price=money(text_of(product.total_inc_tax), f"{path}.total_inc_tax"),
    )
