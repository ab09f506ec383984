"""Following the link back to the cart: a redirect to the shop, and to nowhere else."""

import pytest
from msgspec.structs import replace

from chalicelib.links.tokens import Purpose
from tests.fakes.world import checkout
from tests.http import links
from tests.http.stage import HOST, UNREACHED, Stage, answered


def test_a_click_is_noted_and_leads_back_to_the_cart(stage: Stage) -> None:
    cart = links.abandoned(stage)
    pressed = {"Sec-Fetch-User": "?1"}
    answer = stage.follow("GET", "c", links.token(cart, Purpose.CLICK), headers=pressed)
    assert (answer.status, answer.body) == (302, "")
    assert dict(answer.headers) == {
        "location": f"https://{HOST}/cart/11:2",
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
    }
    clicked = stage.cart("c-1")
    assert clicked is not None
    assert [(e.what, e.why) for e in clicked.timeline][-1] == ("clicked", "step 1")


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/recover",
        f"https://{HOST}.evil.example/",
        f"https://{HOST}@evil.example/",
        f"https://evil.example/?{HOST}",
        f"http://{HOST}/recover",
        f"//{HOST}/recover",
        f"https://{HOST}:8443/",
        f"https://{HOST}\\@evil.example/",
        f"https://{HOST}/\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
        "https://[::1",
        None,
    ],
)
def test_a_way_back_to_anywhere_else_is_replaced_by_the_shops_own(
    stage: Stage, url: str | None
) -> None:
    stage.post("checkouts/create", checkout(links.NOW, abandoned_checkout_url=url))
    cart = stage.cart("c-1")
    assert cart is not None
    answer = stage.follow("GET", "c", links.token(cart, Purpose.CLICK))
    assert (answer.status, answer.headers["location"]) == (302, f"https://{HOST}/cart/11:2")


def test_the_way_back_from_a_forgotten_cart_is_the_shop(stage: Stage) -> None:
    cart = links.abandoned(stage)
    gone = links.token(replace(cart, id="a" * 20), Purpose.CLICK)
    answer = stage.follow("GET", "c", gone)
    assert (answer.status, answer.headers["location"]) == (302, f"https://{HOST}/")


@pytest.mark.parametrize("failure", [UNREACHED, answered("ThrottlingException")])
def test_when_our_own_side_fails_the_shopper_sees_a_page(stage: Stage, failure: Exception) -> None:
    token = links.token(links.abandoned(stage), Purpose.CLICK)
    stage.failing["GetItem"] = failure
    answer = stage.follow("GET", "c", token)
    assert answer.status == 503
    assert "Please try again" in answer.body


def test_a_link_that_is_not_to_be_followed_leads_nowhere_and_writes_nothing(stage: Stage) -> None:
    cart = links.abandoned(stage)
    before = stage.items()
    for kind, (token, status, page) in links.wrong_tokens(cart, Purpose.CLICK).items():
        answer = stage.follow("GET", "c", token)
        assert (answer.status, page in answer.body) == (status, True), kind
        assert "location" not in answer.headers, kind
    assert stage.items() == before


def test_a_cart_without_a_way_back_is_shown_on_a_page(stage: Stage) -> None:
    cart = links.abandoned(stage, line_items=[{"title": "Assam", "quantity": 2}])
    answer = stage.follow("GET", "c", links.token(cart, Purpose.CLICK))
    assert (answer.status, "Assam" in answer.body) == (200, True)
    assert "ann@example.com" not in answer.body
    policy = answer.headers["content-security-policy"]
    assert policy.endswith("frame-ancestors 'none'; img-src https:")
    assert answer.headers["cache-control"] == "no-store"
