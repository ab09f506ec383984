"""What a BCP 47 tag says about how text is set. Pure, and light: the pages use it too."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

# The words of every mail are English so far. Screen readers choose their voice by this, so
# it must name the language of the words and not that of the shopper (WCAG 2.2, 3.1.1).
WORDS_LANGUAGE = "en"

# Languages whose default script runs from right to left (CLDR, layout/orientation).
RIGHT_TO_LEFT = frozenset(
    {"ar", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "ug", "ur", "yi"},
)
_RIGHT_TO_LEFT_SCRIPTS = frozenset({"arab", "hebr", "thaa", "syrc", "nkoo"})
_SUBTAG = re.compile(r"[-_]")
_SCRIPT_LENGTH = 4


def direction(locale: str) -> str:
    """Return ``"rtl"`` or ``"ltr"`` for a locale; one that we do not know is ``"ltr"``.

    A script in the tag wins over the language: ``az-Arab`` runs right to left, ``ku-Latn`` not.
    """
    language, *rest = _SUBTAG.split(locale.strip().lower())
    script = rest[0] if rest and len(rest[0]) == _SCRIPT_LENGTH else ""
    if script:
        return "rtl" if script in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


# Old names of languages, as browsers and shops may still say them (RFC 5646, 2.2.1).
_NOW_CALLED = {"in": "id"}
_LIKED = re.compile(r"([A-Za-z*][A-Za-z0-9*-]*)\s*(?:;\s*q\s*=\s*([0-9.]+))?", re.ASCII)
ACCEPTED_MAX_LETTERS = 500  # of a header that a stranger sends


def first_known(wanted: Iterable[str | None], known: Container[str], otherwise: str) -> str:
    """Return the first language of BCP 47 tags that is known, by its plain name ("pt")."""
    for tag in wanted:
        language = _SUBTAG.split((tag or "").strip().lower())[0]
        language = _NOW_CALLED.get(language, language)
        if language in known:
            return language
    return otherwise


def accepted(header: str) -> list[str]:
    """Return the tags of an ``Accept-Language``, the most liked first (RFC 9110, 12.5.4)."""
    parts = header[:ACCEPTED_MAX_LETTERS].split(",")
    matches = (_LIKED.fullmatch(part.strip()) for part in parts)
    liked = [(_weight(match[2]), match[1]) for match in matches if match]
    return [tag for weight, tag in sorted(liked, key=lambda each: -each[0]) if weight > 0]


def _weight(told: str | None) -> float:
    try:
        return 1.0 if told is None else float(told)
    except ValueError:
        return 0.0
