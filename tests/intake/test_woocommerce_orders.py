"""What each status of a WooCommerce order means; why is in decision 21."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.carts.basket import Basket, Line
from chalicelib.carts.money import Money
from chalicelib.errors import MalformedBody
from chalicelib.intake.events import (
    CartChanged,
    CartDeleted,
    Ignored,
    OrderCancelled,
    OrderPlaced,
)
from chalicelib.shoppers.contact import Contact
from tests.intake.bodies import RECEIVED_AT
from tests.intake.woocommerce_shop import changed, decoded, purchase, sample


def test_an_order_in_another_currency_than_the_shops() -> None:
    assert sample("order.updated__multi-currency") == OrderPlaced(
        order="9400",
        tokens=("order-9400",),
        occurred_at=datetime(2026, 11, 20, 12, 3, tzinfo=UTC),
        contact=Contact(
            email="Ann.Archer@example.com",
            phone="+44 20 7946 0000",
            customer="3",
            name="Ann",
            locale="en-gb",
            country="GB",
        ),
        total=Money(Decimal("21.60"), "GBP"),
        number="#9400",
        basket=Basket(
            lines=(Line(title="Cup", quantity=2, line_price=Decimal("21.60"), variant_ref="7"),),
            currency="GBP",
            total=Decimal("21.60"),
        ),
    )


def test_a_companys_order_that_waits_for_its_transfer_is_a_purchase() -> None:
    event = sample("order.created__b2b")
    assert isinstance(event, OrderPlaced)
    assert (event.number, event.total) == ("#RE-2026-00017", Money(Decimal("1428.00"), "EUR"))
    assert event.occurred_at == datetime(2026, 11, 20, 11, 0, 4, tzinfo=UTC)
    assert event.contact == Contact(
        email="einkauf@example.com",
        phone="+49 30 1234567",
        customer="88",
        name="Jo",
        country="AT",
    )
    assert event.basket is not None
    assert event.basket.lines[0].line_price == Decimal("1200.00")


def test_an_erased_buyer_is_nobody_and_so_no_one_elses_double() -> None:
    event = sample("order.updated__redacted")
    assert isinstance(event, OrderPlaced)
    assert event.contact == Contact()
    assert event.occurred_at == datetime(2025, 2, 1, 10, 1, tzinfo=UTC)


def test_an_order_of_the_legacy_api_wrapped_up() -> None:
    event = sample("order.created__legacy")
    assert isinstance(event, OrderPlaced)
    assert (event.order, event.number, event.tokens) == ("645", "#645", ("order-645",))
    assert event.total == Money(Decimal("79.87"), "USD")
    assert event.occurred_at == datetime(2026, 11, 20, 11, 2, 21, tzinfo=UTC)
    assert event.contact == Contact(
        email="ann@example.com", phone="(555) 555-0199", customer="2", name="Ann", country="US"
    )
    assert event.basket is not None
    assert event.basket.lines[0].variant_ref == "546"


@pytest.mark.parametrize("status", ["processing", "completed", "on-hold", "wc-Processing "])
def test_a_purchase_whether_paid_or_not(status: str) -> None:
    assert purchase("order.updated__custom-status", status=status).total is not None


def test_a_status_that_nobody_knows_stops_reminders_and_claims_nothing() -> None:
    assert sample("order.updated__custom-status") == OrderPlaced(
        order=None,
        tokens=("order-9700",),
        occurred_at=datetime(2026, 11, 20, 11, 11, tzinfo=UTC),
        contact=Contact(email="ben@example.com", name="Ben", country="DE"),
    )


def test_a_status_that_nobody_knows_is_a_whole_purchase_once_paid() -> None:
    paid = purchase("order.updated__custom-status", date_paid_gmt="2026-11-20T11:15:00")
    assert (paid.number, paid.total) == ("#9700", Money(Decimal("640.00"), "EUR"))
    assert paid.occurred_at == datetime(2026, 11, 20, 11, 15, tzinfo=UTC)


@pytest.mark.parametrize("status", ["pending", "failed"])
@pytest.mark.parametrize("by", ["checkout", "store-api"])
def test_a_payment_that_its_shopper_left_is_a_cart(status: str, by: str) -> None:
    event = changed("order.updated__timeout", status=status, created_via=by)
    assert isinstance(event, CartChanged)
    assert event.tokens == ("order-9600",)


@pytest.mark.parametrize("by", ["admin", "rest-api", "subscription", "", None, 5])
def test_an_unpaid_order_that_no_shopper_made_is_nobodys_cart(by: Any) -> None:
    assert isinstance(changed("order.created__admin", created_via=by), Ignored)


def test_who_made_an_unpaid_order_is_told() -> None:
    assert sample("order.created__admin") == Ignored(
        why="unpaid, and made by admin: no shopper left it behind"
    )


@pytest.mark.parametrize("by", ["admin", "rest-api", "subscription"])
def test_a_purchase_is_one_whoever_made_it(by: str) -> None:
    assert purchase("order.created__admin", status="processing", created_via=by).order == "9800"


@pytest.mark.parametrize("method", ["bacs", "cheque", "cod"])
def test_who_chose_to_pay_elsewhere_has_decided(method: str) -> None:
    pending = purchase("order.updated__timeout", status="pending", payment_method=method)
    assert pending.total is not None
    for status in ("failed", "cancelled"):
        event = changed("order.updated__timeout", status=status, payment_method=method)
        assert isinstance(event, OrderCancelled)


def test_a_draft_is_never_a_purchase_though_its_payment_is_filled_in() -> None:
    draft = changed("order.updated__draft", payment_method="cod", needs_payment=False)
    assert isinstance(draft, CartChanged)


def test_what_was_paid_once_is_no_cart_again() -> None:
    paid = {"date_paid_gmt": "2026-11-20T11:00:00"}
    assert purchase("order.updated__timeout", status="pending", **paid).order == "9600"
    for status in ("failed", "cancelled", "trash"):
        event = changed("order.updated__timeout", status=status, **paid)
        assert isinstance(event, OrderCancelled)


def test_a_refund_takes_the_order_back() -> None:
    assert sample("order.updated__refunded") == OrderCancelled(
        order="9650",
        tokens=("order-9650",),
        occurred_at=datetime(2026, 11, 20, 11, 55, 2, tzinfo=UTC),
        contact=Contact(email="ben@example.com", name="Ben", country="DE"),
    )


def test_a_timeout_is_neither_a_purchase_nor_a_no() -> None:
    assert sample("order.updated__timeout") == Ignored(
        why="cancelled before it was paid: no purchase, and maybe only a timeout"
    )


def test_what_a_person_threw_away_is_nobodys_cart_any_more() -> None:
    deleted = CartDeleted(tokens=("order-727",), occurred_at=RECEIVED_AT)
    assert sample("order.deleted") == deleted
    assert changed("order.updated__timeout", status="trash") == CartDeleted(
        tokens=("order-9600",), occurred_at=datetime(2026, 11, 20, 11, 55, 2, tzinfo=UTC)
    )


def test_what_is_taken_out_of_the_trash_is_what_it_was() -> None:
    body = b'{"id": 5, "status": "processing"}'
    event = decoded("order.restored", body)
    assert isinstance(event, OrderPlaced)
    assert event.occurred_at == RECEIVED_AT


@pytest.mark.parametrize("status", ["auto-draft", "draft", "new"])
def test_an_order_that_the_merchant_still_writes_is_nothing_yet(status: str) -> None:
    assert isinstance(changed("order.created__admin", status=status), Ignored)


@pytest.mark.parametrize(
    "odd",
    [
        {"total": "free"},
        {"currency": "credits"},
        {"line_items": "none"},
        {"line_items": [None]},
        {"billing": 5, "shipping": "x", "meta_data": {}},
        {"number": {}, "payment_method": [], "created_via": 1.5, "customer_id": "x" * 600},
        {"date_modified_gmt": [], "date_paid_gmt": {}, "payment_details": "none"},
    ],
)
def test_nothing_odd_turns_a_buyer_back_into_an_abandoner(odd: dict[str, Any]) -> None:
    assert purchase("order.updated__multi-currency", **odd).tokens == ("order-9400",)


@pytest.mark.parametrize("order", [None, "", " ", 0, "0"])
def test_an_order_without_an_id_is_malformed(order: Any) -> None:
    with pytest.raises(MalformedBody) as refused:
        changed("order.updated__multi-currency", id=order)
    assert refused.value.path == "$.id"


@pytest.mark.parametrize("status", [None, "", " ", "wc-", 5, ["processing"]])
def test_an_order_without_a_status_means_nothing(status: Any) -> None:
    with pytest.raises(MalformedBody) as refused:
        changed("order.updated__multi-currency", status=status)
    assert refused.value.path == "$.status"


def test_an_id_beyond_what_floats_hold_is_kept_to_the_last_digit() -> None:
    event = purchase("order.updated__multi-currency", id=2**60 + 1)
    assert event.tokens == (f"order-{2**60 + 1}",)
