"""What lies in a cart. Pure. Text is kept raw, as shoppers and merchants wrote it."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from chalicelib.carts.money import Money

# Enough to rebuild any cart a person fills; the rest is counted. Bytes keep a cart far below
# DynamoDB's 400 kB an item, whatever a shop sends.
LINES_KEPT = 100
TEXT_KEPT_LETTERS = 200
LINES_KEPT_BYTES = 200_000


class Line(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One product in a cart. Amounts are in the basket's currency."""

    title: str
    quantity: int
    variant: str | None = None
    line_price: Decimal | None = None
    image_url: str | None = None
    variant_ref: str | None = None
    """The platform's id of what to put back into the cart."""


class Basket(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Lines with their total; ``lines_left_out`` counts lines beyond those that are kept."""

    lines: tuple[Line, ...] = ()
    lines_left_out: int = 0
    currency: str | None = None
    total: Decimal | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing to win back."""
        return not self.lines

    def money(self, amount: Decimal | None) -> Money | None:
        """Give an amount of this basket its currency; None when either is unknown."""
        if amount is None or self.currency is None:
            return None
        return Money(amount, self.currency)


def basket_of(lines: list[Line], currency: str | None, total: Decimal | None = None) -> Basket:
    """Bound a basket to what is kept; without a total, the sum of the lines' known prices."""
    bought = [line for line in lines if line.quantity > 0]
    if total is None and bought and all(line.line_price is not None for line in bought):
        total = sum((line.line_price or Decimal(0) for line in bought), Decimal(0))
    kept = _kept(bought)
    return Basket(
        lines=kept, lines_left_out=len(bought) - len(kept), currency=currency, total=total
    )


def _kept(lines: list[Line]) -> tuple[Line, ...]:
    kept: list[Line] = []
    room = LINES_KEPT_BYTES
    for line in map(_bounded, lines[:LINES_KEPT]):
        room -= len(msgspec.json.encode(line))
        if room < 0:
            break
        kept.append(line)
    return tuple(kept)


def _bounded(line: Line) -> Line:
    if len(line.title) <= TEXT_KEPT_LETTERS and len(line.variant or "") <= TEXT_KEPT_LETTERS:
        return line
    return msgspec.structs.replace(
        line,
        title=line.title[:TEXT_KEPT_LETTERS],
        variant=line.variant[:TEXT_KEPT_LETTERS] if line.variant else None,
    )
