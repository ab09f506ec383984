"""What a shopper said to messages, as the shop or the shopper tells of it. Pure.

Shops tell late, twice and in any order, so what counts must not depend on the order of telling.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from chalicelib.channels.model import Purpose
from chalicelib.intake.events import ConsentState
from chalicelib.shops.policy import Channel

PREFERENCE_PAGE = "preference page"
FORBIDDING = frozenset({ConsentState.REFUSED, ConsentState.PENDING})
# Of two answers of the same moment the one that allows less counts.
WEIGHT = {
    ConsentState.NONE: 0,
    ConsentState.GIVEN: 0,
    ConsentState.PENDING: 1,
    ConsentState.REFUSED: 2,
}
# And of two that are the same but for this, the one that tells it, and then the one that allows
# less: a shop's API does not tell what its webhook told.
CONFIRMATION = {None: 0, True: 1, False: 2}


class Consent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One word on one channel. ``at`` is when it was said, by the shop's clock.

    ``source`` is who told it ("shopify webhook"), ``proof`` where that is written down: a webhook's
    id, a link's cart and step; never anything of the shopper's. ``confirmed`` is whether an address
    was proven to be the shopper's (double opt-in), None where nobody tells.
    """

    channel: Channel
    state: ConsentState
    at: datetime
    purpose: Purpose = Purpose.MARKETING
    source: str = ""
    proof: str = ""
    confirmed: bool | None = None


def with_word(kept: tuple[Consent, ...], word: Consent) -> tuple[Consent, ...]:
    """Keep a channel's newest answer, and beside it the newest "was never asked".

    The very same object comes back when the word is no news; of the same word told twice the first
    telling is the proof.
    """
    known = next((each for each in kept if _slot(each) == _slot(word)), None)
    if known is not None and _rank(word) <= _rank(known):
        return kept
    others = [each for each in kept if _slot(each) != _slot(word)]
    return tuple(sorted([*others, word], key=_slot))


def counting(
    kept: Iterable[Consent], channel: Channel, purpose: Purpose = Purpose.MARKETING
) -> Consent | None:
    """Return the word that counts on a channel; None when nobody ever told of it.

    "Was never asked" takes an older yes back, and never a no.
    """
    of_these = [each for each in kept if (each.channel, each.purpose) == (channel, purpose)]
    words = {each.state is ConsentState.NONE: each for each in of_these}
    answer, unasked = words.get(False), words.get(True)
    if answer is None or unasked is None:
        return answer or unasked
    return unasked if answer.state is ConsentState.GIVEN and unasked.at >= answer.at else answer


def said(
    kept: Iterable[Consent], channel: Channel, purpose: Purpose = Purpose.MARKETING
) -> ConsentState:
    """Return what counts on a channel; ``NONE`` when nobody ever told of it."""
    word = counting(kept, channel, purpose)
    return word.state if word else ConsentState.NONE


def _slot(word: Consent) -> tuple[str, str, bool]:
    return word.channel, word.purpose, word.state is ConsentState.NONE


def _rank(word: Consent) -> tuple[datetime, int, int]:
    return word.at, WEIGHT[word.state], CONFIRMATION[word.confirmed]
