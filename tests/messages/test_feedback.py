"""What SES tells of a mail, and what we make of it."""

import json
from typing import Any

import pytest

from chalicelib.errors import MalformedBody
from chalicelib.messages.mail_events import mail_event
from chalicelib.messages.news import Told
from chalicelib.workers import feedback as worker
from tests.fakes.world import World, checkout


def mailed() -> World:
    """A world in which the first reminder was sent."""
    world = World()
    world.post("checkouts/create", checkout(world.clock, phone="+49 30 1234567"))
    world.let_pass(hours=1)
    return world


def told(world: World, kind: str, **more: Any) -> str:
    """Let SES tell something of the last mail sent."""
    told = body(world, kind, **more)
    return worker.run(world.feedback, lambda: world.conversations, told, world.clock.now)


def body(world: World, kind: str, **more: Any) -> str:
    tags = {name: [value] for name, value in world.mailer.sent[-1].tags.items()}
    tags |= {"ses:configuration-set": ["rebasket-dev"]}
    mail = {
        "timestamp": "2026-11-20T13:00:01.000Z",
        "messageId": "m-1",
        "destination": ["ann@example.com"],
        "tags": tags,
    }
    return json.dumps({"eventType": kind, "mail": mail} | more)


PERMANENT = {"bounce": {"bounceType": "Permanent", "bounceSubType": "General"}}
TRANSIENT = {"bounce": {"bounceType": "Transient", "bounceSubType": "MailboxFull"}}


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("Delivery", "step 1 delivered"),
        ("DeliveryDelay", "step 1 delayed"),
        ("Open", "step 1 opened"),
        ("Click", "step 1 clicked"),
        ("Reject", "step 1 rejected"),
    ],
)
def test_what_is_told_is_noted_once(kind: str, what: str) -> None:
    world = mailed()
    assert [told(world, kind), told(world, kind)] == [what.removeprefix("step 1 "), "known"]
    last = world.cart("c-1").timeline[-1]
    assert (last.what, last.times) == (what, 1)
    assert world.let_pass(hours=23) == ["sent"]


def test_a_bounce_stops_mail_to_the_address_but_not_to_the_person() -> None:
    world = mailed()
    assert told(world, "Bounce", **PERMANENT) == "bounced"
    assert world.let_pass(hours=23) == ["ended"]
    assert world.cart("c-1").timeline[-1].why == "e-mail refused: the mailbox does not exist"

    corrected = checkout(world.clock, "c-2", email="ann@example.org", phone="+49 30 1234567")
    world.post("checkouts/create", corrected)
    assert world.let_pass(hours=1) == ["sent"]


def test_a_complaint_stops_mail_to_the_person() -> None:
    world = mailed()
    assert told(world, "Complaint", complaint={}) == "complained"
    other = checkout(world.clock, "c-2", email="ann@example.org", phone="+49 30 1234567")
    world.post("checkouts/create", other)
    assert world.let_pass(hours=1) == ["ended"]
    assert world.cart("c-2").timeline[-1].why == "e-mail refused: marked as spam"


def test_soft_bounces_are_forgiven_twice() -> None:
    world = mailed()
    told(world, "Bounce", **TRANSIENT)
    world.let_pass(hours=23)
    told(world, "Bounce", **TRANSIENT)
    world.let_pass(hours=48)
    assert len(world.mailer.sent) == 3
    told(world, "Bounce", **TRANSIENT)
    world.post("checkouts/create", checkout(world.clock, "c-2"))
    assert world.let_pass(hours=1) == ["ended"]
    assert world.cart("c-2").timeline[-1].why == "e-mail refused: the mailbox kept bouncing"


def test_what_is_not_ours_is_left_alone_and_nonsense_is_not_taken() -> None:
    world = mailed()
    assert mail_event('{"eventType": "Send", "mail": {"tags": {}}}') is None
    assert mail_event(body(world, "Subscription")) is None
    for nonsense in ("", "[]", "{}", '{"eventType": "Send"}', '{"eventType": 1, "mail": {}}'):
        with pytest.raises(MalformedBody):
            mail_event(nonsense)


def test_a_send_is_remembered_without_a_line() -> None:
    world = mailed()
    lines = len(world.cart("c-1").timeline)
    event = mail_event(body(world, "Send"))
    assert event is not None
    assert (event.told, event.step) == (Told.SENT, 1)
    assert told(world, "Send") == "sent"
    assert len(world.cart("c-1").timeline) == lines
