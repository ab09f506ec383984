"""The way back to a BigCommerce cart that nobody has to be asked for."""

import pytest

from chalicelib.carts.basket import Basket, Line
from chalicelib.carts.fold import new_cart
from chalicelib.carts.model import Cart
from chalicelib.links.restore import is_of_shop, restore_url
from chalicelib.shops.model import Platform
from tests.fakes.edges import NOON
from tests.fakes.world import shop

SHOP = shop(platform=Platform.BIGCOMMERCE)


def cart(*refs: str | None, left_out: int = 0) -> Cart:
    lines = tuple(Line(title="Tea", quantity=n + 2, variant_ref=r) for n, r in enumerate(refs))
    made = new_cart("tea", "name", ("c-1",), NOON)
    fields = {name: getattr(made, name) for name in made.__struct_fields__}
    basket = Basket(lines=lines, lines_left_out=left_out)
    elsewhere = "https://store.example/cart.php?action=load&id=c-1&token=secret"
    return Cart(**(fields | {"basket": basket, "restore_url": elsewhere}))


def test_one_plain_product_is_put_into_the_readers_own_cart() -> None:
    url = restore_url(cart("101:301"), SHOP)
    assert url == "https://teashop.example/cart.php?action=buy&product_id=101&qty=2"
    assert is_of_shop(url, SHOP)


def test_the_code_goes_along() -> None:
    url = restore_url(cart("101:"), SHOP, "BACK-7KXW2QPRMD")
    assert url == (
        "https://teashop.example/cart.php"
        "?action=buy&product_id=101&qty=2&couponcode=BACK-7KXW2QPRMD"
    )


@pytest.mark.parametrize(
    "left",
    [
        cart(),
        cart(None),
        cart("101:301", "102:302"),
        cart("101:301", left_out=1),
        cart("101:301:82=186"),
        cart("101"),
        cart("101:301:82=186,"),
        cart("1" * 19 + ":1"),
        cart("101:301&qty=9"),
    ],
)
def test_anything_else_has_no_such_address_and_never_the_one_that_was_given(left: Cart) -> None:
    assert restore_url(left, SHOP) is None
