"""The local cloud's mail events are what our own code takes for SES's."""

from datetime import UTC, datetime
from json import dumps

import pytest

from chalicelib.messages.mail_events import mail_event
from chalicelib.messages.news import News, Told
from infra.local import mail_events
from infra.local.mail import SentMail

MAIL = SentMail(
    message_id="0100-1",
    sent_at=1_763_640_000.25,
    sender="Tea <tea@shop.example>",
    to=("ada@shopper.example",),
    subject="Your tea",
    text="",
    html="",
    headers={"List-Unsubscribe": "<https://shop.example/u>"},
    tags={"shop": "tea", "cart": "c", "shopper": "s", "episode": "2", "step": "3"},
    configuration_set="rebasket-dev",
)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("Send", Told.SENT),
        ("Delivery", Told.DELIVERED),
        ("DeliveryDelay", Told.DELAYED),
        ("Open", Told.OPENED),
        ("Click", Told.CLICKED),
        ("Bounce", Told.BOUNCED),
        ("Complaint", Told.COMPLAINED),
        ("Reject", Told.REJECTED),
        ("Rendering Failure", Told.REJECTED),
    ],
)
def test_each_kind_is_read_for_what_it_is(kind: str, told: Told) -> None:
    event = mail_event(dumps(mail_events.mail_event(MAIL, kind, {})))
    assert isinstance(event, News)
    assert (event.told, event.shop, event.cart, event.shopper) == (told, "tea", "c", "s")
    assert (event.episode, event.step) == (2, 3)


def test_its_time_is_when_the_mail_was_taken() -> None:
    written = mail_events.mail_event(MAIL, "Send", {})["mail"]["timestamp"]
    assert written == "2025-11-20T12:00:00.250Z"
    assert datetime.fromisoformat(written) == datetime.fromtimestamp(MAIL.sent_at, UTC)


def test_details_replace_what_is_usual() -> None:
    body = dumps(mail_events.mail_event(MAIL, "Bounce", {"bounceType": "Transient"}))
    event = mail_event(body)
    assert isinstance(event, News)
    assert event.told is Told.BOUNCED_SOFTLY
