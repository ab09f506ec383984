"""The page that shows a cart whose platform has no way back to it."""

from decimal import Decimal

from chalicelib.carts.basket import Basket, Line
from chalicelib.carts.model import Cart
from chalicelib.messages.pages import Pages
from chalicelib.shoppers.contact import Contact
from tests.fakes.edges import NOON
from tests.fakes.world import shop
from tests.messages.reminders import TEMPLATES, Structure

PAGES = Pages(TEMPLATES)
LINES = (
    Line(
        title="Tea <b>pot</b>",
        quantity=1,
        variant="Blue",
        line_price=Decimal(8800),
        image_url="https://pictures.example/pot.svg",
    ),
    Line(title="湯呑み", quantity=2, line_price=Decimal(4000), image_url="javascript:alert(1)"),
)
CART = Cart(
    shop="tea",
    id="c",
    tokens=("t",),
    active_at=NOON,
    basket=Basket(lines=LINES, currency="JPY", total=Decimal(12800)),
    contact=Contact(email="wang@example.com", name="Wang", phone="+81 3 1234 5678", locale="ja"),
)


def test_it_shows_what_is_in_the_cart_and_the_code() -> None:
    page = Structure(PAGES.cart(shop(), CART, "BACK-7KXW2QPRMD"))
    assert "お客様のカート" in page.text()
    assert "Tea <b>pot</b> Blue · 数量 1 ￥8,800" in page.text().replace("\u00a0", " ")
    assert "カートの合計 ￥12,800" in page.text()
    assert "お会計時に使えるコード BACK-7KXW2QPRMD" in page.text()
    assert page.of("a")[0]["href"] == "https://teashop.example/"


def test_it_shows_nothing_of_the_shoppers() -> None:
    html = PAGES.cart(shop(), CART, None)
    assert not [
        word for word in ("wang", "Wang", "1234", "code") if word in html.split("<body>")[1]
    ]


def test_pictures_come_by_https_only() -> None:
    page = Structure(PAGES.cart(shop(), CART, None))
    assert [picture["src"] for picture in page.of("img")] == ["https://pictures.example/pot.svg"]


def test_an_empty_cart_is_a_page_too() -> None:
    empty = Cart(shop="tea", id="c", tokens=("t",), active_at=NOON)
    assert "Your cart" in Structure(PAGES.cart(shop(), empty, None)).text()
