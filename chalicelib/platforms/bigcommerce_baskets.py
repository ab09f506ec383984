"""What lies in a cart or an order at BigCommerce. Pure."""

from __future__ import annotations

from decimal import Decimal

from chalicelib.carts.basket import Basket, Line, basket_of
from chalicelib.intake.values import Amount, amount, count, currency, is_yes, token, url, words
from chalicelib.platforms.bigcommerce_bodies import CartBody, ItemBody, ItemsBody, OptionBody
from chalicelib.platforms.bigcommerce_refs import ID_MAX_DIGITS, OPTIONS_MAX, Ref, written
from chalicelib.shops.model import Shop

# BigCommerce counts in ten-thousandths and tells them as binary fractions: 59.970000000000006.
PLACES = Decimal("0.0001")
CENTS = Decimal("0.01")


def money(value: Amount, path: str) -> Decimal | None:
    """Read an amount exactly as BigCommerce counts it; ``MalformedBody`` for what is none."""
    read = amount(value, path)
    if read is None:
        return None
    exact = read.quantize(PLACES)
    cents = exact.quantize(CENTS)
    return cents if cents == exact else exact


def cart_basket(body: CartBody, shop: Shop) -> Basket:
    """Return a cart's basket, in the currency that it is paid in."""
    code = currency(body.currency.code if body.currency else None, "$.data.currency.code")
    total = money(body.cart_amount, "$.data.cart_amount")
    return basket_of(_lines(body.line_items or ItemsBody()), code or shop.currency, total)


def _lines(items: ItemsBody) -> list[Line]:
    kinds = {
        "physical_items": items.physical_items,
        "digital_items": items.digital_items,
        "custom_items": items.custom_items,
        "gift_certificates": items.gift_certificates,
    }
    return [
        _line(item, f"$.data.line_items.{kind}[{n}]")
        for kind, of_kind in kinds.items()
        for n, item in enumerate(of_kind or [])
    ]


def _line(item: ItemBody, path: str) -> Line:
    quantity = count(item.quantity, f"{path}.quantity")
    return Line(
        title=words(item.name) or "",
        quantity=quantity,
        variant=_variant(item.options or []),
        line_price=_price(item, quantity, path),
        image_url=url(item.image_url),
        variant_ref=_ref(item, path),
    )


def _price(item: ItemBody, quantity: int, path: str) -> Decimal | None:
    """Return what a line costs: the whole line, else by the piece, reduced prices before full."""
    for name in ("extended_sale_price", "sale_price", "extended_list_price", "list_price"):
        price = money(getattr(item, name), f"{path}.{name}")
        if price is not None:
            return price if name.startswith("extended") else price * quantity
    certificate = money(item.amount, f"{path}.amount")
    return None if certificate is None else certificate * quantity


def _variant(options: list[OptionBody]) -> str | None:
    """Name what was chosen from lists; what was typed in is the shopper's own."""
    return " / ".join(filter(None, (words(o.value) for o in options if o.value_id))) or None


def _ref(item: ItemBody, path: str) -> str | None:
    """Say what to put back, None for what comes back by itself or cannot be asked for."""
    product = token(item.product_id, f"{path}.product_id") or ""
    came_along = isinstance(item.parent_id, str | int) and bool(item.parent_id)
    if not _is_id(product) or came_along or is_yes(item.added_by_promotion):
        return None
    variant = token(item.variant_id, f"{path}.variant_id") or ""
    chosen = [
        (int(option), int(value))
        for each in item.options or []
        if _is_id(option := str(each.name_id)) and _is_id(value := str(each.value_id))
    ]
    named = Ref(int(product), int(variant) if _is_id(variant) else None, tuple(chosen))
    return written(named) if len(chosen) <= OPTIONS_MAX else None


def _is_id(text: str) -> bool:
    """Tell if a text is an id, as a ref holds it."""
    return text.isascii() and text.isdigit() and len(text) <= ID_MAX_DIGITS and int(text) > 0
