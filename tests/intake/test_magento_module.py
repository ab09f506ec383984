"""A module of Magento Open Source: our own event schema, under the names that quotes have."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.carts.basket import Basket, Line
from chalicelib.errors import BadSignature
from chalicelib.intake import magento
from chalicelib.intake.events import CartChanged, CartDeleted, Event, OrderCancelled, OrderPlaced
from chalicelib.intake.platform import Webhook
from chalicelib.shoppers.contact import Contact
from infra.adobe_signing import ADOBE
from tests.intake import generic_shop
from tests.intake.bodies import RECEIVED_AT, raw
from tests.intake.magento_shop import CLIENT, SHOP
from tests.intake.signing import webhook

WAYS = magento.intake(lambda: ADOBE)


def told(body: bytes) -> Event:
    return magento.decode(Webhook(headers={}, body=body, received_at=RECEIVED_AT), SHOP)


def meant(kind: str, **data: Any) -> Event:
    body = {"type": kind, "timestamp": "2026-11-20T12:00:00Z", "data": data}
    return told(json.dumps(body).encode())


def test_a_quote_with_the_address_that_leads_back_to_it() -> None:
    assert told(raw("cart.updated__magento-module")) == CartChanged(
        tokens=("quote-4721",),
        occurred_at=datetime(2026, 11, 20, 12, 0, tzinfo=UTC),
        basket=Basket(
            lines=(
                Line(
                    title="Assam, second flush",
                    quantity=2,
                    line_price=Decimal("21.80"),
                    variant_ref="TEA-ASSAM-250",
                ),
            ),
            currency="EUR",
            total=Decimal("21.80"),
        ),
        contact=Contact(email="ann.archer@example.com", name="Ann", accepts_email=True),
        restore_url="https://teashop.example/rebasket/cart/back?cart=Zk3rQ9fX0vN1cB7sT5yU2wE8iO4pA6lD",
    )


def test_an_order_meets_its_quote_and_what_the_shop_is_asked_for() -> None:
    placed = meant("order.placed", order="000000012", cart=4711)
    assert isinstance(placed, OrderPlaced)
    assert (placed.order, placed.tokens) == ("000000012", ("quote-4711", "order-000000012"))
    cancelled = meant("order.cancelled", order="000000012")
    assert isinstance(cancelled, OrderCancelled)
    assert cancelled.tokens == ("order-000000012",)
    deleted = meant("cart.deleted", cart="4711")
    assert isinstance(deleted, CartDeleted)
    assert deleted.tokens == ("quote-4711",)


def test_a_module_signs_like_a_shop_of_its_own() -> None:
    body = raw("cart.updated__magento-module")
    headers = generic_shop.headers(body, RECEIVED_AT.timestamp())
    sent = Webhook(headers=headers, body=body, received_at=RECEIVED_AT)
    WAYS.verify(sent, [generic_shop.SECRET])
    with pytest.raises(BadSignature, match="v1 signature"):
        WAYS.verify(sent, ["whsec_" + "QUJD" * 8])


def test_a_modules_signature_does_not_make_it_an_event_of_adobes() -> None:
    """Who says that Adobe signed must show Adobe's signature, whatever else is there."""
    body = json.dumps({"recipient_client_id": CLIENT}).encode()
    headers = generic_shop.headers(body, RECEIVED_AT.timestamp())
    both = headers | {"x-adobe-digital-signature-1": "AAAA"}
    with pytest.raises(BadSignature, match="Adobe"):
        WAYS.verify(
            Webhook(headers=both, body=body, received_at=RECEIVED_AT), [generic_shop.SECRET]
        )


URL = "https://csm.adobe.io/csm/registrations/validate?id=1&challenge=2"


def test_adobes_second_try_to_prove_an_address_is_greeted_and_not_followed() -> None:
    body = json.dumps({"validationUrl": URL}).encode()
    assert "not fetched" in str(WAYS.greeting(webhook(body)))
    assert "not fetched" in str(WAYS.greeting(webhook(b'{"validationUrl": "http://10.0.0.1/"}')))


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{}", b"[]", b'{"validationUrl": 7}', b'{"validationUrl": "u", "type": "t"}'),
        b'{"validationUrl": "' + b"u" * 5000 + b'"}',
    ],
)
def test_nothing_else_unsigned_is_greeted(body: bytes) -> None:
    assert WAYS.greeting(webhook(body)) is None


def test_a_signed_webhook_is_never_taken_for_a_greeting() -> None:
    body = json.dumps({"validationUrl": URL}).encode()
    assert WAYS.greeting(webhook(body, webhook_signature="v1,x")) is None
    named = {"x-adobe-digital-signature-1": "AAAA"}
    assert WAYS.greeting(Webhook(headers=named, body=body, received_at=RECEIVED_AT)) is None
