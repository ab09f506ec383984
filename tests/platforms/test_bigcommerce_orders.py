"""Orders at BigCommerce: which are purchases, what they say, and that none is missed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from chalicelib.carts.basket import Basket, Line
from chalicelib.carts.money import Money
from chalicelib.errors import PlatformDown
from chalicelib.intake.events import (
    Event,
    Ignored,
    OrderCancelled,
    OrderPlaced,
    OrderShipped,
    Parcel,
    Resource,
)
from chalicelib.platforms import bigcommerce_history
from chalicelib.shoppers.contact import Contact
from chalicelib.shops.model import Notice
from infra.local.bigcommerce_orders import FILTERS
from infra.local.stand_in import Asked, Told, Trouble
from tests.platforms.bigcommerce_stage import CART, Stage

PLACED_AT = datetime(2026, 11, 20, 12, 3, tzinfo=UTC)
ANN = Contact(
    email="ann.archer@example.com",
    phone="+44 20 7946 0000",
    name="Ann",
    locale="en-GB",
    country="GB",
)


@pytest.fixture
def stage() -> Iterator[Stage]:
    with Stage() as started:
        yield started


def fetched(stage: Stage, name: str, **changes: Any) -> Event | None:
    return stage.api.fetched(Resource.ORDER, str(stage.put_order(name, **changes)))


def placed(stage: Stage, name: str, **changes: Any) -> OrderPlaced:
    event = fetched(stage, name, **changes)
    assert isinstance(event, OrderPlaced)
    return event


def test_an_order_that_was_paid(stage: Stage) -> None:
    assert placed(stage, "paid") == OrderPlaced(
        order="252",
        tokens=(CART,),
        occurred_at=PLACED_AT,
        contact=Contact(
            email="ann.archer@example.com",
            phone="+44 20 7946 0000",
            name="Ann",
            locale="en-GB",
            country="GB",
            accepts_email=True,
        ),
        total=Money(Decimal("32.40"), "EUR"),
        number="252",
    )
    assert stage.asked == ["GET /v2/orders/252"]


def test_an_order_is_counted_in_what_was_paid_not_in_what_was_shown(stage: Stage) -> None:
    event = placed(stage, "multi-currency")
    assert event.total == Money(Decimal("110.005"), "USD")


def test_an_order_from_the_till_is_linked_by_the_account_alone(stage: Stage) -> None:
    event = placed(stage, "till")
    assert (event.tokens, event.contact) == ((), Contact(customer="77", locale="en-GB"))


def test_a_companys_order(stage: Stage) -> None:
    event = placed(stage, "b2b")
    assert event.total == Money(Decimal(3525), "USD")
    assert event.contact == Contact(
        email="buying@cafes.example",
        customer="900",
        name="Buying",
        locale="en-GB",
        country="DE",
    )


def test_an_order_whose_buyer_was_made_unknown_is_a_purchase_of_nobody(stage: Stage) -> None:
    event = placed(stage, "redacted")
    assert (event.order, event.tokens, event.contact) == ("258", (), Contact())


def test_an_order_that_was_never_paid_for_is_no_purchase(stage: Stage) -> None:
    assert fetched(stage, "incomplete") == Ignored(why="order 253 was never paid for")


@pytest.mark.parametrize("status", [1, 2, 3, 7, 8, 9, 10, 11, 12, 13, 14, 15, "11", 11.0])
def test_all_other_statuses_are_purchases(stage: Stage, status: int | str | float) -> None:
    assert placed(stage, "paid", status_id=status).order == "252"


@pytest.mark.parametrize("status", [4, 5, 6])
def test_an_order_that_was_taken_back(stage: Stage, status: int) -> None:
    assert fetched(stage, "cancelled", status_id=status) == OrderCancelled(
        order="257",
        tokens=(CART,),
        occurred_at=datetime(2026, 11, 21, 8, 0, tzinfo=UTC),
        contact=ANN,
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"total_inc_tax": "free"},
        {"total_inc_tax": None},
        {"total_inc_tax": ["1"]},
        {"default_currency_code": "credits"},
    ],
)
def test_an_unreadable_total_does_not_turn_a_buyer_back_into_an_abandoner(
    stage: Stage, changes: dict[str, Any]
) -> None:
    event = placed(stage, "paid", **changes)
    assert (event.tokens, event.total) == ((CART,), None)


@pytest.mark.parametrize("odd", [None, [], "", 7, {"email": 5, "phone": {}, "first_name": []}])
def test_an_unreadable_buyer_does_not_either(stage: Stage, odd: Any) -> None:
    event = placed(stage, "paid", billing_address=odd, customer_id="x" * 600)
    assert event.tokens == (CART,)
    assert event.contact.customer is None


@pytest.mark.parametrize(
    ("created", "modified", "at"),
    [
        ("2026-11-20T12:03:00.000Z", "", PLACED_AT),
        ("Fri, 20 Nov 2026 13:03:00 +0100", "", PLACED_AT),
        ("", "Fri, 20 Nov 2026 12:03:00 +0000", PLACED_AT),
    ],
)
def test_the_time_of_an_order_is_read_as_it_is_written(
    stage: Stage, created: str, modified: str, at: datetime
) -> None:
    event = placed(stage, "paid", date_created=created, date_modified=modified)
    assert event.occurred_at == at


@pytest.mark.parametrize("odd", ["", "soon", None, 5, "Tue, 31 Feb 2026 12:03:00 +0000"])
def test_an_order_without_a_time_was_placed_by_the_time_it_was_told(stage: Stage, odd: Any) -> None:
    event = placed(stage, "paid", date_created=odd, date_modified=odd)
    assert abs(event.occurred_at - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize("changes", [{"status_id": None}, {"status_id": "paid"}])
def test_an_order_that_does_not_say_what_it_is_is_asked_for_again(
    stage: Stage, changes: dict[str, Any]
) -> None:
    with pytest.raises(PlatformDown, match=r"not as documented: .*status_id"):
        fetched(stage, "paid", **changes)


def test_an_order_that_is_gone(stage: Stage) -> None:
    assert stage.api.fetched(Resource.ORDER, "999") is None


BOUGHT = [
    {"name": "Assam 🍵", "quantity": 2, "total_inc_tax": "21.8000", "order_address_id": 1},
    {"name": "Mug", "quantity": 1, "total_inc_tax": "10.6000"},
]


def test_what_was_bought_is_asked_for_where_a_notice_will_say_it(stage: Stage) -> None:
    number = stage.put_order("paid")
    stage.store.orders.products[number] = BOUGHT
    event = stage.asking(notices=frozenset({Notice.PLACED})).fetched(Resource.ORDER, "252")
    assert isinstance(event, OrderPlaced)
    assert event.basket == Basket(
        lines=(
            Line(title="Assam 🍵", quantity=2, line_price=Decimal("21.80")),
            Line(title="Mug", quantity=1, line_price=Decimal("10.60")),
        ),
        currency="EUR",
        total=Decimal("32.40"),
    )


@pytest.mark.parametrize("products", [[{"name": "Tea", "quantity": "some"}], [{"name": {}}]])
def test_what_was_bought_may_be_unreadable_the_purchase_is_not(
    stage: Stage, products: list[dict[str, Any]]
) -> None:
    stage.store.orders.products[stage.put_order("paid")] = products
    event = stage.asking(notices=frozenset({Notice.PLACED})).fetched(Resource.ORDER, "252")
    assert isinstance(event, OrderPlaced)
    assert event.total == Money(Decimal("32.40"), "EUR")


def test_a_purchase_is_told_though_what_was_bought_cannot_be_asked_for(stage: Stage) -> None:
    stage.put_order("paid")
    told = stage.store.answer

    def then_break(asked: Asked) -> Told:
        if asked.path.endswith("/orders/252"):
            stage.trouble(*[Trouble.BROKEN] * 3)
        return told(asked)

    stage.store.answer = then_break  # type: ignore[method-assign]
    event = stage.asking(notices=frozenset({Notice.PLACED})).fetched(Resource.ORDER, "252")
    assert isinstance(event, OrderPlaced)
    assert event.basket is None


UPS = {
    "id": 12,
    "date_created": "Sat, 21 Nov 2026 09:00:00 +0000",
    "tracking_number": "1Z999",
    "tracking_carrier": "ups",
    "shipping_provider_display_name": "UPS",
    "tracking_link": "",
    "generated_tracking_link": "https://tracking.example/1Z999",
}
COURIER = {
    "id": 13,
    "date_created": "Sun, 22 Nov 2026 09:00:00 +0000",
    "tracking_number": "",
    "tracking_carrier": "",
    "tracking_link": "https://courier.example/77",
}


def test_what_of_an_order_is_on_its_way(stage: Stage) -> None:
    stage.store.orders.shipments[stage.put_order("paid", status_id=3)] = [UPS, COURIER]
    assert stage.api.fetched(Resource.SHIPMENT, "252") == OrderShipped(
        order="252",
        tokens=(CART,),
        occurred_at=datetime(2026, 11, 22, 9, 0, tzinfo=UTC),
        contact=replace(ANN, accepts_email=True),
        number="252",
        parcels=(
            Parcel(carrier="UPS", number="1Z999", url="https://tracking.example/1Z999"),
            Parcel(url="https://courier.example/77"),
        ),
    )
    assert stage.asked == ["GET /v2/orders/252", "GET /v2/orders/252/shipments"]


def test_nothing_is_on_its_way_of_what_is_not_there_or_was_taken_back(stage: Stage) -> None:
    assert stage.api.fetched(Resource.SHIPMENT, "999") is None
    number = stage.put_order("paid")
    assert stage.api.fetched(Resource.SHIPMENT, str(number)) is None
    stage.store.orders.shipments[stage.put_order("cancelled")] = [UPS]
    assert stage.api.fetched(Resource.SHIPMENT, "257") is None


def since(stage: Stage, at: datetime) -> list[str]:
    return [
        f"{type(event).__name__} {event.order}"
        for event in stage.api.orders_since(at)
        if isinstance(event, OrderPlaced | OrderCancelled)
    ]


def test_orders_since_are_those_that_changed_and_count(stage: Stage) -> None:
    for name in ("paid", "incomplete", "till", "cancelled"):
        stage.put_order(name)
    stage.put_order("b2b", date_modified="Fri, 20 Nov 2026 12:02:59 +0000")
    assert since(stage, PLACED_AT) == ["OrderPlaced 252", "OrderPlaced 255", "OrderCancelled 257"]
    assert since(stage, PLACED_AT + timedelta(hours=1)) == ["OrderCancelled 257"]


def test_nothing_since_then_is_told_by_an_empty_answer(stage: Stage) -> None:
    assert since(stage, PLACED_AT) == []
    assert stage.asked == ["GET /v2/orders"]


def test_orders_are_read_to_their_end_also_when_one_leaves_the_pages_meanwhile(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bigcommerce_history, "PAGE", 3)
    for number in range(1, 11):
        stage.put_order("paid", id=number)
    orders = stage.api.orders_since(PLACED_AT)
    seen = []
    for event in orders:
        assert isinstance(event, OrderPlaced)
        seen.append(event.order)
        stage.store.orders.orders.pop(2, None)  # archived: numbered pages would move by one
    assert seen == [str(n) for n in range(1, 11)]
    assert [q.query["min_id"] for _, q in stage.server.asked] == ["1", "4", "7", "10", "11"]


def test_a_page_that_never_ends_is_left(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.put_order("paid")
    monkeypatch.setitem(FILTERS, "min_id", lambda *_: True)
    assert since(stage, PLACED_AT) == ["OrderPlaced 252"]


def test_a_platform_that_is_down_says_so_in_the_middle_too(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bigcommerce_history, "PAGE", 1)
    stage.put_order("paid")
    stage.put_order("till")
    orders = stage.api.orders_since(PLACED_AT)
    next(orders)
    stage.trouble(*[Trouble.BROKEN] * 3)
    with pytest.raises(PlatformDown):
        list(orders)


def test_there_is_no_list_of_carts(stage: Stage) -> None:
    assert list(stage.api.carts_since(PLACED_AT)) == []
    assert stage.asked == []
