"""How many parts a text is sent and paid in. Pure.

3GPP TS 23.038: 140 octets a part hold 160 letters of the GSM 7-bit alphabet, or 70 units of UCS-2
as soon as one letter is not in it. Parts of a longer text lose six octets to the header that joins
them: 153 or 67 are left, and no letter is split between two.
"""

from __future__ import annotations

from collections.abc import Iterable

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")  # an escape and a letter: two septets
GSM_ALONE, GSM_JOINED = 160, 153
UCS2_ALONE, UCS2_JOINED = 70, 67
BEYOND_BMP = 0x10000  # a surrogate pair: two units
# Typographers' letters that would more than double a text's price, and say no more than these.
PLAIN = str.maketrans(
    {
        **dict.fromkeys("‘’‚′", "'"),
        **dict.fromkeys("“”„″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00a0\u2007\u2009\u202f", " "),
        "…": "...",
        "×": "x",
    }
)


def is_gsm(text: str) -> bool:
    """Tell if a text can be sent in the GSM 7-bit alphabet."""
    return all(letter in BASIC or letter in EXTENSION for letter in text)


def segments(text: str) -> int:
    """Return in how many parts a text is sent; an empty one is one part too."""
    if is_gsm(text):
        return _parts((2 if letter in EXTENSION else 1 for letter in text), GSM_ALONE, GSM_JOINED)
    sizes = (2 if ord(letter) >= BEYOND_BMP else 1 for letter in text)
    return _parts(sizes, UCS2_ALONE, UCS2_JOINED)


def _parts(sizes: Iterable[int], alone: int, joined: int) -> int:
    each = list(sizes)
    if sum(each) <= alone:
        return 1
    parts, left = 1, joined
    for size in each:
        if size > left:
            parts, left = parts + 1, joined
        left -= size
    return parts


def plain(text: str) -> str:
    """Return a text without typographers' letters, where that makes it cheaper."""
    simple = text.translate(PLAIN)
    return simple if segments(simple) < segments(text) else text


def fitted(words: str, end: str, segments_max: int) -> str:
    """Return ``words`` and ``end`` in at most so many parts, the words being cut, never the end.

    ``end`` holds links and how to stop; it comes alone when even that is too much.
    """
    whole = plain(f"{words}\n{end}")
    if segments(whole) <= segments_max:
        return whole
    for length in range(len(words) - 1, 0, -1):
        cut = plain(f"{words[:length].rstrip()}…\n{end}")
        if segments(cut) <= segments_max:
            return cut
    return plain(end)
