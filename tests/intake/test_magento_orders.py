"""Magento's orders: which state is a purchase, and which only looks like one."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.carts.basket import Basket, Line
from chalicelib.carts.money import Money
from chalicelib.errors import MalformedBody
from chalicelib.intake.events import (
    ChangeAnnounced,
    Ignored,
    OrderCancelled,
    OrderPlaced,
    Resource,
)
from chalicelib.shoppers.contact import Contact
from tests.intake.bodies import RECEIVED_AT, document
from tests.intake.magento_shop import ORDER, changed, event, meant, sample

BOTH = ("quote-4711", "order-000000012")
ANN = Contact(
    email="ann.archer@example.com",
    phone="+44 20 7946 0000",
    customer="88",
    name="Ann",
    country="GB",
)
PLACED = OrderPlaced(
    order="000000012",
    tokens=BOTH,
    occurred_at=datetime(2026, 11, 20, 12, 1, 30, tzinfo=UTC),
    contact=ANN,
    total=Money(Decimal("31.20"), "GBP"),
    number="#000000012",
    basket=Basket(
        lines=(
            Line(
                title="Assam, second flush",
                quantity=2,
                line_price=Decimal("18.52"),
                variant_ref="TEA-ASSAM-250",
            ),
            Line(title="Cup", quantity=1, line_price=Decimal("12.68"), variant_ref="CUP-BLUE"),
        ),
        currency="GBP",
        total=Decimal("31.20"),
    ),
)


def test_an_order_to_be_paid_by_transfer_is_a_purchase_in_the_buyers_currency() -> None:
    assert sample(ORDER) == PLACED


def test_a_complete_order_is_the_same_purchase_and_has_its_parcels_asked_for() -> None:
    assert sample(f"{ORDER}__complete") == ChangeAnnounced(
        resource=Resource.ORDER,
        ref="shipped-12",
        occurred_at=datetime(2026, 11, 22, 9, 0, 59, 100000, tzinfo=UTC),
        known=PLACED,
    )


def test_a_download_is_complete_and_nothing_of_it_is_sent() -> None:
    assert sample(f"{ORDER}__download") == OrderPlaced(
        order="000000013",
        tokens=("order-000000013",),
        occurred_at=datetime(2026, 11, 20, 12, 0, tzinfo=UTC),
        contact=Contact(email="ben@example.com"),
        total=Money(Decimal(5), "EUR"),
        number="#000000013",
    )


def test_who_was_led_away_to_pay_has_not_bought_yet() -> None:
    assert sample(f"{ORDER}__awaiting-payment") == Ignored(
        why="an order that waits for its payment: no purchase yet"
    )
    by_hand = changed(f"{ORDER}__awaiting-payment", payment={"method": "banktransfer"})
    assert isinstance(by_hand, OrderPlaced)
    authorized = changed(f"{ORDER}__awaiting-payment", payment={"amount_authorized": "5.0000"})
    assert isinstance(authorized, OrderPlaced)


def test_a_payment_that_timed_out_takes_nothing_back() -> None:
    assert sample(f"{ORDER}__payment-timed-out") == Ignored(
        why="cancelled before it was paid: no purchase, and maybe only a timeout"
    )


@pytest.mark.parametrize(
    "paid",
    [
        {"total_paid": "31.2000"},
        {"total_invoiced": 31.2},
        {"payment": {"base_amount_authorized": "31.2000"}},
        {"payment": {"method": "checkmo"}},
    ],
)
def test_an_order_that_was_decided_and_then_cancelled(paid: dict[str, Any]) -> None:
    told = changed(f"{ORDER}__payment-timed-out", **paid)
    assert isinstance(told, OrderCancelled)


def test_a_cancelled_order() -> None:
    assert sample(f"{ORDER}__cancelled") == OrderCancelled(
        order="000000012",
        tokens=BOTH,
        occurred_at=datetime(2026, 11, 20, 12, 40, tzinfo=UTC),
        contact=Contact(email="ann.archer@example.com"),
    )


def test_a_refunded_order_was_taken_back() -> None:
    assert sample(f"{ORDER}__refunded") == OrderCancelled(
        order="000000012",
        tokens=BOTH,
        occurred_at=datetime(2026, 11, 24, 8, 0, tzinfo=UTC),
        contact=Contact(email="ann.archer@example.com"),
    )


def test_a_company_buys_by_weight_under_a_status_of_its_own() -> None:
    line = Line(
        title="Darjeeling, lose", quantity=1, line_price=Decimal(1904), variant_ref="TEA-BULK"
    )
    assert sample(f"{ORDER}__b2b") == OrderPlaced(
        order="B2B-2026-000015",
        tokens=("quote-4718", "order-B2B-2026-000015"),
        occurred_at=datetime(2026, 11, 20, 10, 0, tzinfo=UTC),
        contact=Contact(
            email="einkauf@buero.example",
            phone="+49 30 1234567",
            customer="501",
            name="Jürgen",
            country="DE",
        ),
        total=Money(Decimal(1904), "EUR"),
        number="#B2B-2026-000015",
        basket=Basket(lines=(line,), currency="EUR", total=Decimal(1904)),
    )


def test_a_redacted_buyer_and_unreadable_amounts_do_not_undo_a_purchase() -> None:
    assert sample(f"{ORDER}__redacted") == OrderPlaced(
        order="000000016",
        tokens=("order-000000016",),
        occurred_at=datetime(2026, 11, 20, 11, 0, tzinfo=UTC),
        contact=Contact(),
        number="#000000016",
    )


def test_the_fewest_fields_are_a_purchase() -> None:
    assert sample(f"{ORDER}__fewest-fields") == OrderPlaced(
        order="000000017",
        tokens=("order-000000017",),
        occurred_at=datetime(2026, 11, 20, 12, 0, tzinfo=UTC),
        contact=Contact(),
        number="#000000017",
    )


def test_a_plugins_event_in_arabic() -> None:
    line = Line(title="شاي بالنعناع", quantity=3, line_price=Decimal(210), variant_ref="MINT")
    assert sample("plugin.magento.sales.api.order_management.place__arabic") == OrderPlaced(
        order="2000000018",
        tokens=("quote-4719", "order-2000000018"),
        occurred_at=datetime(2026, 11, 20, 12, 2, 59, tzinfo=UTC),
        contact=Contact(email="layla@example.com", name="ليلى"),
        total=Money(Decimal(210), "AED"),
        number="#2000000018",
        basket=Basket(lines=(line,), currency="AED", total=Decimal(210)),
    )


def test_an_event_that_holds_its_order_by_name() -> None:
    assert sample("observer.checkout_submit_all_after") == OrderPlaced(
        order="000000019",
        tokens=("quote-4720", "order-000000019"),
        occurred_at=datetime(2026, 11, 20, 12, 3, tzinfo=UTC),
        contact=Contact(email="ben@example.com"),
        total=Money(Decimal(10), "EUR"),
        number="#000000019",
    )


@pytest.mark.parametrize(
    ("state", "status", "kind"),
    [
        ("new", "pending", OrderPlaced),
        ("processing", None, OrderPlaced),
        ("holded", "holded", OrderPlaced),
        ("payment_review", "fraud", OrderPlaced),
        (None, "our_own_word", OrderPlaced),
        (None, None, OrderPlaced),
        (None, "closed", OrderCancelled),
        ("CLOSED ", "complete", OrderCancelled),
    ],
)
def test_the_state_counts_and_the_status_where_there_is_none(
    state: str | None, status: str | None, kind: type
) -> None:
    assert isinstance(changed(ORDER, state=state, status=status), kind)


@pytest.mark.parametrize("odd", [{"created_at": "soon"}, {"created_at": 7}, {"created_at": None}])
def test_an_order_without_a_readable_time_was_placed_when_it_was_told(odd: Any) -> None:
    placed = changed(ORDER, **odd)
    assert isinstance(placed, OrderPlaced)
    assert placed.occurred_at == datetime(2026, 11, 20, 12, 3, 11, 402000, tzinfo=UTC)


@pytest.mark.parametrize(
    "odd",
    [
        *({"payment": "NULL"}, {"payment": []}, {"addresses": "NULL"}, {"quote_id": [1]}),
        *({"quote_id": 1.5}, {"items": {"a": 1}}, {"items": [{"name": "T", "qty_ordered": "x"}]}),
        *({"customer_email": 7}, {"order_currency_code": "credits"}, {"is_virtual": {}}),
        {"quote_id": "9" * 600},
    ],
)
def test_an_order_is_refused_for_nothing_but_its_name(odd: dict[str, Any]) -> None:
    placed = changed(ORDER, **odd)
    assert isinstance(placed, OrderPlaced)
    assert placed.order == "000000012"


@pytest.mark.parametrize("nameless", [{}, {"increment_id": None, "entity_id": ""}])
def test_an_order_without_a_name_is_malformed(nameless: dict[str, Any]) -> None:
    with pytest.raises(MalformedBody) as refused:
        meant(event(ORDER, nameless))
    assert refused.value.path == "$.data.value.increment_id"
    with pytest.raises(MalformedBody):
        changed(ORDER, increment_id="9" * 600)


def test_an_order_of_the_future_was_placed_as_it_says() -> None:
    """Folding takes nothing to have happened later than now; here nothing is changed."""
    placed = changed(ORDER, created_at="2026-11-21 00:00:00")
    assert isinstance(placed, OrderPlaced)
    assert placed.occurred_at > RECEIVED_AT


def test_a_merchant_without_quote_ids_still_links_by_number() -> None:
    body = document(ORDER)["data"]["value"]
    del body["quote_id"]
    placed = meant(event(ORDER, body))
    assert isinstance(placed, OrderPlaced)
    assert placed.tokens == ("order-000000012",)
