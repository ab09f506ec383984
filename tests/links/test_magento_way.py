"""Back to a Magento cart: by the module's own address, with the code, or not at all."""

from typing import Any

import pytest

from chalicelib.carts.model import Cart
from chalicelib.links.restore import restore_url
from chalicelib.shops.model import Platform
from tests.fakes.edges import NOON
from tests.fakes.world import shop

SHOP = shop(platform=Platform.MAGENTO, hosts=("teashop.example", "www.teashop.example"))
BACK = "https://www.teashop.example/rebasket/cart/back?cart=Zk3r"


def cart(url: str | None) -> Cart:
    return Cart(shop="tea", id="c", tokens=("quote-1",), active_at=NOON, restore_url=url)


@pytest.mark.parametrize(
    ("url", "code", "there"),
    [
        (BACK, None, BACK),
        (BACK, "BACK-TEA", f"{BACK}&coupon=BACK-TEA"),
        (f"{BACK}#top", "BACK-TEA", f"{BACK}&coupon=BACK-TEA#top"),
        ("https://teashop.example/b", "A B&c", "https://teashop.example/b?coupon=A+B%26c"),
    ],
)
def test_the_modules_own_address_with_the_code_on_it(url: str, code: Any, there: str) -> None:
    assert restore_url(cart(url), SHOP, code) == there


@pytest.mark.parametrize(
    "url", [None, "https://evil.example/", "http://teashop.example/", "javascript:alert(1)"]
)
def test_no_address_of_the_shops_is_no_way(url: str | None) -> None:
    assert restore_url(cart(url), SHOP, "CODE") is None
