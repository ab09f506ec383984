"""Where a click leads: the platform's own way back, else one that rebuilds the cart, else home."""

from typing import Any

import pytest

from chalicelib.carts.basket import Basket, Line
from chalicelib.carts.model import Cart
from chalicelib.links.restore import is_of_shop, restore_url
from chalicelib.shops.model import Platform
from tests.fakes.edges import NOON
from tests.fakes.world import shop

SHOP = shop(hosts=("teashop.example", "tea.myshopify.example"))
HOME = "https://teashop.example/"


def cart(*lines: tuple[str | None, int], **changes: Any) -> Cart:
    kept = tuple(Line(title="Tea", quantity=q, variant_ref=ref) for ref, q in lines)
    return Cart(
        shop="tea", id="c", tokens=("t",), active_at=NOON, basket=Basket(lines=kept), **changes
    )


def test_a_shop_of_its_own_knows_the_way() -> None:
    own = "https://tea.myshopify.example/back?to=c"
    generic = shop(platform=Platform.GENERIC, hosts=SHOP.hosts)
    assert restore_url(cart(restore_url=own), generic) == own
    assert restore_url(cart(restore_url="https://evil.example/"), generic) is None


def test_a_forwarded_mail_does_not_open_the_shoppers_own_checkout() -> None:
    checkout = "https://tea.myshopify.example/recover?key=k"
    there = restore_url(cart(("11", 2), restore_url=checkout), SHOP)
    assert there == "https://teashop.example/cart/11:2"


def test_without_one_the_cart_is_rebuilt_from_what_can_be() -> None:
    there = restore_url(cart(("11", 2), (None, 1), ("a/b:c", 3)), SHOP)
    assert there == "https://teashop.example/cart/11:2,a%2Fb%3Ac:3"


def test_a_cart_of_hundreds_of_lines_still_fits_a_browser() -> None:
    there = restore_url(cart(*[(str(10**14 + n), 1) for n in range(300)]), SHOP)
    assert there is not None
    assert there.count(",") == 49
    assert len(there) < 2000


def test_a_coupon_is_applied_on_the_way() -> None:
    there = restore_url(cart(("11", 2)), SHOP, "BACK 5&x")
    assert there == "https://teashop.example/cart/11:2?discount=BACK%205%26x"


def test_a_forgotten_cart_leads_to_the_shop() -> None:
    assert restore_url(None, SHOP) == HOME


def test_where_nothing_can_be_rebuilt_there_is_no_way() -> None:
    assert restore_url(cart(), SHOP) is None
    assert restore_url(cart((None, 1)), SHOP) is None
    assert restore_url(cart(("11", 1)), shop(platform=Platform.GENERIC)) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://teashop.example",
        "https://teashop.example/a?b=c#d",
        "https://TEASHOP.example/",
        "https://teashop.example:443/",
        "https://tea.myshopify.example/x",
    ],
)
def test_a_page_of_the_shops(url: str) -> None:
    assert is_of_shop(url, SHOP)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/cart",
        "teashop.example",
        "http://teashop.example/",
        "//teashop.example/",
        "ftp://teashop.example/",
        "javascript://teashop.example/%0aalert(1)",
        "https://evil.example/teashop.example",
        "https://teashop.example.evil.example/",
        "https://eviltea.myshopify.example/",
        "https://teashop.example@evil.example/",
        "https://user@teashop.example/",
        "https://:pass@teashop.example/",
        "https://teashop.example:8443/",
        "https://teashop.example:99999/",
        "https://teashop.example:x/",
        "https://teashop.example\\@evil.example/",
        "https://evil.example\\.teashop.example/",
        "https://teashop.example/\r\nSet-Cookie: a=b",
        "https://teashop.example/a b",
        "https:\t//teashop.example/",
        "\x00https://teashop.example/",
        "https://[teashop.example/",
        "https:///teashop.example/",
        "https://teashop\u3002example/",
        "https://teash\u043ep.example/",
    ],
)
def test_what_only_looks_like_one(url: str) -> None:
    assert not is_of_shop(url, SHOP)
