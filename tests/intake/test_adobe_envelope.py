"""Whom an event is for, and what is in it, in every spelling."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.errors import BadSignature, MalformedBody
from chalicelib.intake.adobe_envelope import check_addressee, topic_of, unwrapped
from tests.intake.bodies import RECEIVED_AT
from tests.intake.magento_shop import CLIENT, QUOTE, SHOP, event, meant, other
from tests.intake.signing import webhook

NEW, OLD = "recipientclientid", "recipient_client_id"


def is_ours(**named: Any) -> bool:
    try:
        check_addressee(webhook(json.dumps(named).encode()), SHOP)
    except BadSignature:
        return False
    return True


@pytest.mark.parametrize(
    "named", [{NEW: CLIENT}, {OLD: CLIENT}, {NEW: CLIENT, OLD: CLIENT}, {NEW: CLIENT, OLD: None}]
)
def test_the_recipient_in_either_spelling(named: dict[str, Any]) -> None:
    assert is_ours(**named)


@pytest.mark.parametrize(
    "named",
    [
        *({}, {NEW: None}, {NEW: ""}, {OLD: "someone_else"}, {OLD: CLIENT.upper()}),
        *({NEW: CLIENT, OLD: "someone_else"}, {OLD: [CLIENT]}, {OLD: 7}, {NEW: True}),
    ],
)
def test_anybody_elses_event_is_refused_though_adobe_signed_it(named: dict[str, Any]) -> None:
    assert not is_ours(**named)


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"\xff", b'{"recipient_client_id":'])
def test_a_body_that_names_nobody_is_for_nobody(body: bytes) -> None:
    with pytest.raises(BadSignature):
        check_addressee(webhook(body), SHOP)


def test_a_shop_without_a_client_id_has_no_events_of_adobes() -> None:
    for nobody in (None, ""):
        with pytest.raises(BadSignature, match="--account"):
            check_addressee(webhook(event(QUOTE, {})), other(account=nobody))


def test_the_meaning_is_refused_too_when_it_is_for_somebody_else() -> None:
    with pytest.raises(BadSignature):
        meant(event(QUOTE, {"entity_id": 1}), other(account="someone_else"))


@pytest.mark.parametrize(
    "kind",
    [
        "com.adobe.commerce.observer.sales_order_save_after",
        "observer.sales_order_save_after",
        "sales_order_save_after",
        " com.adobe.commerce.sales_order_save_after ",
        "OBSERVER.Sales_Order_Save_After",
    ],
)
def test_a_topic_in_every_spelling(kind: str) -> None:
    assert topic_of(kind) == "sales_order_save_after"


@pytest.mark.parametrize(
    "kind",
    ["plugin.magento.sales.api.order_management.place", "plugin.sales.api.order_management.place"],
)
def test_a_plugins_topic(kind: str) -> None:
    assert topic_of(f"com.adobe.commerce.{kind}") == "sales.api.order_management.place"


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"type": "t", "data": {"key": "k", "value": {"a": 1}}}, "$.data.value"),
        ({"type": "t", "data": {"a": 1}}, "$.data"),
        ({"type": "t", "event": {"value": {"a": 1}}}, "$.event.value"),
        ({"event": {"type": "t", "data": {"value": {"a": 1}}}}, "$.event.data.value"),
        ({"event": {"type": "t", "data": {"a": 1}}}, "$.event.data"),
    ],
)
def test_the_value_wherever_it_stands(body: dict[str, Any], path: str) -> None:
    told = unwrapped(webhook(json.dumps(body).encode()))
    assert (told.topic, told.path, json.loads(told.value)) == ("t", path, {"a": 1})


@pytest.mark.parametrize(
    ("time", "at"),
    [
        ("2026-11-20T12:03:11.5Z", datetime(2026, 11, 20, 12, 3, 11, 500000, tzinfo=UTC)),
        ("2027-01-01T00:00:00Z", RECEIVED_AT),
        ("soon", RECEIVED_AT),
        (None, RECEIVED_AT),
        (7, RECEIVED_AT),
    ],
)
def test_when_it_was_told_and_never_later_than_it_came(time: Any, at: datetime) -> None:
    body = event(QUOTE, {}, time=time)
    assert unwrapped(webhook(body, RECEIVED_AT)).at == at


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"type": QUOTE}, "$.data"),
        ({"type": QUOTE, "data": None}, "$.data"),
        ({"type": QUOTE, "data": [1]}, "$.data"),
        ({"type": QUOTE, "event": "x"}, "$.event"),
        ({"type": QUOTE, "data": {"value": "x"}}, "$.data.value"),
        ({"type": QUOTE, "data": {"value": [{}]}}, "$.data.value"),
    ],
)
def test_what_is_not_wrapped_as_events_are_is_malformed_where_it_is(
    body: dict[str, Any], path: str
) -> None:
    with pytest.raises(MalformedBody) as refused:
        meant(json.dumps({OLD: CLIENT} | body).encode())
    assert refused.value.path == path
