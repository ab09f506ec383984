"""Money in the shopper's own way of writing it, by Babel's copy of Unicode CLDR."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_currency, format_percent

from chalicelib.carts.money import Money

FALLBACK = "en"
_TAG_LIMIT = 35  # characters; RFC 5646 section 4.4.1 asks software to take that many
# A code beside a digit is held apart from it (Unicode TS 35, part 3, currencySpacing).
_CODE_BESIDE_DIGIT = re.compile(r"(?<=[A-Z])(?=\d)|(?<=\d)(?=[A-Z])")


def price(money: Money, locale: str) -> str:
    """Write an amount as the shopper's locale does, with the decimals of its currency.

    Yen have none, Kuwaiti dinars three (ISO 4217). An unknown locale is written as English, an
    unknown currency by its code. Blanks never break: a price stays on one line.
    """
    written = format_currency(money.amount, money.currency, locale=known_locale(locale))
    return _CODE_BESIDE_DIGIT.sub("\u00a0", written).replace(" ", "\u00a0")


def percentage(percent: Decimal, locale: str) -> str:
    """Write ten (percent) as the shopper's locale writes ten percent."""
    written = format_percent(percent / 100, locale=known_locale(locale), decimal_quantization=False)
    return written.replace(" ", "\u00a0")


def day(moment: datetime, locale: str) -> str:
    """Write a day with the month in words, so that nobody takes the month for the day."""
    return format_date(moment.date(), "long", locale=known_locale(locale))


@lru_cache(maxsize=128)
def known_locale(tag: str) -> Locale:
    """Return CLDR's locale for a BCP 47 tag, its language's when the region is unknown, or English.

    Never raises: the tag came from a shop, or from a shopper's browser through it.
    """
    subtags = tag[:_TAG_LIMIT].strip().replace("_", "-")
    for candidate in (subtags, subtags.partition("-")[0]):
        try:
            return Locale.parse(candidate, sep="-")
        except (ValueError, UnknownLocaleError, TypeError):
            continue
    return Locale.parse(FALLBACK)
