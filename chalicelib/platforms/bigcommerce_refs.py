"""What to put back into a cart at BigCommerce, as one short text: our ``variant_ref``. Pure.

``188:359`` is a variant of a product; ``188:359:82=186,83=12`` one whose options were chosen from
lists. What a shopper typed (an engraving, a date, a file) is left out: links get forwarded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

REF = re.compile(r"(\d{1,18}):(\d{0,18})(?::(\d{1,18}=\d{1,18}(?:,\d{1,18}=\d{1,18})*))?")
ID_MAX_DIGITS = 18
OPTIONS_MAX = 20  # of one line; BigCommerce's products have far fewer


class Ref(msgspec.Struct, frozen=True):
    """A product, its variant if it is known, and what was chosen, as ids of option and value."""

    product: int
    variant: int | None = None
    options: tuple[tuple[int, int], ...] = ()


def written(ref: Ref) -> str:
    """Write a ref down."""
    options = ",".join(f"{option}={value}" for option, value in ref.options[:OPTIONS_MAX])
    return f"{ref.product}:{ref.variant or ''}" + (f":{options}" if options else "")


def read_ref(text: str | None) -> Ref | None:
    """Read a ref; None for what is none."""
    match = REF.fullmatch(text or "")
    if match is None:
        return None
    product, variant, options = match.groups()
    return Ref(int(product), int(variant) if variant else None, tuple(_options(options or "")))


def _options(text: str) -> Iterable[tuple[int, int]]:
    for pair in filter(None, text.split(",")):
        option, _, value = pair.partition("=")
        yield int(option), int(value)


def requested(ref: Ref, quantity: int) -> dict[str, object]:
    """Return a line as ``POST /v3/carts`` takes it.

    With options "omit the variant_id and instead use the option_selections array"
    (https://developer.bigcommerce.com/docs/rest-management/carts/items).
    """
    line: dict[str, object] = {"quantity": quantity, "product_id": ref.product}
    if ref.options:
        chosen = [{"option_id": option, "option_value": value} for option, value in ref.options]
        return line | {"option_selections": chosen}
    return line | ({"variant_id": ref.variant} if ref.variant else {})
