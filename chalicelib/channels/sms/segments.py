"""How many SMS a text is billed as, and how it is shortened to fewer. Pure.

3GPP TS 23.038, 6.2.1: a text of the GSM 7-bit default alphabet has 160 septets, or 153 in each of
several parts (TS 23.040, 9.2.3.24.1: a header takes the rest). Letters of the extension table are
two septets, an escape and a letter. Any other letter makes the whole text UCS-2: 70 units, or 67 a
part. A phone shows nothing sensible of half a letter, so neither an escape nor a surrogate pair is
split between parts: the part before stays shorter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum

import msgspec

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")
# What editors and price lists put in place of a letter that every phone has.
PLAINER = str.maketrans(
    {
        **dict.fromkeys("‘’‚′", "'"),
        **dict.fromkeys("“”„″", '"'),
        **dict.fromkeys("‐‑‒–—−", "-"),
        **dict.fromkeys("\u00a0\u2009\u202f", " "),
        **dict.fromkeys("\u2066\u2067\u2068\u2069\u200e\u200f", None),
        "…": "...",
        "×": "x",
        "•": "-",
    }
)
CUT = "..."
BMP_END = 0xFFFF  # letters beyond it are surrogate pairs in UTF-16
JOINERS = "\u200c\u200d\ufe0e\ufe0f"


class Encoding(StrEnum):
    """How a text travels."""

    GSM = "GSM 7-bit"
    UCS2 = "UCS-2"


ALONE = {Encoding.GSM: 160, Encoding.UCS2: 70}
IN_PARTS = {Encoding.GSM: 153, Encoding.UCS2: 67}


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """What a text takes: ``units`` are septets, or UTF-16 code units."""

    encoding: Encoding
    units: int
    segments: int


def counted(text: str) -> Counted:
    """Count a text; an empty one is none at all."""
    encoding = Encoding.GSM if set(text) <= BASIC | EXTENDED else Encoding.UCS2
    widths = [_width(letter, encoding) for letter in text]
    units = sum(widths)
    if units <= ALONE[encoding]:
        return Counted(encoding=encoding, units=units, segments=int(bool(text)))
    return Counted(encoding=encoding, units=units, segments=_parts(widths, IN_PARTS[encoding]))


def segments(text: str) -> int:
    """Return how many SMS a text is billed as."""
    return counted(text).segments


def plainer(text: str) -> str:
    """Return a text with typographic quotes, dashes and blanks as every phone has them.

    Only where that makes it a text of the GSM alphabet: it then costs less than half. Letters
    are never touched, "é" and "ł" are what somebody is called.
    """
    plain = text.translate(PLAINER)
    return plain if counted(plain).encoding is Encoding.GSM else text


def shortened(words: str, keep: str, segments_max: int) -> str:
    """Return ``words`` and ``keep`` in at most so many segments: words are cut, never ``keep``.

    ``keep`` holds what must arrive whole, such as a link. A text that is too long with ``keep``
    alone comes back as just that.
    """
    return next((text for text in _candidates(words, keep) if segments(text) <= segments_max), keep)


def _candidates(words: str, keep: str) -> Iterator[str]:
    yield plainer(f"{words} {keep}".strip())
    rest = words
    while rest := _less(rest):
        yield plainer(f"{rest}{CUT} {keep}".rstrip())


def _less(words: str) -> str:
    """Drop the last word; of one that is left, or of many without blanks, the last letter."""
    before, blank, last = words.rpartition(" ")
    rest = before if blank and len(last) < len(words) / 2 else words[:-1]
    while rest and (rest[-1] in JOINERS or rest[-1].isspace() or rest[-1] in ".,;:!?"):
        rest = rest[:-1]
    while rest and len(rest) < len(words) and unicodedata.combining(words[len(rest)]):
        rest = rest[:-1]
    return rest


def _width(letter: str, encoding: Encoding) -> int:
    if encoding is Encoding.GSM:
        return 2 if letter in EXTENDED else 1
    return 2 if ord(letter) > BMP_END else 1


def _parts(widths: Iterable[int], room: int) -> int:
    parts, left = 0, 0
    for width in widths:
        if width > left:
            parts, left = parts + 1, room
        left -= width
    return parts
