"""What counts of what a shop tells of consent, whatever the order it tells in."""

from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.intake.events import ConsentState
from chalicelib.shoppers.consent import Consent, said, with_word
from chalicelib.shops.policy import Channel
from tests.fakes.edges import NOON

GIVEN, PENDING = ConsentState.GIVEN, ConsentState.PENDING
REFUSED, NONE = ConsentState.REFUSED, ConsentState.NONE


def word(
    state: ConsentState,
    minute: int = 0,
    channel: Channel = Channel.EMAIL,
    confirmed: bool | None = None,
) -> Consent:
    at = NOON + timedelta(minutes=minute)
    return Consent(channel=channel, state=state, at=at, confirmed=confirmed)


def kept(*words: Consent) -> tuple[Consent, ...]:
    told: tuple[Consent, ...] = ()
    for each in words:
        told = with_word(told, each)
    return told


@pytest.mark.parametrize(
    ("told", "counts"),
    [
        ([], NONE),
        ([(GIVEN, 1)], GIVEN),
        ([(GIVEN, 1), (REFUSED, 2)], REFUSED),
        ([(REFUSED, 1), (GIVEN, 2)], GIVEN),
        ([(PENDING, 1), (GIVEN, 2)], GIVEN),
        ([(GIVEN, 1), (PENDING, 2)], PENDING),
        # of the same moment, the one that allows less
        ([(GIVEN, 1), (REFUSED, 1)], REFUSED),
        ([(GIVEN, 1), (PENDING, 1)], PENDING),
        ([(PENDING, 1), (REFUSED, 1)], REFUSED),
        ([(GIVEN, 1), (NONE, 1)], NONE),
        # "was never asked" takes a yes back, and never a no
        ([(GIVEN, 1), (NONE, 2)], NONE),
        ([(NONE, 1), (GIVEN, 2)], GIVEN),
        ([(REFUSED, 1), (NONE, 2)], REFUSED),
        ([(PENDING, 1), (NONE, 2)], PENDING),
        ([(REFUSED, 1), (GIVEN, 2), (NONE, 3)], NONE),
        ([(REFUSED, 1), (NONE, 2), (GIVEN, 3)], GIVEN),
    ],
)
def test_what_counts_in_any_order_of_telling(
    told: list[tuple[ConsentState, int]], counts: ConsentState
) -> None:
    words = [word(state, minute) for state, minute in told]
    assert {said(kept(*order), Channel.EMAIL) for order in permutations(words)} == {counts}


WORDS = st.builds(
    word,
    st.sampled_from(ConsentState),
    st.integers(0, 4),
    st.sampled_from([Channel.EMAIL, Channel.SMS]),
    st.sampled_from([None, True, False]),
)


@given(words=st.lists(WORDS, max_size=6), seed=st.randoms())
def test_what_is_kept_does_not_depend_on_the_order_of_telling(
    words: list[Consent], seed: object
) -> None:
    shuffled = list(words)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    assert kept(*words) == kept(*shuffled)
    assert len(kept(*words)) <= 4


def test_channels_do_not_speak_for_each_other() -> None:
    both = kept(word(GIVEN, 1, Channel.SMS), word(REFUSED, 2, Channel.EMAIL))
    assert (said(both, Channel.SMS), said(both, Channel.EMAIL)) == (GIVEN, REFUSED)


def test_what_is_no_news_is_the_very_same_object() -> None:
    told = kept(word(REFUSED, 2))
    assert with_word(told, word(REFUSED, 2)) is told
    assert with_word(told, word(GIVEN, 2)) is told
    assert with_word(told, word(GIVEN, 1)) is told
