"""What BigCommerce tells, and that it tells hardly anything but whom to ask for."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib.errors import BadSignature, MalformedBody
from chalicelib.intake.events import (
    AppRemoved,
    CartDeleted,
    ChangeAnnounced,
    Ignored,
    OrderPlaced,
    Resource,
)
from chalicelib.shoppers.contact import Contact
from chalicelib.shops.model import Platform
from tests.fakes.world import shop
from tests.intake.bigcommerce_store import CART, changed, meant, sample
from tests.intake.bodies import RECEIVED_AT, document, raw

TOLD_AT = datetime(2026, 11, 20, 12, 4, tzinfo=UTC)
SECONDS = int(TOLD_AT.timestamp())
ODD_TIMES: tuple[Any, ...] = (None, ..., "soon", [], {}, True, -1, 10**400, 1e308)


def announced(name: str) -> tuple[Resource, str, datetime]:
    event = sample(name)
    assert isinstance(event, ChangeAnnounced)
    assert event.known is None
    return event.resource, event.ref, event.occurred_at


@pytest.mark.parametrize(
    "name",
    [
        *("store_cart_created", "store_cart_updated", "store_cart_couponApplied"),
        *("store_cart_abandoned", "store_cart_lineItem_created"),
        *("store_channel_2_cart_updated", "store_channel_2_cart_lineItems_created"),
    ],
)
def test_whatever_touches_a_cart_says_which_to_ask_for(name: str) -> None:
    assert announced(name) == (Resource.CART, CART, TOLD_AT)


def test_an_abandoned_cart_without_its_id_is_asked_for_by_its_token() -> None:
    ref = "abandoned:1eed6d2dce0a4d0c8ae1a7d3a4f5b6c7"
    assert announced("store_cart_abandoned__token-only") == (Resource.CART, ref, TOLD_AT)


@pytest.mark.parametrize("name", ["store_order_created", "store_order_statusUpdated"])
def test_an_order_is_asked_for_since_it_may_be_one_that_was_never_paid(name: str) -> None:
    assert announced(name) == (Resource.ORDER, "252", TOLD_AT)


def test_a_shipment_is_asked_for_by_its_order() -> None:
    assert announced("store_shipment_created") == (Resource.SHIPMENT, "252", TOLD_AT)


def test_a_converted_cart_is_a_purchase_before_anybody_is_asked() -> None:
    assert sample("store_cart_converted") == ChangeAnnounced(
        resource=Resource.ORDER,
        ref="252",
        occurred_at=TOLD_AT,
        known=OrderPlaced(order="252", tokens=(CART,), occurred_at=TOLD_AT, contact=Contact()),
        fingerprint=f"store/cart/converted:{document('store_cart_converted')['hash']}:{SECONDS}",
    )


def test_a_deleted_cart_without_a_time_was_deleted_when_it_was_told() -> None:
    deleted = CartDeleted(tokens=(CART,), occurred_at=RECEIVED_AT)
    assert sample("store_cart_deleted__no-time") == deleted


def test_an_app_that_was_removed() -> None:
    assert sample("store_app_uninstalled") == AppRemoved(occurred_at=TOLD_AT)


def test_a_removal_that_is_told_late_keeps_its_time() -> None:
    yesterday = RECEIVED_AT - timedelta(days=1)
    told = changed("store_app_uninstalled", created_at=int(yesterday.timestamp()))
    assert told == AppRemoved(occurred_at=yesterday)


@pytest.mark.parametrize(
    ("name", "scope"),
    [
        ("store_order_refund_created", "store/order/refund/created"),
        ("store_priceList_records_updated", "store/priceList/records/updated"),
    ],
)
def test_everything_else_is_of_no_use_whatever_its_shape(name: str, scope: str) -> None:
    assert sample(name) == Ignored(why=f"scope {scope} is not used")


@pytest.mark.parametrize(
    ("told", "taken"),
    [
        (SECONDS, TOLD_AT),
        (str(SECONDS), TOLD_AT),
        (float(SECONDS), TOLD_AT),
        (SECONDS + 90, RECEIVED_AT),
        (SECONDS - 86_400, RECEIVED_AT),
        (SECONDS * 1000, RECEIVED_AT),
        *((odd, RECEIVED_AT) for odd in ODD_TIMES),
    ],
)
def test_a_time_counts_if_it_must_be_the_events_own(told: Any, taken: datetime) -> None:
    event = changed("store_cart_converted", created_at=told)
    assert isinstance(event, ChangeAnnounced)
    assert event.known is not None
    assert (event.occurred_at, event.known.occurred_at) == (taken, taken)


@pytest.mark.parametrize(
    "changes",
    [
        {"hash": ...},
        {"hash": None},
        {"hash": ""},
        {"created_at": ...},
        {"created_at": SECONDS - 3600},
        {"created_at": SECONDS + 3600},
    ],
)
def test_without_hash_and_near_time_one_event_is_not_told_from_another(
    changes: dict[str, Any],
) -> None:
    event = changed("store_cart_updated", **changes)
    assert isinstance(event, ChangeAnnounced)
    assert event.fingerprint is None


def test_events_of_another_second_scope_or_hash_are_told_apart() -> None:
    events = (
        sample("store_cart_updated"),
        changed("store_cart_updated", created_at=SECONDS + 1),
        changed("store_cart_updated", hash="0"),
        changed("store_cart_updated", scope="store/cart/created"),
    )
    prints = {e.fingerprint for e in events if isinstance(e, ChangeAnnounced)}
    assert len(prints) == 4


@pytest.mark.parametrize("producer", [..., None, "", "stores/", "stores/another", "t3asteep"])
def test_another_stores_webhook_is_refused(producer: Any) -> None:
    with pytest.raises(BadSignature, match=r"^producer is missing or not this shop's store$"):
        changed("store_cart_converted", producer=producer)


def test_a_shop_that_does_not_say_which_store_it_is_takes_nobodys() -> None:
    nameless = shop(platform=Platform.BIGCOMMERCE)
    for producer in ("stores/", "stores/None"):
        body = raw("store_cart_converted").replace(b"stores/t3asteep", producer.encode())
        with pytest.raises(BadSignature):
            meant(body, nameless)


@pytest.mark.parametrize(
    ("name", "data", "path"),
    [
        ("store_cart_updated", {}, "$.data.id"),
        ("store_cart_updated", {"id": " "}, "$.data.id"),
        ("store_cart_updated", {"id": "x" * 513}, "$.data.id"),
        ("store_cart_updated", [], "$.data"),
        ("store_cart_updated", None, "$.data"),
        ("store_cart_lineItem_created", {"id": "a line's"}, "$.data.cartId"),
        ("store_cart_deleted__no-time", {}, "$.data.id"),
        ("store_cart_converted", {"id": CART}, "$.data.orderId"),
        ("store_cart_converted", {"orderId": 252}, "$.data.id"),
        ("store_order_created", {}, "$.data.id"),
        ("store_order_created", {"id": "../../v2/store"}, "$.data.id"),
        ("store_order_created", {"id": -1}, "$.data.id"),
        ("store_order_created", {"id": 2.5}, "$.data.id"),
    ],
)
def test_what_names_nothing_to_ask_for_is_told_with_its_path(
    name: str, data: Any, path: str
) -> None:
    with pytest.raises(MalformedBody) as refused:
        changed(name, data=data)
    assert refused.value.path == path
