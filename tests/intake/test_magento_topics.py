"""What else Commerce tells: consent, shipments, and what is of no use."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.errors import MalformedBody
from chalicelib.intake.events import (
    ChangeAnnounced,
    ConsentChanged,
    ConsentState,
    Ignored,
    Resource,
)
from chalicelib.shoppers.contact import Contact
from chalicelib.shops.policy import Channel
from tests.intake.magento_shop import QUOTE, changed, event, meant, sample

TOLD_AT = datetime(2026, 11, 20, 12, 3, 11, 402000, tzinfo=UTC)
SUBSCRIBER = "observer.newsletter_subscriber_save_commit_after"
SHIPMENT = "observer.sales_order_shipment_save_commit_after"


def test_who_subscribes_to_the_newsletter_agrees_to_mail() -> None:
    assert sample(SUBSCRIBER) == ConsentChanged(
        contact=Contact(email="ann.archer@example.com", customer="88"),
        channel=Channel.EMAIL,
        state=ConsentState.GIVEN,
        occurred_at=TOLD_AT,
        source="adobe commerce",
    )


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("1", ConsentState.GIVEN),
        (2, ConsentState.PENDING),
        ("3", ConsentState.REFUSED),
        (4, ConsentState.PENDING),
    ],
)
def test_every_status_of_a_subscriber(status: Any, state: ConsentState) -> None:
    told = changed(SUBSCRIBER, subscriber_status=status)
    assert isinstance(told, ConsentChanged)
    assert told.state is state


@pytest.mark.parametrize(
    "untold", [{"subscriber_email": None}, {"subscriber_status": None}, {"subscriber_status": 9}]
)
def test_a_subscriber_without_address_or_status_says_nothing(untold: dict[str, Any]) -> None:
    assert isinstance(changed(SUBSCRIBER, **untold), Ignored)


def test_a_shipment_has_its_order_looked_at() -> None:
    expected = ChangeAnnounced(resource=Resource.ORDER, ref="shipped-12", occurred_at=TOLD_AT)
    assert sample(SHIPMENT) == expected
    track = {"track": {"order_id": 12, "track_number": "1Z"}}
    topic = "observer.sales_order_shipment_track_save_after"
    assert meant(event(topic, track, time="2026-11-20T12:03:11.402Z")) == expected
    with pytest.raises(MalformedBody) as refused:
        changed(SHIPMENT, order_id=None)
    assert refused.value.path == "$.data.value.order_id"


@pytest.mark.parametrize(
    ("topic", "named"),
    [
        ("observer.catalog_product_save_commit_after", "catalog_product_save_commit_after"),
        ("observer.customer_login", "customer_login"),
        ("plugin.sales_rule.model.resource_model.coupon.save", "sales_rule.model."),
        ("observer.sales_quote_save_after_low_stock", "sales_quote_save_after_low_stock"),
    ],
)
def test_what_is_not_used_is_taken_and_told_so(topic: str, named: str) -> None:
    told = meant(event(topic, {"entity_id": 1}))
    assert isinstance(told, Ignored)
    assert told.why.startswith(f"events of type {named}")


@pytest.mark.parametrize("kind", [None, "", 7, {}])
def test_an_event_without_a_type_is_of_no_use(kind: Any) -> None:
    told = meant(event(QUOTE, {"entity_id": 1}, type=kind))
    assert isinstance(told, Ignored)
