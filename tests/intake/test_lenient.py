"""One value in several spellings: read wherever the meaning is clear."""

import codecs
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.carts.basket import Basket
from chalicelib.intake.events import CartChanged, OrderPlaced
from tests.intake.bodies import changed, decoded, raw


def basket(line: Any) -> Basket:
    """The basket of a checkout whose second line has been changed."""
    first = {"title": "Cup", "quantity": 1, "line_price": "1.00"}
    event = changed("checkouts_create", line_items=[first, line], total_price=None)
    assert isinstance(event, CartChanged)
    assert event.basket is not None
    return event.basket


@pytest.mark.parametrize(
    ("quantity", "read"), [(2, 2), ("2", 2), (2.0, 2), (" 2.0 ", 2), (None, 1), ("", 1)]
)
def test_a_quantity_however_it_is_written(quantity: Any, read: int) -> None:
    assert basket({"title": "Tea", "quantity": quantity}).lines[1].quantity == read


@pytest.mark.parametrize("quantity", [0, -3, "0", -1.0])
def test_a_line_of_nothing_is_no_line(quantity: Any) -> None:
    assert [line.title for line in basket({"title": "Tea", "quantity": quantity}).lines] == ["Cup"]


@pytest.mark.parametrize(
    ("price", "total"), [("2.50", "3.50"), (2.5, "3.5"), (2, "3.00"), (" 2.5", "3.5"), ("0", "1")]
)
def test_a_price_however_it_is_written(price: Any, total: str) -> None:
    assert basket({"title": "Tea", "line_price": price}).total == Decimal(total)


def test_a_unit_price_alone_is_multiplied() -> None:
    assert basket({"title": "Tea", "price": "2.50", "quantity": "4"}).total == Decimal("11.00")


def test_one_line_without_a_price_leaves_the_total_open() -> None:
    assert basket({"title": "Tea"}).total is None


@pytest.mark.parametrize(
    ("variant", "ref"),
    [
        (2**60 + 1, str(2**60 + 1)),
        ("77", "77"),
        (77.0, "77"),
        (None, None),
        ("gid://x/1", "gid://x/1"),
    ],
)
def test_ids_are_kept_to_the_last_digit(variant: Any, ref: str | None) -> None:
    assert basket({"title": "Tea", "variant_id": variant}).lines[1].variant_ref == ref


def test_a_title_of_digits_without_quotes_is_a_title() -> None:
    assert basket({"title": 1984}).lines[1].title == "1984"


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2019-01-01 00:00:00.000Z", "2019-01-01T00:00:00+00:00"),
        ("2026-11-20T12:00:00-05:00", "2026-11-20T17:00:00+00:00"),
        ("2026-11-20T12:00:00.123456789+05:45", "2026-11-20T06:15:00.123456+00:00"),
        ("2026-11-20T12:00:00", "2026-11-20T12:00:00+00:00"),
        (" 2026-11-20T12:00:00Z\n", "2026-11-20T12:00:00+00:00"),
        ("20261120T120000Z", "2026-11-20T12:00:00+00:00"),
        ("2026-11-20", "2026-11-20T00:00:00+00:00"),
    ],
)
def test_a_time_however_it_is_written(written: str, utc: str) -> None:
    event = changed("carts_create", updated_at=written)
    assert isinstance(event, CartChanged)
    assert event.occurred_at.isoformat() == utc


def test_a_byte_order_mark_is_skipped() -> None:
    assert isinstance(decoded("orders/create", codecs.BOM_UTF8 + raw("orders_create")), OrderPlaced)


def test_of_a_field_named_twice_the_last_counts() -> None:
    event = decoded("carts/update", b'{"token": "first", "token": "last", "line_items": []}')
    assert isinstance(event, CartChanged)
    assert event.tokens == ("last",)


@pytest.mark.parametrize(
    ("escaped", "title"),
    [
        (r"Tea \ud83d", "Tea �"),
        (r"\udf75 Tea", "� Tea"),
        (r"\ud83d\ud83c\udf75", "�🍵"),
        (r"\\ud83d \ud83d", r"\ud83d �"),
    ],
)
def test_half_an_emoji_does_not_lose_the_cart(escaped: str, title: str) -> None:
    body = b'{"token": "c", "line_items": [{"title": "' + escaped.encode() + b'"}]}'
    event = decoded("carts/update", body)
    assert isinstance(event, CartChanged)
    assert event.basket is not None
    assert event.basket.lines[0].title == title
