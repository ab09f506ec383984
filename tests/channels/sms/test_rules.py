"""Who may text where, and how a shopper stops it."""

import pytest

from chalicelib.channels.model import Purpose
from chalicelib.channels.sms import rules
from chalicelib.channels.sms.rules import (
    Unroutable,
    can_be_answered,
    needs_opt_out,
    opt_out_line,
    sender_for,
)
from chalicelib.channels.sms.segments import Encoding, counted
from chalicelib.channels.sms.stop_words import asks_to_stop
from chalicelib.shops.policy import SenderKind, SmsPolicy, SmsSender

NAME, NUMBER, CODE, POOL = SenderKind
LINK = "https://api.example/s/tea/abcdefghijkl"


def sender(kind: SenderKind, country: str | None = None, *, registered: bool = False) -> SmsSender:
    identity = "TEASHOP" if kind is NAME else "+12065550100"
    return SmsSender(country=country, kind=kind, identity=identity, is_registered=registered)


def outcome(country: str | None, *senders: SmsSender) -> str:
    found = sender_for(country, SmsPolicy(senders=senders))
    return found.why if isinstance(found, Unroutable) else found.kind if found else "AWS's choice"


NEEDS_TEMPLATE = "texts to {} need a sender and template registered there"
NEEDS_SENDER = "texts to {} need a sender registered there"
NEEDS_NUMBER = "texts to {} must come from a number or short code, not from a name"
NEEDS_OWN = "texts to {} need a sender of their own in the shop's policy"


@pytest.mark.parametrize(
    ("country", "expected"),
    [
        ("DE", ("AWS's choice", "alphanumeric", "alphanumeric", "number", "number")),
        ("PL", ("AWS's choice", "alphanumeric", "alphanumeric", "number", "number")),
        ("US", (NEEDS_NUMBER, NEEDS_NUMBER, NEEDS_NUMBER, "number", "number")),
        ("CA", (NEEDS_NUMBER, NEEDS_NUMBER, NEEDS_NUMBER, "number", "number")),
        ("BR", (NEEDS_NUMBER, NEEDS_NUMBER, NEEDS_NUMBER, "number", "number")),
        ("GB", (NEEDS_SENDER, NEEDS_SENDER, "alphanumeric", "number", "number")),
        ("ID", (NEEDS_SENDER, NEEDS_SENDER, "alphanumeric", "number", "number")),
        ("SA", (NEEDS_SENDER, NEEDS_SENDER, "alphanumeric", "number", "number")),
        ("CN", (NEEDS_TEMPLATE, NEEDS_TEMPLATE, "alphanumeric", NEEDS_TEMPLATE, "number")),
        ("IN", (NEEDS_TEMPLATE, NEEDS_TEMPLATE, "alphanumeric", NEEDS_TEMPLATE, "number")),
        ("JP", (NEEDS_OWN, "alphanumeric", "alphanumeric", "number", "number")),
    ],
)
def test_who_texts_where_by_a_sender_named_for_the_country(
    country: str, expected: tuple[str, ...]
) -> None:
    """Nobody named; a name; a registered one; a number; a registered one."""
    found = (
        outcome(country),
        outcome(country, sender(NAME, country)),
        outcome(country, sender(NAME, country, registered=True)),
        outcome(country, sender(NUMBER, country)),
        outcome(country, sender(NUMBER, country, registered=True)),
    )
    assert found == tuple(each.format(country) for each in expected)


@pytest.mark.parametrize(
    ("country", "name", "number", "code", "pool"),
    [
        ("DE", "alphanumeric", "number", "AWS's choice", "pool"),
        ("US", NEEDS_NUMBER, "number", NEEDS_NUMBER, "pool"),
        ("SA", NEEDS_SENDER, "number", NEEDS_SENDER, "pool"),
        ("CN", NEEDS_TEMPLATE, NEEDS_TEMPLATE, NEEDS_TEMPLATE, NEEDS_TEMPLATE),
        ("JP", NEEDS_OWN, "number", NEEDS_OWN, "pool"),
    ],
)
def test_a_sender_for_all_countries_is_registered_in_none(
    country: str, name: str, number: str, code: str, pool: str
) -> None:
    found = tuple(outcome(country, sender(kind, registered=True)) for kind in SenderKind)
    assert found == tuple(each.format(country) for each in (name, number, code, pool))


def test_the_sender_named_for_a_country_comes_first() -> None:
    assert outcome("DE", sender(NAME), sender(NUMBER, "DE"), sender(POOL, "US")) == "number"
    assert outcome("US", sender(POOL), sender(NAME, "US")) == NEEDS_NUMBER.format("US")


def test_nothing_is_sent_where_nobody_can_or_knows() -> None:
    assert outcome("KP", sender(POOL)) == "AWS sends no texts to KP"
    assert outcome(None, sender(POOL)) == "nobody knows of which country the number is"
    assert sender_for("DE", None) == Unroutable("the shop has not set up texts")


def test_no_country_stands_in_two_lists() -> None:
    lists = (
        rules.NAMES_ALLOWED,
        rules.NAMES_REGISTERED,
        rules.NUMBERS_ONLY,
        rules.TEMPLATES_REGISTERED,
        rules.NOT_SUPPORTED,
    )
    assert len(frozenset[str]().union(*lists)) == sum(map(len, lists))


def test_a_name_cannot_be_answered_and_a_pool_only_by_a_number() -> None:
    answered = SmsSender(country=None, kind=POOL, identity="pool-1", reply_number="+12065550100")
    cases = (None, sender(NAME), sender(NUMBER), sender(CODE), sender(POOL), answered)
    assert [can_be_answered(each) for each in cases] == [False, False, True, True, False, True]


@pytest.mark.parametrize(
    ("locale", "by_reply", "by_link"),
    [
        ("en-US", "Reply STOP to opt out", f"Opt out: {LINK}"),
        ("de", "Abmelden: STOP antworten", f"Abmelden: {LINK}"),
        ("pt_BR", "Responda SAIR para cancelar", f"Cancelar: {LINK}"),
        ("zh-Hant-TW", "退订请回复STOP", f"退订: {LINK}"),
        ("is", "Reply STOP to opt out", f"Opt out: {LINK}"),
        ("", "Reply STOP to opt out", f"Opt out: {LINK}"),
    ],
)
def test_how_to_stop_is_told_in_the_shoppers_language(
    locale: str, by_reply: str, by_link: str
) -> None:
    assert opt_out_line(locale, sender(NUMBER), LINK) == by_reply
    assert opt_out_line(locale, sender(NAME), LINK) == by_link


def test_only_marketing_says_how_to_stop() -> None:
    assert [needs_opt_out(each) for each in Purpose] == [True, False]


def test_every_language_tells_a_word_that_stops_and_both_ways() -> None:
    assert rules.REPLY_STOP.keys() == rules.STOP_BY_LINK.keys()
    for line in rules.REPLY_STOP.values():
        words = line.replace("回复", " ").replace("は", " ").replace("と", " ").split()
        assert any(word.isupper() and asks_to_stop(word) for word in words), line


def test_words_in_latin_letters_do_not_make_a_text_dearer() -> None:
    dearer = {
        language
        for lines in (rules.REPLY_STOP, rules.STOP_BY_LINK)
        for language, line in lines.items()
        if counted(line).encoding is Encoding.UCS2
    }
    assert dearer == {"ar", "ja", "zh"}
