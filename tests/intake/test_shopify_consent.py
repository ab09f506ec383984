"""Shopify's consent topics, and the copies of consent in older checkouts."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.errors import MalformedBody
from chalicelib.intake.events import CartChanged, ConsentChanged, ConsentState, Ignored
from chalicelib.shoppers.contact import Contact
from chalicelib.shops.policy import Channel
from tests.intake.bodies import RECEIVED_AT, changed, sample

EMAIL = "customers_email_marketing_consent_update"
SMS = "customers_marketing_consent_update"


def test_who_unsubscribes_from_e_mail() -> None:
    assert sample(EMAIL) == ConsentChanged(
        contact=Contact(email="Ann.Archer@example.com", customer="603851970716743426"),
        channel=Channel.EMAIL,
        state=ConsentState.REFUSED,
        occurred_at=datetime(2026, 11, 20, 11, 45, tzinfo=UTC),
        source="shopify",
        confirmed=False,
    )


def test_who_has_not_confirmed_yet() -> None:
    assert sample(f"{EMAIL}__pending") == ConsentChanged(
        contact=Contact(email="li.lei@example.com", customer="17"),
        channel=Channel.EMAIL,
        state=ConsentState.PENDING,
        occurred_at=datetime(2026, 11, 20, 12, 0, tzinfo=UTC),
        source="shopify",
        confirmed=True,
    )


def test_the_topic_without_e_mail_in_its_name_is_of_sms() -> None:
    assert sample(SMS) == ConsentChanged(
        contact=Contact(phone="+442079460000", customer="603851970716743426"),
        channel=Channel.SMS,
        state=ConsentState.GIVEN,
        occurred_at=datetime(2026, 11, 20, 11, 50, tzinfo=UTC),
        source="shopify",
        confirmed=False,
    )


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ("subscribed", ConsentState.GIVEN),
        (" SUBSCRIBED ", ConsentState.GIVEN),
        ("unsubscribed", ConsentState.REFUSED),
        ("redacted", ConsentState.REFUSED),
        ("INVALID", ConsentState.REFUSED),
        ("pending", ConsentState.PENDING),
        ("not_subscribed", ConsentState.NONE),
        (None, ConsentState.NONE),
        ("subscribed_to_something_new", ConsentState.PENDING),
    ],
)
def test_only_subscribed_is_a_yes(told: str | None, state: ConsentState) -> None:
    event = changed(EMAIL, email_marketing_consent={"state": told})
    assert isinstance(event, ConsentChanged)
    assert (event.state, event.occurred_at) == (state, RECEIVED_AT)


def test_consent_of_nobody_is_of_no_use() -> None:
    nobody = {"email_address": "not an address", "customer_id": None}
    assert changed(EMAIL, **nobody) == Ignored(why="consent of nobody")
    assert changed(SMS, phone=None, id={}) == Ignored(why="consent of nobody")


@pytest.mark.parametrize("marketing", [None, "subscribed", []])
def test_a_body_without_consent_is_malformed(marketing: Any) -> None:
    with pytest.raises(MalformedBody) as refused:
        changed(EMAIL, email_marketing_consent=marketing)
    assert refused.value.path == "$.email_marketing_consent"


@pytest.mark.parametrize(
    ("tick", "account", "accepts"),
    [
        (True, {"email_marketing_consent": {"state": "unsubscribed"}}, True),
        (False, {"email_marketing_consent": {"state": "subscribed"}}, False),
        (None, {"email_marketing_consent": {"state": "subscribed"}}, True),
        (None, {"email_marketing_consent": {"state": "Pending"}}, False),
        (None, {"email_marketing_consent": {"state": None}}, None),
        (None, {"email_marketing_consent": "subscribed"}, None),
        (None, {"accepts_marketing": True}, True),
        (None, {"accepts_marketing": False}, False),
        (None, {"accepts_marketing": "yes"}, None),
        (None, {}, None),
    ],
)
def test_the_tick_counts_and_where_there_is_none_the_account(
    tick: bool | None, account: dict[str, Any], accepts: bool | None
) -> None:
    event = changed("checkouts_create", buyer_accepts_marketing=tick, customer={"id": 1} | account)
    assert isinstance(event, CartChanged)
    assert event.contact is not None
    assert event.contact.accepts_email is accepts


@pytest.mark.parametrize(
    ("told", "confirmed"),
    [
        ("confirmed_opt_in", True),
        ("CONFIRMED_OPT_IN", True),
        ("single_opt_in", False),
        ("unknown", None),
        (None, None),
        ({}, None),
    ],
)
def test_the_platform_tells_if_an_address_was_proven(told: Any, confirmed: bool | None) -> None:
    marketing = {"state": "subscribed", "opt_in_level": told}
    for event in (
        changed(EMAIL, email_marketing_consent=marketing),
        changed(SMS, sms_marketing_consent=marketing),
    ):
        assert isinstance(event, ConsentChanged)
        assert event.confirmed is confirmed
