"""Magento's quotes: what an event tells of them, and what has to be asked for."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.carts.basket import Basket, Line
from chalicelib.errors import MalformedBody
from chalicelib.intake.events import CartChanged, CartDeleted, ChangeAnnounced, Resource
from chalicelib.shoppers.contact import Contact
from tests.intake.bodies import document
from tests.intake.magento_shop import QUOTE, changed, event, meant, sample, without

TOLD_AT = datetime(2026, 11, 20, 12, 3, 11, 402000, tzinfo=UTC)
ANN = Contact(email="ann.archer@example.com", customer="88", name="Ann")
TEA = Line(
    title="Assam, second flush",
    quantity=2,
    line_price=Decimal("21.80"),
    variant_ref="TEA-ASSAM-250",
)
CUP = Line(title="Cup", quantity=1, line_price=Decimal(10), variant_ref="CUP-BLUE")


def test_a_shoppers_quote_with_tax_and_without_the_parts_of_its_lines() -> None:
    assert sample(QUOTE) == CartChanged(
        tokens=("quote-4711",),
        occurred_at=TOLD_AT,
        basket=Basket(lines=(TEA, CUP), currency="EUR", total=Decimal("36.70")),
        contact=ANN,
    )


def test_what_a_subscription_leaves_out_is_asked_for_and_what_it_tells_is_kept() -> None:
    at = datetime(2026, 11, 20, 12, 1, tzinfo=UTC)
    assert sample(f"{QUOTE}__defaults") == ChangeAnnounced(
        resource=Resource.CART,
        ref="4712",
        occurred_at=at,
        known=CartChanged(tokens=("quote-4712",), occurred_at=at),
    )


def test_an_address_that_is_told_to_be_none_is_not_asked_for() -> None:
    line = Line(title="Earl Grey", quantity=1, line_price=Decimal("7.50"), variant_ref="TEA-EARL")
    assert sample(f"{QUOTE}__guest") == CartChanged(
        tokens=("quote-4713",),
        occurred_at=TOLD_AT,
        basket=Basket(lines=(line,), currency="EUR", total=Decimal("7.50")),
        contact=Contact(),
    )


def test_emoji_kanji_and_a_currency_without_cents() -> None:
    line = Line(title="玉露 🍵 100g", quantity=2, line_price=Decimal(4320), variant_ref="GYOKURO")
    assert sample(f"{QUOTE}__emoji-and-kanji") == CartChanged(
        tokens=("quote-4714",),
        occurred_at=datetime(2026, 11, 20, 12, 0, 30, tzinfo=UTC),
        basket=Basket(lines=(line,), currency="JPY", total=Decimal(4320)),
        contact=Contact(
            email="hanako@example.com", phone="+81 3-1234-5678", name="花子", country="JP"
        ),
    )


def test_lines_without_names_tell_nothing_of_the_basket() -> None:
    at = datetime(2026, 11, 20, 12, 2, tzinfo=UTC)
    assert sample(f"{QUOTE}__bare-items") == ChangeAnnounced(
        resource=Resource.CART,
        ref="4715",
        occurred_at=at,
        known=CartChanged(
            tokens=("quote-4715",), occurred_at=at, contact=Contact(email="ben@example.com")
        ),
    )


def test_an_emptied_cart() -> None:
    emptied = sample(f"{QUOTE}__emptied")
    assert isinstance(emptied, CartChanged)
    assert emptied.basket == Basket(currency="EUR")
    assert emptied.basket.is_empty


def test_a_quote_that_is_not_active_is_over_and_no_purchase_by_itself() -> None:
    assert sample(f"{QUOTE}__converted") == CartDeleted(
        tokens=("quote-4711", "order-000000012"), occurred_at=TOLD_AT
    )


def test_an_older_envelope_and_another_name_for_the_quote() -> None:
    line = Line(title="Oolong", quantity=1, line_price=Decimal("12.50"), variant_ref="TEA-OOLONG")
    assert sample("observer.sales_quote_save_after__older-envelope") == CartChanged(
        tokens=("quote-4716",),
        occurred_at=datetime(2026, 11, 20, 12, 0, tzinfo=UTC),
        basket=Basket(lines=(line,), currency="EUR", total=Decimal("12.50")),
        contact=Contact(email="ann.archer@example.com"),
    )


def test_hundreds_of_lines_are_counted() -> None:
    lines = [{"name": f"Tea {n}", "sku": f"T-{n}", "qty": 1, "price": "1.0000"} for n in range(300)]
    event = changed(QUOTE, items=lines, grand_total="300.0000")
    assert isinstance(event, CartChanged)
    assert event.basket is not None
    assert (len(event.basket.lines), event.basket.lines_left_out) == (100, 200)
    assert event.basket.total == 300


@pytest.mark.parametrize("off", [0, "0", False, "false", "FALSE"])
def test_a_switch_that_is_off_in_every_spelling(off: Any) -> None:
    assert isinstance(changed(QUOTE, is_active=off), CartDeleted)


@pytest.mark.parametrize("on", [1, "1", True, "true", None, ""])
def test_a_switch_that_is_on_or_not_told(on: Any) -> None:
    assert isinstance(changed(QUOTE, is_active=on), CartChanged)


@pytest.mark.parametrize(
    "topic",
    [
        *("observer.sales_quote_save_after", "sales_quote_save_commit_after"),
        *("observer.checkout_cart_save_after", "plugin.quote.api.cart_repository.save"),
        "plugin.magento.quote.api.cart_repository.save",
    ],
)
def test_the_same_by_whichever_event_it_was_subscribed(topic: str) -> None:
    value = document(QUOTE)["data"]["value"]
    for held in (value, {"quote": value}):
        told = meant(event(topic, held, time="2026-11-20T12:03:11.402Z"))
        assert told == sample(QUOTE)


def test_what_is_known_of_the_address_stays_when_an_event_does_not_tell_it() -> None:
    announced = without(QUOTE, "customer_email")
    assert isinstance(announced, ChangeAnnounced)
    assert isinstance(announced.known, CartChanged)
    assert announced.known.contact is None
    assert announced.known.basket is not None


def test_an_address_may_stand_with_the_billing_address_only() -> None:
    told = changed(QUOTE, customer_email=None, billing_address={"email": "ann@example.com"})
    assert isinstance(told, CartChanged)
    assert told.contact == Contact(email="ann@example.com", customer="88", name="Ann")


def test_a_quote_without_its_own_id_is_named_by_its_order_and_not_asked_for() -> None:
    value = {"reserved_order_id": "000000012", "is_active": 1}
    told = meant(event(QUOTE, value))
    assert isinstance(told, CartChanged)
    assert told.tokens == ("order-000000012",)


@pytest.mark.parametrize("nameless", [{}, {"entity_id": None}, {"entity_id": 0}, {"id": " "}])
def test_a_quote_without_any_name_is_malformed(nameless: dict[str, Any]) -> None:
    with pytest.raises(MalformedBody) as refused:
        meant(event(QUOTE, nameless | {"is_active": 1}))
    assert refused.value.path == "$.data.value.entity_id"


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"items": [{"name": "Tea", "price": "much"}]}, "$.data.value.items[0].price"),
        ({"items": [{"name": "Tea", "qty": 10**7}]}, "$.data.value.items[0].qty"),
        ({"quote_currency_code": "credits"}, "$.data.value.quote_currency_code"),
        ({"grand_total": "NaN"}, "$.data.value.grand_total"),
        ({"updated_at": "noon"}, "$.data.value.updated_at"),
        ({"items": "none"}, "$.data.value.items"),
    ],
)
def test_a_cart_with_unreadable_money_is_refused_where_it_is(wrong: Any, path: str) -> None:
    with pytest.raises(MalformedBody) as refused:
        changed(QUOTE, **wrong)
    assert refused.value.path == path


def test_what_is_sold_by_weight_is_one_line_at_its_own_price() -> None:
    told = changed(QUOTE, items=[{"name": "Loose tea", "qty": "0.2500", "price": "40.0000"}])
    assert isinstance(told, CartChanged)
    assert told.basket is not None
    assert told.basket.lines == (
        Line(title="Loose tea", quantity=1, line_price=Decimal(10), variant_ref=None),
    )


def test_totals_that_are_not_collected_yet_are_added_up_from_prices() -> None:
    item = {"name": "Tea", "qty": 3, "price": "2.5000", "row_total": "0.0000"}
    told = changed(QUOTE, items=[item], grand_total="0.0000")
    assert isinstance(told, CartChanged)
    assert told.basket is not None
    assert told.basket.total == Decimal("7.50")


def test_something_put_into_a_cart_has_it_looked_at() -> None:
    assert sample("observer.checkout_cart_product_add_after") == ChangeAnnounced(
        resource=Resource.CART, ref="4711", occurred_at=TOLD_AT
    )
    told = meant(event("observer.checkout_cart_product_add_after", {"product": {"sku": "T"}}))
    assert "which quote" in getattr(told, "why", "")


def test_a_quote_that_was_deleted() -> None:
    body = event("observer.sales_quote_delete_commit_after", {"entity_id": "9"}, time="2026-11-20")
    at = datetime(2026, 11, 20, tzinfo=UTC)
    assert meant(body) == CartDeleted(tokens=("quote-9",), occurred_at=at)
    with pytest.raises(MalformedBody):
        meant(event("observer.sales_quote_delete_after", {"store_id": 1}))


def test_half_an_emoji_costs_no_cart() -> None:
    value = json.dumps(document(QUOTE)).replace("second flush", "second \\ud83c")
    told = meant(value.encode())
    assert isinstance(told, CartChanged)
    assert told.basket is not None
    assert told.basket.lines[0].title == "Assam, second \ufffd"
