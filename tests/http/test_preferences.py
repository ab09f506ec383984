"""The preference page: looking does nothing, saving keeps what was changed, and no more."""

from typing import Any
from urllib.parse import urlencode

import pytest

from chalicelib.carts.model import Cart
from chalicelib.intake.events import ConsentState
from chalicelib.links.tokens import Purpose
from chalicelib.recovery.sequence import Sequence, Step
from chalicelib.shoppers.consent import counting
from chalicelib.shops.policy import Channel
from tests.http import links
from tests.http.requests import Answer
from tests.http.stage import UNREACHED, Stage
from tests.http.test_unsubscribe import is_secure

EVERYWHERE = Sequence(
    name="everywhere",
    steps=(Step(delay_seconds=1, template="reminder-1", channels=(Channel.SMS, Channel.EMAIL)),),
)


def left(stage: Stage, **changes: Any) -> tuple[Cart, str]:
    """A cart of a shop that texts and mails, and the token of its page."""
    stage.wiring.shops.register(stage.wiring.shops.get("tea").shop, EVERYWHERE)
    cart = links.abandoned(stage, phone="+44 20 7946 0000", **changes)
    return cart, links.token(cart, Purpose.PREFERENCES)


def post(stage: Stage, token: str, *fields: tuple[str, str], body: str | None = None) -> Answer:
    form = {"Content-Type": links.FORM}
    return stage.follow("POST", "p", token, headers=form, body=body or urlencode(fields))


def states(stage: Stage, cart: Cart, channel: Channel) -> list[ConsentState | None]:
    """What counts on a channel under each contact point."""
    profiles = stage.wiring.shoppers.shopper("tea", cart.shoppers).profiles
    words = (counting(profile.consents, channel) for profile in profiles)
    return [word.state if word else None for word in words]


def ticked(answer: Answer) -> list[str]:
    """The channels whose boxes are ticked."""
    boxes = answer.body.split('<input type="checkbox" name="on" value="')[1:]
    return [box.split('"')[0] for box in boxes if " checked>" in box.split("<span>")[0]]


def test_looking_shows_what_is_on_and_nothing_of_the_shoppers(stage: Stage) -> None:
    _, token = left(stage)
    before = stage.items()
    answer = stage.follow("GET", "p", token)
    assert answer.status == 200
    assert is_secure(answer)
    assert answer.body.count('<input type="checkbox"') == 2
    assert ticked(answer) == ["email"]
    assert not [told for told in ("ann@", "7946", "Ann") if told in answer.body]
    assert stage.items() == before


def test_what_is_unticked_is_a_no_of_the_persons(stage: Stage) -> None:
    cart, token = left(stage)
    answer = post(stage, token, ("was", "email"), ("do", "save"))
    assert (answer.status, "Your choice is saved" in answer.body) == (200, True)
    assert states(stage, cart, Channel.EMAIL) == [ConsentState.REFUSED] * len(cart.shoppers)
    assert states(stage, cart, Channel.SMS) == [None] * len(cart.shoppers)
    assert ticked(stage.follow("GET", "p", token)) == []
    after = stage.cart("c-1")
    assert after is not None
    assert (after.timeline[-1].what, after.timeline[-1].why) == ("preferences saved", "e-mail off")


def test_what_is_ticked_is_a_yes_for_that_number_with_its_proof(stage: Stage) -> None:
    cart, token = left(stage)
    post(stage, token, ("on", "email"), ("was", "email"), ("on", "sms"), ("do", "save"))
    assert states(stage, cart, Channel.SMS)[:2] == [None, ConsentState.GIVEN]
    assert states(stage, cart, Channel.EMAIL) == [None] * len(cart.shoppers)
    number = stage.wiring.shoppers.shopper("tea", cart.shoppers).profiles[1]
    (word,) = number.consents
    assert (word.source, word.proof) == ("preference page", f"{cart.id} 1 1")
    assert word.confirmed is None, "the link came by e-mail: it proves no number"
    assert ticked(stage.follow("GET", "p", token)) == ["email", "sms"]


