"""Short links of texts: they lead to the long ones, back to the cart or to unsubscribing."""

from datetime import timedelta

import pytest

from chalicelib.carts.model import Cart
from chalicelib.links.short import code_of, shortening
from chalicelib.links.tokens import LinkTarget, Purpose
from chalicelib.shops.policy import Channel
from tests.http import links, requests
from tests.http.requests import Answer
from tests.http.stage import HOST, UNREACHED, Stage

CLICK, LEAVE = Purpose.CLICK, Purpose.UNSUBSCRIBE


def shortened(
    stage: Stage,
    cart: Cart,
    purpose: Purpose,
    *,
    key: bytes = links.KEY,
    age: timedelta = timedelta(),
) -> str:
    """Store a short link as the claim of the first step's text does; return its code."""
    target = LinkTarget(
        purpose=purpose,
        shop="tea",
        cart=cart.id,
        shopper=cart.shoppers[0],
        episode=1,
        step=1,
        channel=Channel.SMS,
    )
    stage.wiring.table.write(shortening(target, key, links.NOW.now - age))
    return code_of(target, key)


def followed(stage: Stage, code: str, shop: str = "tea") -> Answer:
    named = {"shop": shop, "code": code}
    return stage.call(requests.request("GET", "/s/{shop}/{code}", named))


def long(answer: Answer) -> tuple[str, str]:
    """The kind and the token of the long link that an answer leads to."""
    assert answer.status == 302
    *up, kind, token = answer.headers["location"].split("/")
    assert up == ["..", ".."]
    return kind, token


def refused(stage: Stage, channel: Channel) -> str | None:
    cart = stage.cart("c-1")
    assert cart is not None
    refusal = stage.wiring.shoppers.shopper("tea", cart.shoppers).refused(channel)
    return refusal.why if refusal else None


def test_a_click_is_noted_and_leads_back_to_the_cart(stage: Stage) -> None:
    kind, token = long(followed(stage, shortened(stage, links.abandoned(stage), CLICK)))
    assert kind == "c"
    answer = stage.follow("GET", kind, token, headers={"Sec-Fetch-User": "?1"})
    assert (answer.status, answer.headers["location"]) == (302, f"https://{HOST}/cart/11:2")
    cart = stage.cart("c-1")
    assert cart is not None
    assert [(e.what, e.why) for e in cart.timeline][-1] == ("clicked", "step 1")


def test_following_the_link_to_unsubscribe_does_nothing_yet(stage: Stage) -> None:
    code = shortened(stage, links.abandoned(stage), LEAVE)
    before = stage.items()
    kind, token = long(followed(stage, code))
    assert kind == "u"
    assert '<form method="post"' in stage.follow("GET", kind, token).body
    assert stage.items() == before


@pytest.mark.parametrize(
    ("shop", "code"),
    [
        ("tea", "a" * 12),
        ("tea", "A" * 12),
        ("tea", "a" * 11),
        ("tea", ""),
        ("tea", "a" * 12 + "\n"),
        ("nobody", "a" * 12),
    ],
)
def test_a_code_that_was_never_sent_leads_nowhere(stage: Stage, shop: str, code: str) -> None:
    answer = followed(stage, code, shop)
    assert (answer.status, "This link does not work" in answer.body) == (404, True)
    assert "location" not in answer.headers


def test_a_code_works_for_its_own_shop_and_until_its_time(stage: Stage) -> None:
    cart = links.abandoned(stage)
    code = shortened(stage, cart, CLICK)
    assert followed(stage, code, "coffee").status == 404
    assert followed(stage, shortened(stage, cart, LEAVE, key=b"x" * 32)).status == 404
    old = shortened(stage, cart, CLICK, age=timedelta(days=31))
    answer = followed(stage, old)
    assert (answer.status, "This link has expired" in answer.body) == (410, True)


def test_when_our_own_side_fails_the_shopper_sees_a_page(stage: Stage) -> None:
    code = shortened(stage, links.abandoned(stage), CLICK)
    stage.failing["GetItem"] = UNREACHED
    answer = followed(stage, code)
    assert (answer.status, "Please try again" in answer.body) == (503, True)


def test_unsubscribing_stops_texts_and_no_mails(stage: Stage) -> None:
    kind, token = long(followed(stage, shortened(stage, links.abandoned(stage), LEAVE)))
    answer = stage.follow("POST", kind, token, headers={"Content-Type": links.FORM}, body="")
    assert answer.status == 200
    assert refused(stage, Channel.SMS) == "unsubscribed"
    assert refused(stage, Channel.EMAIL) is None
