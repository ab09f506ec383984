"""WooCommerce's drafts and unpaid orders: what lies in them, and who left them."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.carts.basket import Basket, Line
from chalicelib.errors import MalformedBody
from chalicelib.intake.events import CartChanged
from chalicelib.shoppers.contact import Contact
from tests.intake.bodies import RECEIVED_AT
from tests.intake.woocommerce_shop import cart, changed, sample


def lines(*told: Any, **changes: Any) -> tuple[Line, ...]:
    """The lines of a draft that has these."""
    basket = cart("order.updated__draft", line_items=list(told), **changes).basket
    assert basket is not None
    return basket.lines


def test_a_draft_is_a_cart_with_emoji_entities_and_prices_with_tax() -> None:
    assert sample("order.updated__draft") == CartChanged(
        tokens=("order-727",),
        occurred_at=datetime(2026, 11, 20, 11, 59, 30, tzinfo=UTC),
        basket=Basket(
            lines=(
                Line(
                    title='Assam – "second flush" 🍵',
                    quantity=2,
                    variant="100\xa0g",
                    line_price=Decimal("18.80"),
                    image_url="https://teashop.example/assam.jpg",
                    variant_ref="94",
                ),
                Line(
                    title="Strainer - fine",
                    quantity=1,
                    line_price=Decimal("21.00"),
                    variant_ref="22",
                ),
            ),
            currency="EUR",
            total=Decimal("44.70"),
        ),
        contact=Contact(
            email="zofia@example.com", name="Zażółć", locale="de", country="DE", accepts_email=True
        ),
    )


def test_an_unpaid_order_in_japanese_and_yen() -> None:
    assert sample("order.updated__pending-japanese") == CartChanged(
        tokens=("order-9100",),
        occurred_at=datetime(2026, 11, 20, 11, 21, 7, tzinfo=UTC),
        basket=Basket(
            lines=(
                Line(
                    title="玉露　特選（宇治）",
                    quantity=1,
                    line_price=Decimal(5400),
                    image_url="https://teashop.example/%E7%8E%89%E9%9C%B2.jpg",
                    variant_ref="501",
                ),
            ),
            currency="JPY",
            total=Decimal(5940),
        ),
        contact=Contact(
            email="hanako@example.com",
            phone="03-1234-5678",
            customer="17",
            name="花子",
            locale="ja",
            country="JP",
            accepts_email=False,
        ),
    )


def test_a_failed_payment_in_arabic_with_numbers_as_words_and_words_as_numbers() -> None:
    assert sample("order.created__failed-arabic") == CartChanged(
        tokens=("order-9200",),
        occurred_at=datetime(2026, 11, 20, 11, 31, tzinfo=UTC),
        basket=Basket(
            lines=(
                Line(
                    title="شاي أخضر بالنعناع",
                    quantity=2,
                    line_price=Decimal("100.00"),
                    variant_ref="601",
                ),
            ),
            currency="SAR",
            total=Decimal(115),
        ),
        contact=Contact(email="layla@example.com", phone="966501234567", name="ليلى", country="SA"),
    )


def test_of_hundreds_of_lines_the_first_hundred_are_kept_and_the_rest_is_counted() -> None:
    event = sample("order.updated__hundreds")
    assert isinstance(event, CartChanged)
    assert event.basket is not None
    assert (len(event.basket.lines), event.basket.lines_left_out) == (100, 140)
    assert event.basket.total == Decimal("1080.00")
    assert event.basket.lines[99].title == "Tea no. 100"


def test_prices_without_tax_stay_without_it() -> None:
    line = {"name": "Cup", "product_id": 7, "quantity": 2, "total": "18.00", "total_tax": "3.60"}
    (without,) = lines(line, prices_include_tax=False)
    (included,) = lines(line, prices_include_tax="1")
    assert (without.line_price, included.line_price) == (Decimal("18.00"), Decimal("21.60"))


def test_a_line_without_a_total_costs_its_price_times_its_quantity() -> None:
    (line,) = lines({"name": "Cup", "quantity": "3", "price": 9.5}, prices_include_tax=False)
    assert line.line_price == Decimal("28.5")


@pytest.mark.parametrize(
    ("quantity", "pieces", "variant"),
    [(1.5, 1, "1.5"), ("0.250", 1, "0.25"), (2.0, 2, None), (None, 1, None), ("many", 1, None)],
)
def test_what_is_sold_by_the_metre_is_one_piece_of_that_length(
    quantity: Any, pieces: int, variant: str | None
) -> None:
    (line,) = lines({"name": "Linen", "quantity": quantity, "total": "30"})
    assert (line.quantity, line.variant) == (pieces, variant)


def test_a_line_of_nothing_is_no_line() -> None:
    assert lines({"name": "Cup", "quantity": 0}, {"name": "Cup", "quantity": -1}) == ()


@pytest.mark.parametrize("unreadable", ["free", "1,50", "NaN", [], {}, True])
def test_an_unreadable_price_leaves_the_total_open_and_refuses_nothing(unreadable: Any) -> None:
    line = {"name": "Cup", "total": unreadable, "price": unreadable, "quantity": 1}
    event = cart("order.updated__draft", line_items=[line], total=unreadable)
    assert event.basket is not None
    assert (event.basket.lines[0].line_price, event.basket.total) == (None, None)


def test_an_unreadable_currency_is_not_the_shops_own() -> None:
    basket = cart("order.updated__draft", currency="credits").basket
    assert basket is not None
    assert (basket.currency, basket.money(basket.total)) == (None, None)
    own = cart("order.updated__draft", currency="").basket
    assert own is not None
    assert own.currency == "EUR"


def test_lines_that_are_not_told_are_not_an_empty_basket() -> None:
    assert cart("order.updated__draft", line_items=None).basket is None
    assert cart("order.updated__draft", line_items=[]).basket == Basket(
        currency="EUR", total=Decimal("44.70")
    )


@pytest.mark.parametrize(
    ("told", "path"), [("none", "$.line_items"), ([None], "$.line_items[0]"), (5, "$.line_items")]
)
def test_lines_that_are_no_lines_are_told_with_their_path(told: Any, path: str) -> None:
    with pytest.raises(MalformedBody) as refused:
        changed("order.updated__draft", line_items=told)
    assert refused.value.path == path


def test_a_product_that_is_gone_cannot_be_put_back() -> None:
    (line,) = lines({"name": "Cup", "product_id": 0, "variation_id": 0, "quantity": 1})
    assert line.variant_ref is None


def test_a_draft_of_somebody_who_has_not_said_who() -> None:
    nobody = {"first_name": "", "email": "", "phone": "", "country": ""}
    event = cart("order.updated__draft", billing=nobody, shipping=[], meta_data=[])
    assert event.contact == Contact()


@pytest.mark.parametrize("odd", [None, [], "", 5, {"email": 5, "phone": [], "country": {}}])
def test_an_unreadable_address_refuses_nothing(odd: Any) -> None:
    event = cart("order.updated__draft", billing=odd, shipping=odd, meta_data=odd)
    assert event.contact == Contact()


@pytest.mark.parametrize(
    ("value", "accepts"),
    [
        ("1", True),
        (True, True),
        (1, True),
        ("Yes", True),
        ("0", False),
        (False, False),
        ("no", False),
        ("", None),
        (None, None),
        ("maybe", None),
        ({"1": 1}, None),
    ],
)
@pytest.mark.parametrize("key", ["rebasket_accepts_email", "_wc_other/rebasket/accepts-email"])
def test_a_tick_counts_where_it_is_clear(key: str, value: Any, accepts: bool | None) -> None:
    event = cart("order.updated__draft", meta_data=[{"key": key, "value": value}])
    assert event.contact is not None
    assert event.contact.accepts_email is accepts


def test_other_plugins_boxes_are_ticked_beforehand_and_prove_nothing() -> None:
    meta = [{"key": "mailchimp_woocommerce_is_subscribed", "value": "1"}]
    contact = cart("order.updated__draft", meta_data=meta).contact
    assert contact is not None
    assert contact.accepts_email is None


@pytest.mark.parametrize("key", ["wpml_language", "trp_language", "weglot_language"])
def test_the_language_is_what_a_plugin_keeps(key: str) -> None:
    contact = cart("order.updated__draft", meta_data=[{"key": key, "value": "pt_BR"}]).contact
    assert contact is not None
    assert contact.locale == "pt-BR"


def test_the_url_that_opens_the_shoppers_order_is_not_even_read() -> None:
    assert cart("order.updated__draft").restore_url is None


@pytest.mark.parametrize("unreadable", [None, "", "0000-00-00T00:00:00", "soon", 5])
def test_a_change_without_its_time_happened_when_it_came(unreadable: Any) -> None:
    event = cart("order.updated__draft", date_modified_gmt=unreadable, date_created_gmt=unreadable)
    assert event.occurred_at == RECEIVED_AT
