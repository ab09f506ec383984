"""The way back to a cart on WooCommerce."""

from typing import Any

import pytest

from chalicelib.carts.basket import Basket, Line
from chalicelib.carts.model import Cart
from chalicelib.links.restore import is_of_shop, restore_url
from chalicelib.shops.model import Platform
from tests.fakes.edges import NOON
from tests.fakes.world import shop

SHOP = shop(platform=Platform.WOOCOMMERCE, hosts=("teashop.example",))


def cart(*lines: tuple[str | None, int], **changes: Any) -> Cart:
    kept = tuple(Line(title="Tea", quantity=q, variant_ref=ref) for ref, q in lines)
    basket = Basket(lines=kept)
    return Cart(shop="tea", id="c", tokens=("t",), active_at=NOON, basket=basket, **changes)


def test_the_cart_is_rebuilt_in_the_readers_own() -> None:
    there = restore_url(cart(("94", 2), (None, 1), ("22", 1)), SHOP)
    assert there == "https://teashop.example/checkout-link/?products=94:2,22:1"
    assert is_of_shop(there, SHOP)


def test_a_coupon_is_applied_on_the_way_as_woocommerce_writes_it() -> None:
    there = restore_url(cart(("94", 2)), SHOP, "BACK-AB 5&x")
    assert there == "https://teashop.example/checkout-link/?products=94:2&coupon=back-ab%205%26x"


def test_one_product_in_two_lines_is_asked_for_once() -> None:
    there = restore_url(cart(("94", 2), ("22", 1), ("94", 3)), SHOP)
    assert there == "https://teashop.example/checkout-link/?products=94:5,22:1"


def test_a_site_below_its_host_has_its_links_there() -> None:
    below = shop(platform=Platform.WOOCOMMERCE, hosts=("shops.example",), account="/zwei")
    there = restore_url(cart(("94", 1)), below)
    assert there == "https://shops.example/zwei/checkout-link/?products=94:1"


def test_a_cart_of_hundreds_of_lines_still_fits_a_browser() -> None:
    there = restore_url(cart(*[(str(10**14 + n), 1) for n in range(300)]), SHOP)
    assert there is not None
    assert there.count(",") == 49
    assert len(there) < 2000


@pytest.mark.parametrize("ref", [None, "", "a", "-1", "1&coupon=x", "1:9,2", "٣", "1 "])
def test_what_is_no_products_number_is_left_out(ref: str | None) -> None:
    assert restore_url(cart((ref, 1)), SHOP) is None


def test_the_shoppers_own_order_is_never_opened() -> None:
    key = "https://teashop.example/checkout/order-pay/7/?pay_for_order=true&key=k"
    assert restore_url(cart(restore_url=key), SHOP) is None
