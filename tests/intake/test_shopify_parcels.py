"""Shopify's orders/fulfilled and orders/partially_fulfilled: what is on its way."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.errors import MalformedBody
from chalicelib.intake.events import Ignored, OrderShipped, Parcel
from chalicelib.shoppers.contact import Contact
from tests.intake.bodies import changed, sample

TO_FOLLOW = {"status": "success", "tracking_number": "PP1"}


def parcels(*fulfillments: Any) -> tuple[Parcel, ...]:
    event = changed("orders_fulfilled", fulfillments=list(fulfillments))
    assert isinstance(event, OrderShipped)
    return event.parcels


def test_two_parcels_on_their_way_and_one_that_never_left() -> None:
    assert sample("orders_fulfilled") == OrderShipped(
        order="5001",
        tokens=("c-1", "checkout-c-1"),
        occurred_at=datetime(2026, 11, 20, 10, 30, tzinfo=UTC),
        contact=Contact(email="ann@example.com", customer="12", name="Ann"),
        number="#1046",
        parcels=(
            Parcel(carrier="Pigeon Post", number="PP1", url="https://pigeon.example/PP1"),
            Parcel(carrier="Pigeon Post", number="PP2"),
        ),
    )


def test_a_part_of_an_order_as_older_versions_tell_it() -> None:
    event = sample("orders_partially_fulfilled")
    assert isinstance(event, OrderShipped)
    assert event.occurred_at == datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    assert event.parcels == (
        Parcel(carrier="Pigeon Post", number="PP1", url="https://pigeon.example/PP1"),
    )


def test_a_gift_card_is_not_on_its_way() -> None:
    nothing = Ignored(why="nothing of this order is sent anywhere")
    assert sample("orders_fulfilled__gift-card") == nothing
    assert changed("orders_fulfilled", source_name="pos", fulfillments=[]) == nothing


def test_what_the_till_sends_after_the_buyer_is_on_its_way() -> None:
    event = changed("orders_fulfilled", source_name="pos", fulfillments=[TO_FOLLOW])
    assert isinstance(event, OrderShipped)


def test_an_order_that_travels_without_anything_to_follow() -> None:
    event = changed("orders_fulfilled", fulfillments=[])
    assert isinstance(event, OrderShipped)
    assert event.parcels == ()
    assert event.occurred_at == datetime(2026, 11, 20, 10, 30, 5, tzinfo=UTC)


@pytest.mark.parametrize("status", ["cancelled", "CANCELLED", "error", "failure"])
def test_what_failed_is_not_on_its_way(status: str) -> None:
    assert parcels({"status": status, "tracking_number": "PP1"}) == ()


@pytest.mark.parametrize(
    "url",
    [
        "http://pigeon.example/PP1",
        "javascript:alert(1)",
        "//pigeon.example/PP1",
        "https://",
        "https://user@pigeon.example/",
        "https://pigeon.example/a b",
        "https://pigeon.example/\r\nX: y",
        "https://pigeon.example/" + "1" * 2000,
        "https://[pigeon",
        "https://pigeön.example/",
        5,
        {},
    ],
)
def test_only_plain_https_addresses_may_be_linked_to(url: Any) -> None:
    assert parcels(TO_FOLLOW | {"tracking_url": url}) == (Parcel(number="PP1"),)


def test_one_parcel_told_twice_is_one() -> None:
    assert parcels(TO_FOLLOW, TO_FOLLOW | {"tracking_numbers": ["PP1"]}) == (Parcel(number="PP1"),)


def test_hundreds_of_parcels_are_bounded() -> None:
    many = [TO_FOLLOW | {"tracking_number": str(n)} for n in range(300)]
    assert len(parcels(*many)) == 20


def test_shipping_needs_the_orders_id() -> None:
    with pytest.raises(MalformedBody) as refused:
        changed("orders_fulfilled", id=None)
    assert refused.value.path == "$.id"
