"""In which of a template's languages a shopper is written to. Pure.

Meta writes its language codes with an underscore (``pt_BR``), shops theirs with a hyphen.
https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/supported-languages
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

# Codes that ISO 639 replaced, or that are wider than Meta's, as browsers and shops still send them.
SAME_LANGUAGE = {"in": "id", "iw": "he", "no": "nb", "tl": "fil"}
TRADITIONAL_CHINESE = frozenset({"hant", "tw", "hk", "mo"})
REGION_LETTERS = 2


def closest(offered: Sequence[str], *wanted: str) -> str:
    """Return the best of the ``offered`` languages for the first of ``wanted`` that has one.

    Best is the very same, then the language without a region, then with another one; simplified
    Chinese is none for who reads traditional. Without any the first that is offered.
    """
    for tag in wanted:
        for language in _candidates(offered, tag):
            return language
    return offered[0]


def language_of(tag: str) -> str:
    """Return the language of a tag without its region; Chinese with its script."""
    return _parts(tag)[0]


def _candidates(offered: Sequence[str], tag: str) -> Iterator[str]:
    language, region = _parts(tag)
    alike = [(each, _parts(each)[1]) for each in offered if _parts(each)[0] == language]
    yield from (each for each, its_region in alike if its_region == region)
    yield from (each for each, its_region in alike if not its_region)
    yield from (each for each, _ in alike)


def _parts(tag: str) -> tuple[str, str]:
    """Split a tag to its language, and its region or ""."""
    first, *rest = tag.lower().replace("_", "-").split("-")
    language = SAME_LANGUAGE.get(first, first)
    if language == "zh":
        language = "zh-hant" if TRADITIONAL_CHINESE.intersection(rest) else "zh-hans"
    return language, next((part for part in rest if len(part) == REGION_LETTERS), "")
