"""Shopify's compliance topics and the app's removal: believed only of this shop, in this shape."""

from typing import Any

import pytest

from chalicelib.errors import BadSignature, MalformedBody
from chalicelib.intake.events import AppRemoved, ErasureAsked, ExportAsked, ShopErasureAsked
from chalicelib.shoppers.contact import Contact
from tests.intake.bodies import RECEIVED_AT, changed, decoded, raw, sample

ALL = ["customers_data_request", "customers_redact", "shop_redact"]


def test_a_shopper_asks_what_is_stored() -> None:
    assert sample("customers_data_request") == ExportAsked(
        contact=Contact(email="ann.archer@example.com", phone="555-625-1199", customer="8800002"),
        orders=("9900001", "9900002", "9900003"),
        request="9999",
    )


def test_a_shopper_is_to_be_forgotten() -> None:
    assert sample("customers_redact") == ErasureAsked(
        contact=Contact(email="ann.archer@example.com", customer="8800002"),
        orders=("9900001", "9900002"),
    )


def test_of_some_shoppers_only_the_address_is_known() -> None:
    assert sample("customers_redact__only-an-address") == ErasureAsked(
        contact=Contact(email="till@example.com")
    )


def test_a_whole_shop_is_to_be_forgotten() -> None:
    assert sample("shop_redact") == ShopErasureAsked()


def test_the_app_was_removed() -> None:
    assert sample("app_uninstalled") == AppRemoved(occurred_at=RECEIVED_AT)
    told = {"x-shopify-triggered-at": "2026-11-20T12:04:00.123Z"}
    event = decoded("app/uninstalled", raw("app_uninstalled"), **told)
    assert isinstance(event, AppRemoved)
    assert event.occurred_at.isoformat() == "2026-11-20T12:04:00.123000+00:00"


@pytest.mark.parametrize("name", ALL)
def test_another_shops_request_is_not_this_ones_whatever_the_header_says(name: str) -> None:
    with pytest.raises(BadSignature, match=r"\$\.shop_domain"):
        changed(name, shop_domain="coffee.myshopify.com")


def test_another_shops_removal_is_not_this_ones() -> None:
    with pytest.raises(BadSignature, match=r"\$\.myshopify_domain"):
        changed("app_uninstalled", myshopify_domain="coffee.myshopify.com")


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("domain", [None, "", {}])
def test_a_request_of_no_shop_is_malformed(name: str, domain: Any) -> None:
    with pytest.raises(MalformedBody) as refused:
        changed(name, shop_domain=domain)
    assert refused.value.path == "$.shop_domain"


@pytest.mark.parametrize(
    ("topic", "name"),
    [
        ("shop/redact", "customers_redact"),
        ("shop/redact", "customers_data_request"),
        ("shop/redact", "app_uninstalled"),
        ("shop/redact", "orders_create"),
        ("shop/redact", "checkouts_create"),
        ("customers/redact", "customers_data_request"),
        ("customers/redact", "shop_redact"),
        ("customers/redact", "orders_create"),
        ("customers/redact", "customers_email_marketing_consent_update"),
        ("customers/data_request", "customers_redact"),
        ("app/uninstalled", "shop_redact"),
        ("app/uninstalled", "orders_create"),
        ("checkouts/update", "orders_create"),
        ("orders/create", "checkouts_create"),
    ],
)
def test_a_signed_body_does_not_pass_under_the_topic_of_another(topic: str, name: str) -> None:
    with pytest.raises(MalformedBody):
        decoded(topic, raw(name))


def test_orders_that_cannot_be_read_do_not_hold_up_an_erasure() -> None:
    event = changed("customers_redact", orders_to_redact=[1, "2", None, {}, 1.5, 1])
    assert isinstance(event, ErasureAsked)
    assert event.orders == ("1", "2")
    assert changed("customers_redact", orders_to_redact="all") == ErasureAsked(
        contact=event.contact
    )


def test_an_erasure_of_nobody_is_malformed() -> None:
    with pytest.raises(MalformedBody) as refused:
        changed("customers_redact", customer=None)
    assert refused.value.path == "$.customer"
