"""What a shopper said to marketing, as the shop tells of it. Pure.

Shops tell late, twice and in any order, so what is kept must not depend on the order of telling.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

import msgspec

from chalicelib.intake.events import ConsentState

Channel = Literal["email", "sms"]

FORBIDDING = frozenset({ConsentState.REFUSED, ConsentState.PENDING})
# Of two answers of the same moment the one that allows less counts.
WEIGHT = {
    ConsentState.NONE: 0,
    ConsentState.GIVEN: 0,
    ConsentState.PENDING: 1,
    ConsentState.REFUSED: 2,
}


class Consent(msgspec.Struct, frozen=True, kw_only=True):
    """One word on one channel. ``at`` is when it was said, by the shop's clock."""

    channel: Channel
    state: ConsentState
    at: datetime


def with_word(kept: tuple[Consent, ...], word: Consent) -> tuple[Consent, ...]:
    """Keep a channel's newest answer, and beside it the newest "was never asked".

    The very same object comes back when the word is no news.
    """
    known = next((each for each in kept if _slot(each) == _slot(word)), None)
    if known is not None and _rank(word) <= _rank(known):
        return kept
    others = [each for each in kept if _slot(each) != _slot(word)]
    return tuple(sorted([*others, word], key=_slot))


def said(kept: Iterable[Consent], channel: Channel) -> ConsentState:
    """Return what counts on a channel; ``NONE`` when nobody ever told of it.

    "Was never asked" takes an older yes back, and never a no.
    """
    words = {each.state is ConsentState.NONE: each for each in kept if each.channel == channel}
    answer, unasked = words.get(False), words.get(True)
    if answer is None:
        return ConsentState.NONE
    if answer.state is ConsentState.GIVEN and unasked is not None and unasked.at >= answer.at:
        return ConsentState.NONE
    return answer.state


def _slot(word: Consent) -> tuple[str, bool]:
    return word.channel, word.state is ConsentState.NONE


def _rank(word: Consent) -> tuple[datetime, int]:
    return word.at, WEIGHT[word.state]
