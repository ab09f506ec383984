"""A shop's own events: each of the four, and what they leave unsaid."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from chalicelib.carts.basket import Basket, Line
from chalicelib.carts.money import Money
from chalicelib.intake.events import CartChanged, CartDeleted, Ignored, OrderCancelled, OrderPlaced
from chalicelib.shoppers.contact import Contact
from tests.intake.generic_shop import meant

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SHOPPER = {
    "email": "ann@example.com",
    "phone": "+44 20 7946 0000",
    "id": 17,
    "name": "Ann",
    "locale": "en_GB",
    "country": "gb",
    "accepts_email": True,
    "accepts_sms": False,
}
ANN = Contact(
    email="ann@example.com",
    phone="+44 20 7946 0000",
    customer="17",
    name="Ann",
    locale="en-GB",
    country="GB",
    accepts_email=True,
    accepts_sms=False,
)


def test_a_cart_with_everything() -> None:
    item = {
        "title": "西湖龍井 🍵",
        "quantity": 2,
        "price": "10.90",
        "variant": "50 g",
        "image_url": "https://teashop.example/tea.jpg",
        "id": "sku-1",
    }
    event = meant(
        "cart.updated",
        cart="basket-7",
        shopper=SHOPPER,
        items=[item],
        currency="gbp",
        total=20,
        url="https://teashop.example/basket/7",
    )
    line = Line(
        title="西湖龍井 🍵",
        quantity=2,
        variant="50 g",
        line_price=Decimal("21.80"),
        image_url="https://teashop.example/tea.jpg",
        variant_ref="sku-1",
    )
    assert event == CartChanged(
        tokens=("basket-7",),
        occurred_at=NOON,
        basket=Basket(lines=(line,), currency="GBP", total=Decimal(20)),
        contact=ANN,
        restore_url="https://teashop.example/basket/7",
    )


def test_what_a_cart_does_not_tell_it_says_nothing_of() -> None:
    assert meant("cart.updated", cart=7) == CartChanged(tokens=("7",), occurred_at=NOON)


def test_an_empty_list_of_items_empties_the_cart_and_an_empty_shopper_is_nobody() -> None:
    assert meant("cart.updated", cart=7, items=[], shopper={}) == CartChanged(
        tokens=("7",), occurred_at=NOON, basket=Basket(currency="EUR"), contact=Contact()
    )


def test_without_currency_and_total_the_shops_own_and_the_sum_are_taken() -> None:
    event = meant("cart.updated", cart=7, items=[{"title": "Cup", "price": 1.5, "quantity": 3}])
    assert isinstance(event, CartChanged)
    assert event.basket is not None
    assert (event.basket.currency, event.basket.total) == ("EUR", Decimal("4.5"))


def test_a_deleted_cart() -> None:
    assert meant("cart.deleted", cart="7") == CartDeleted(tokens=("7",), occurred_at=NOON)


def test_an_order_of_a_cart() -> None:
    event = meant("order.placed", order=1001, cart="7", shopper=SHOPPER, total="9.90")
    assert event == OrderPlaced(
        order="1001",
        tokens=("7",),
        occurred_at=NOON,
        contact=ANN,
        total=Money(Decimal("9.90"), "EUR"),
    )


def test_an_order_without_a_cart_is_linked_by_its_shopper() -> None:
    event = meant("order.placed", order="1001", shopper={"email": "ann@example.com"})
    assert event == OrderPlaced(
        order="1001", tokens=(), occurred_at=NOON, contact=Contact(email="ann@example.com")
    )


def test_a_cancelled_order() -> None:
    assert meant("order.cancelled", order="1001", cart="7") == OrderCancelled(
        order="1001", tokens=("7",), occurred_at=NOON, contact=Contact()
    )


@pytest.mark.parametrize("kind", ["cart.updated", "cart.deleted", "order.placed"])
def test_a_test_event_is_of_no_use(kind: str) -> None:
    assert meant(kind, cart="7", order="1", test=True) == Ignored(why="a test event")


def test_another_type_is_of_no_use_whatever_its_data() -> None:
    assert meant("shop.closed", timestamp=None, data=1) == Ignored(
        why="events of type shop.closed are not used"
    )
