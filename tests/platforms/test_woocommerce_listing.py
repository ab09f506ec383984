"""Reading what changed at a WooCommerce shop: orders before carts, nothing lost between pages."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.errors import PlatformRefused
from chalicelib.intake.events import CartChanged, Event, OrderCancelled, OrderPlaced
from infra.local.stand_in import Asked, Told
from tests.fakes.world import HOST
from tests.intake.bodies import document
from tests.platforms.woocommerce_shop import SINCE, Shop, open_shop

DRAFT = document("order.updated__draft")
PAID = document("order.updated__multi-currency")


@pytest.fixture
def shop() -> Iterator[Shop]:
    with open_shop() as opened:
        yield opened


def order(number: int, status: str = "processing", minutes: float = 5, **changes: Any) -> Any:
    """An order that changed so many minutes after we looked last."""
    at = f"{SINCE + timedelta(minutes=minutes):%Y-%m-%dT%H:%M:%S}"
    times = {"date_created_gmt": at, "date_modified_gmt": at}
    paid = {"date_paid_gmt": at if status == "processing" else None, "payment_method": "stripe"}
    return PAID | {"id": number, "status": status} | times | paid | changes


def names(events: Iterator[Event]) -> list[str]:
    """The events with their carts."""
    return [f"{type(e).__name__} {getattr(e, 'tokens', '-')[0]}" for e in events]


def test_orders_are_purchases_and_cancellations_and_carts_the_rest(shop: Shop) -> None:
    for each in (
        order(1),
        order(2, "checkout-draft"),
        order(3, "pending"),
        order(4, "failed"),
        order(5, "on-hold"),
        order(6, "refunded"),
        order(7, "cancelled"),
        order(8, "pending", created_via="admin"),
        order(9, "packed"),
        order(10, minutes=-60),
        order(11, "trash"),
    ):
        shop.there.orders.put(each)
    assert names(shop.api().orders_since(SINCE)) == [
        "OrderPlaced order-1",
        "OrderPlaced order-5",
        "OrderCancelled order-6",
        "OrderPlaced order-9",
    ]
    assert names(shop.api().carts_since(SINCE)) == [
        "CartChanged order-2",
        "CartChanged order-3",
        "CartChanged order-4",
    ]


def test_what_changed_in_the_very_second_of_the_last_look_is_read(shop: Shop) -> None:
    shop.there.orders.put(order(1, minutes=0))
    assert names(shop.api().orders_since(SINCE + timedelta(milliseconds=900))) == [
        "OrderPlaced order-1"
    ]


def test_what_is_read_means_what_its_webhook_would_have(shop: Shop) -> None:
    shop.there.orders.put(DRAFT)
    shop.there.orders.put(PAID)
    (bought,) = shop.api().orders_since(SINCE)
    (cart,) = shop.api().carts_since(SINCE)
    assert isinstance(bought, OrderPlaced)
    assert isinstance(cart, CartChanged)
    assert (bought.contact.email, bought.number) == ("Ann.Archer@example.com", "#9400")
    assert cart.basket is not None
    assert cart.contact is not None
    assert (len(cart.basket.lines), cart.contact.accepts_email) == (2, True)


def test_hundreds_of_orders_are_read_to_the_last_in_the_order_of_their_change(shop: Shop) -> None:
    for number in range(1, 251):
        shop.there.orders.put(order(number, minutes=300 - number))
    read = names(shop.api().orders_since(SINCE))
    assert read == [f"OrderPlaced order-{number}" for number in range(250, 0, -1)]
    assert len(shop.asked) == 3


def test_an_order_that_changes_between_two_pages_pushes_no_other_out(shop: Shop) -> None:
    for number in range(1, 151):
        shop.there.orders.put(order(number, minutes=number))
    calls = iter(range(10))

    def paid_meanwhile() -> None:
        if next(calls) == 1:  # after the first page
            shop.there.orders.put(order(5, "refunded", minutes=400))

    shop.there.orders.on_list = paid_meanwhile
    read = names(shop.api().orders_since(SINCE))
    assert sorted(set(read)) == sorted(
        {f"OrderPlaced order-{number}" for number in range(1, 151)} | {"OrderCancelled order-5"}
    )
    assert len(read) == 151


def test_more_orders_in_one_second_than_fit_a_page_are_all_read(shop: Shop) -> None:
    for number in range(1, 331):
        shop.there.orders.put(order(number, minutes=60))
    assert len(set(names(shop.api().orders_since(SINCE)))) == 330


def test_a_shop_that_claims_pages_without_end_is_not_believed(shop: Shop) -> None:
    class Endless:
        def __init__(self) -> None:
            self.asked = 0

        def answer(self, asked: Asked) -> Told:
            self.asked += 1
            body = b'[{"id": 1, "status": "processing"}]'
            return Told(200, body, {"X-WP-TotalPages": "999999999"})

    endless = Endless()
    shop.server.stand_ins[HOST] = endless
    assert names(shop.api().orders_since(SINCE)) == ["OrderPlaced order-1"]
    assert endless.asked == 3


def test_an_order_that_cannot_be_read_stops_no_other(shop: Shop) -> None:
    shop.there.orders.put(order(1) | {"status": "processing", "billing": 5})
    shop.there.orders.put(order(2, "pending", line_items="none"))
    shop.there.orders.put(order(3, "pending"))
    assert names(shop.api().orders_since(SINCE)) == ["OrderPlaced order-1"]
    assert names(shop.api().carts_since(SINCE)) == ["CartChanged order-3"]


def test_a_shop_without_the_block_checkout_knows_no_drafts(shop: Shop) -> None:
    shop.there.orders.knows_drafts = False
    shop.there.orders.put(order(3, "pending"))
    assert names(shop.api().carts_since(SINCE)) == ["CartChanged order-3"]


def test_what_else_a_shop_refuses_is_told(shop: Shop) -> None:
    shop.there.permissions = "write"
    with pytest.raises(PlatformRefused, match="does not have read permissions"):
        list(shop.api().carts_since(SINCE))


def test_a_cancelled_order_is_told_once_it_was_paid(shop: Shop) -> None:
    shop.there.orders.put(order(6, "cancelled", date_paid_gmt="2026-11-20T10:00:00"))
    (event,) = shop.api().orders_since(SINCE)
    assert isinstance(event, OrderCancelled)


def test_orders_are_asked_for_without_their_lines_which_nobody_needs_there(shop: Shop) -> None:
    list(shop.api().orders_since(SINCE))
    list(shop.api().carts_since(SINCE))
    orders, carts = (asked.query for _, asked in shop.server.asked)
    assert "line_items" not in orders["_fields"]
    assert (orders["per_page"], carts["per_page"]) == ("100", "20")
    assert orders["modified_after"] == "2026-11-20T09:59:59"