def test_who_unsubscribed_can_come_back(stage: Stage) -> None:
    cart, token = left(stage)
    leave = links.token(cart, Purpose.UNSUBSCRIBE)
    stage.follow("POST", "u", leave, headers={"Content-Type": links.FORM}, body="")
    assert ticked(stage.follow("GET", "p", token)) == []
    post(stage, token, ("on", "email"), ("do", "save"))
    assert ticked(stage.follow("GET", "p", token)) == ["email"]
    word = counting(
        stage.wiring.shoppers.shopper("tea", cart.shoppers).profiles[0].consents, Channel.EMAIL
    )
    assert word is not None
    assert (word.state, word.confirmed) == (ConsentState.GIVEN, True)


def test_who_refused_on_the_page_can_tick_it_again(stage: Stage) -> None:
    cart, token = left(stage)
    post(stage, token, ("was", "email"), ("do", "save"))
    post(stage, token, ("on", "email"), ("do", "save"))
    assert ticked(stage.follow("GET", "p", token)) == ["email"]
    yes = [state is ConsentState.GIVEN for state in states(stage, cart, Channel.EMAIL)]
    assert yes == [True] + [False] * (len(cart.shoppers) - 1)


def test_an_old_page_kept_open_says_neither_yes_nor_no(stage: Stage) -> None:
    cart, token = left(stage)
    leave = links.token(cart, Purpose.UNSUBSCRIBE)
    stage.follow("POST", "u", leave, headers={"Content-Type": links.FORM}, body="")
    before = stage.items()
    post(stage, token, ("on", "email"), ("was", "email"), ("do", "save"))
    assert stage.items() == before


def test_everything_is_stopped_also_what_the_shop_does_not_use_yet(stage: Stage) -> None:
    cart, token = left(stage)
    answer = post(stage, token, ("on", "email"), ("on", "sms"), ("do", "stop"))
    assert "Everything is stopped" in answer.body
    shopper = stage.wiring.shoppers.shopper("tea", cart.shoppers)
    assert [shopper.refused(channel) is not None for channel in Channel] == [True] * 5
    assert [shopper.all_refused(channel) for channel in Channel] == [None] * 5
    assert ticked(stage.follow("GET", "p", token)) == []


@pytest.mark.parametrize(
    "body",
    ["", "on=email", "on=carrier-pigeon&on=%00", "on=" + "x" * 5_000, "&".join(["a=b"] * 99)],
)
def test_what_is_no_form_of_ours_changes_nothing_that_is_not_ticked(
    stage: Stage, body: str
) -> None:
    cart, token = left(stage)
    assert post(stage, token, body=body or "x").status == 200
    assert states(stage, cart, Channel.SMS) == [None] * len(cart.shoppers)
    assert ConsentState.REFUSED not in states(stage, cart, Channel.EMAIL)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_link_that_is_not_to_be_followed_changes_nothing(stage: Stage, method: str) -> None:
    cart, _ = left(stage)
    before = stage.items()
    form = {"Content-Type": links.FORM} if method == "POST" else {}
    for kind, (token, status, page) in links.wrong_tokens(cart, Purpose.PREFERENCES).items():
        answer = stage.follow(method, "p", token, headers=form, body="do=stop")
        assert (answer.status, page in answer.body) == (status, True), kind
        assert is_secure(answer), kind
    assert stage.items() == before


def test_when_our_own_side_fails_it_is_not_said_to_be_saved(stage: Stage) -> None:
    _, token = left(stage)
    stage.failing["UpdateItem"] = stage.failing["TransactWriteItems"] = UNREACHED
    answer = post(stage, token, ("was", "email"), ("do", "save"))
    assert (answer.status, "Please try again" in answer.body) == (503, True)


@pytest.mark.parametrize(
    ("locale", "header", "language"),
    [("pl", "de", "pl"), (None, "de-AT,de;q=0.9", "de"), ("xx", "ar", "ar"), (None, "", "en")],
)
def test_the_page_is_in_the_shoppers_language(
    stage: Stage, locale: str | None, header: str, language: str
) -> None:
    cart, token = left(stage, customer_locale=locale)
    headers = {"Accept-Language": header}
    for path, of in (("p", token), ("u", links.token(cart, Purpose.UNSUBSCRIBE))):
        answer = stage.follow("GET", path, of, headers=headers)
        assert f'<html lang="{language}"' in answer.body


def test_a_broken_link_is_told_in_the_browsers_language(stage: Stage) -> None:
    answer = stage.follow("GET", "p", "hello", headers={"Accept-Language": "ja"})
    assert (answer.status, '<html lang="ja" dir="ltr">' in answer.body) == (404, True)
