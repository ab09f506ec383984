"""What a BCP 47 tag says about how text is set. Pure, and light: the pages use it too."""

from __future__ import annotations

import re

# The words of every template are English so far. Screen readers choose their voice by this, so
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
