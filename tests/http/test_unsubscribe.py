"""Unsubscribing: looking does nothing, posting does it, and nobody can do it for another."""

import pytest

from chalicelib.links.tokens import Purpose
from chalicelib.shops.policy import Channel
from tests.http import links
from tests.http.requests import Answer
from tests.http.stage import UNREACHED, Stage

ONE_CLICK = "List-Unsubscribe=One-Click"
MULTIPART = (
    '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'
)


def is_secure(answer: Answer) -> bool:
    """A page that runs nothing, is kept by nobody, and tells nobody where it was."""
    policy = answer.headers["content-security-policy"]
    return (
        "default-src 'none'" in policy
        and "form-action 'self'" in policy
        and "frame-ancestors 'none'" in policy
        and answer.headers["content-type"] == "text/html; charset=utf-8"
        and answer.headers["cache-control"] == "no-store"
        and answer.headers["referrer-policy"] == "no-referrer"
        and answer.headers["x-content-type-options"] == "nosniff"
        and answer.headers["x-robots-tag"] == "noindex"
        and "<script" not in answer.body
    )


def is_refused(stage: Stage) -> bool:
    """No more mail would go to the shopper of the cart."""
    cart = stage.cart("c-1")
    assert cart is not None
    return stage.wiring.shoppers.shopper("tea", cart.shoppers).refused(Channel.EMAIL) is not None


def test_looking_shows_a_form_and_does_nothing(stage: Stage) -> None:
    token = links.token(links.abandoned(stage), Purpose.UNSUBSCRIBE)
    before = stage.items()
    answer = stage.follow("GET", "u", token)
    assert answer.status == 200
    assert '<form method="post" action="">' in answer.body
    assert "Tea &amp; Co" in answer.body
    assert is_secure(answer)
    assert stage.items() == before


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (links.FORM, ONE_CLICK),
        ("multipart/form-data; boundary=b", MULTIPART),
        (links.FORM, ""),
        (links.FORM, None),
        (None, ONE_CLICK),
        ("text/plain", ONE_CLICK),
    ],
)
def test_posting_unsubscribes_from_a_mail_client_and_from_the_page(
    stage: Stage, content_type: str | None, body: str | None
) -> None:
    token = links.token(links.abandoned(stage), Purpose.UNSUBSCRIBE)
    headers = {"Content-Type": content_type} if content_type else {}
    answer = stage.follow("POST", "u", token, headers=headers, body=body)
    assert answer.status == 200
    assert "You are unsubscribed" in answer.body
    assert is_secure(answer)
    assert is_refused(stage)


def test_doing_it_again_is_harmless_and_noted_once(stage: Stage) -> None:
    token = links.token(links.abandoned(stage), Purpose.UNSUBSCRIBE)
    form = {"Content-Type": links.FORM}
    answers = [stage.follow("POST", "u", token, headers=form, body=ONE_CLICK) for _ in range(3)]
    assert [answer.status for answer in answers] == [200, 200, 200]
    cart = stage.cart("c-1")
    assert cart is not None
    assert [e.what for e in cart.timeline].count("unsubscribed") == 1


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_link_that_is_not_to_be_followed_changes_nothing(stage: Stage, method: str) -> None:
    cart = links.abandoned(stage)
    before = stage.items()
    form = {"Content-Type": links.FORM} if method == "POST" else {}
    for kind, (token, status, page) in links.wrong_tokens(cart, Purpose.UNSUBSCRIBE).items():
        answer = stage.follow(method, "u", token, headers=form, body=ONE_CLICK)
        assert (answer.status, page in answer.body) == (status, True), kind
        assert is_secure(answer), kind
        assert "Tea" not in answer.body, kind
    assert stage.items() == before


def test_when_our_own_side_fails_it_is_not_said_to_be_done(stage: Stage) -> None:
    token = links.token(links.abandoned(stage), Purpose.UNSUBSCRIBE)
    stage.failing["UpdateItem"] = stage.failing["TransactWriteItems"] = UNREACHED
    answer = stage.follow("POST", "u", token, headers={"Content-Type": links.FORM}, body=ONE_CLICK)
    assert answer.status == 503
    assert "Please try again" in answer.body
    assert is_secure(answer)
    stage.failing.clear()
    assert not is_refused(stage)
