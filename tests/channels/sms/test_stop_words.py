"""Which replies ask for no more messages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.sms.stop_words import asks_to_start, asks_to_stop


@pytest.mark.parametrize(
    "text",
    [
        *("STOP", "stop", " Stop. ", "STOP!!!", '"stop"', "🛑 Stop"),
        *("ＳＴＯＰ", "stop\n", "STOPALL", "Stop all", "unsubscribe", "Cancel", "END", "quit"),
        *("ARRET", "arrêt", "arre\u0302t", "BAJA", "Parar", "SAIR", "cancelar", "Abmelden"),
        *("STOPP", "Berhenti", "停止", "停止。", "退订", "退訂", "配信停止", "إيقاف", "ألغ"),
        *("REZYGNUJĘ", "rezygnuje", "Wypisz", "İPTAL", "iptal", "수신거부", "opt-out", "Opt out"),
    ],
)
def test_a_word_that_stops(text: str) -> None:
    assert asks_to_stop(text)


@pytest.mark.parametrize(
    "text",
    [
        *("please stop by", "Where does the bus stop?", "Don't stop", "stopped", "nonstop"),
        *("When does the sale end?", "the end", "I want to cancel my order 1001", "ok", "?", ""),
        *("You could STOP by tomorrow", "¿Cuándo baja el precio?", "如何退订单", "stop " * 100),
        *("s t o p", "top", "yes", "START"),
    ],
)
def test_an_answer_is_none(text: str) -> None:
    assert not asks_to_stop(text)


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_has_an_answer(text: str) -> None:
    assert asks_to_stop(text) in (True, False)
    assert not asks_to_stop(f"no {text} no")


def test_a_word_that_takes_a_stop_back() -> None:
    assert [asks_to_start(text) for text in ("Start", "UNSTOP", "yes", "stop")] == [
        True,
        True,
        False,
        False,
    ]
