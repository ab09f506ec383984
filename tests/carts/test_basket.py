"""A basket holds what can be won back, and no more than a cart may weigh."""

from decimal import Decimal

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.carts.basket import LINES_KEPT_BYTES, Basket, Line, basket_of
from chalicelib.carts.money import Money


def line(price: str | None = "1.50", quantity: int = 1, title: str = "Tea") -> Line:
    return Line(
        title=title, quantity=quantity, line_price=None if price is None else Decimal(price)
    )


def test_without_a_total_the_lines_are_added_up() -> None:
    assert basket_of([line("1.50"), line("2.25")], "EUR").total == Decimal("3.75")


def test_a_total_that_is_told_counts() -> None:
    assert basket_of([line("1.50")], "EUR", Decimal("1.20")).total == Decimal("1.20")


def test_one_unknown_price_leaves_the_total_open() -> None:
    assert basket_of([line("1.50"), line(None)], "EUR").total is None


def test_lines_of_nothing_are_not_kept_and_not_counted() -> None:
    basket = basket_of([line("9.99", quantity=0), line("1.50"), line("-9.99", quantity=-1)], "EUR")
    assert basket == Basket(lines=(line("1.50"),), currency="EUR", total=Decimal("1.50"))


def test_an_empty_basket() -> None:
    assert basket_of([], "EUR") == Basket(currency="EUR")
    assert basket_of([], None).is_empty
    assert not basket_of([line()], None).is_empty


def test_beyond_a_hundred_lines_are_counted_and_in_the_total() -> None:
    basket = basket_of([line(title=str(n)) for n in range(250)], "EUR")
    assert [kept.title for kept in basket.lines] == [str(n) for n in range(100)]
    assert (basket.lines_left_out, basket.total) == (150, Decimal("375.00"))


def test_long_text_is_cut() -> None:
    long = Line(title="t" * 201, quantity=1, variant="v" * 10_000)
    (kept,) = basket_of([long], None).lines
    assert (kept.title, kept.variant) == ("t" * 200, "v" * 200)


def test_an_amount_gets_the_baskets_currency_if_both_are_known() -> None:
    assert basket_of([], "EUR").money(Decimal(1)) == Money(Decimal(1), "EUR")
    assert basket_of([], "EUR").money(None) is None
    assert basket_of([], None).money(Decimal(1)) is None


@settings(max_examples=50, deadline=None)
@given(
    letter=st.characters(exclude_categories=["Cs"]),
    url_letters=st.integers(0, 2000),
    lines=st.integers(1, 150),
)
def test_no_text_makes_a_basket_heavier_than_a_cart_may_be(
    letter: str, url_letters: int, lines: int
) -> None:
    heavy = Line(
        title=letter * 500,
        quantity=1,
        variant=letter * 500,
        image_url=letter * url_letters,
        variant_ref=letter * 512,
    )
    basket = basket_of([heavy] * lines, "EUR")
    assert len(msgspec.json.encode(basket)) < LINES_KEPT_BYTES + 1000
    assert len(basket.lines) + basket.lines_left_out == lines
    assert basket.lines
