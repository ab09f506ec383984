"""A shopper answers: what that does, and to whom."""

import json
from datetime import timedelta

import pytest

from chalicelib.carts.model import Status
from chalicelib.channels.sms.context import context_of
from chalicelib.errors import MalformedBody
from chalicelib.messages.news import NumberNews, Reply, Told
from chalicelib.shops.policy import Channel
from chalicelib.workers import feedback as worker
from tests.fakes.edges import NOON
from tests.fakes.world import World
from tests.recovery.test_channels import GERMAN, HOUR, POLICY, left, world

OURS = "+12025550123"
WHATSAPP_ID = POLICY.whatsapp.phone_numbers["eu-central-1"] if POLICY.whatsapp else ""
THEIRS = "+4915123456789"


def reply(text: str, channel: Channel = Channel.SMS, destination: str = OURS) -> Reply:
    """An answer to the shop's number."""
    return Reply(
        channel=channel,
        destination=destination,
        sender=THEIRS,
        text=text,
        at=NOON,
        provider_id="in-1",
        answers=None,
    )


def texted(steps: int = 2) -> World:
    """A shopper got the first of two texts."""
    tea = world(Channel.SMS, Channel.EMAIL, steps=steps)
    left(tea, **GERMAN, accepts_sms=True, accepts_email=True)
    assert tea.let_pass(hours=1) == ["sent"]
    return tea


@pytest.mark.parametrize("word", ["STOP", "stop.", " Stopp ", "ABMELDEN"])
def test_who_texts_stop_gets_no_more_texts_and_still_the_mails_they_agreed_to(word: str) -> None:
    tea = texted()
    assert tea.conversations.reply(reply(word)) == "heeded"
    tea.let_pass(days=2)
    assert [channel for channel, _, _ in tea.carriers.sent] == [Channel.SMS, Channel.EMAIL]


def test_a_stop_counts_for_a_cart_that_is_left_later() -> None:
    tea = texted(steps=1)
    tea.conversations.reply(reply("STOP"))
    tea.clock.forward(days=20)
    left(tea, token="c-2", phone="01512 3456789", country="DE", accepts_sms=True)
    tea.let_pass(hours=2)
    assert tea.cart("c-2").timeline[-1].why.startswith("SMS refused: the shopper answered STOP")


def test_who_talks_to_the_shop_is_not_reminded_any_more() -> None:
    tea = texted()
    assert tea.conversations.reply(reply("Is it there in blue?")) == "heeded"
    cart = tea.cart("c-1")
    assert (cart.status, cart.timeline[-1].why) == (
        Status.ENDED,
        "the shopper replied by SMS: Is it there in blue?",
    )
    tea.let_pass(days=2)
    assert len(tea.carriers.sent) == 1


def test_an_answer_that_comes_twice_is_noted_once() -> None:
    tea = texted()
    for _ in range(2):
        tea.conversations.reply(reply("Is it there in blue?"))
    assert [entry.what for entry in tea.cart("c-1").timeline].count("ended") == 1


def test_whoever_comes_back_after_an_answer_may_be_reminded_again() -> None:
    tea = texted(steps=1)
    tea.conversations.reply(reply("Is it there in blue?"))
    tea.clock.forward(days=9)
    left(tea, **GERMAN, accepts_sms=True)
    tea.clock.forward(seconds=HOUR)
    assert tea.cart("c-1").status is Status.OPEN


def test_a_stranger_or_a_number_of_another_shop_changes_nothing() -> None:
    tea = texted()
    before = tea.cart("c-1")
    assert tea.conversations.reply(reply("STOP", destination="+12025550199")) == "nobody's"
    assert tea.cart("c-1") == before


def test_whatsapps_own_stop_counts_for_whatsapp_alone() -> None:
    tea = world(Channel.WHATSAPP, Channel.SMS)
    left(tea, **GERMAN, accepts_sms=True, accepts_whatsapp=True)
    news = NumberNews(
        channel=Channel.WHATSAPP,
        destination=WHATSAPP_ID,
        address=THEIRS,
        at=NOON,
        told=Told.STOPPED,
        why="stopped marketing in WhatsApp",
    )
    assert tea.conversations.of_number(news) == "heeded"
    assert tea.let_pass(hours=1) == ["sent"]
    assert [channel for channel, _, _ in tea.carriers.sent] == [Channel.SMS]


def test_an_answer_beats_a_step_that_is_due_at_the_same_moment() -> None:
    tea = texted()
    tea.clock.now += timedelta(hours=1) - timedelta(seconds=1)
    tea.conversations.reply(reply("Wait, one question"))
    assert tea.let_pass(hours=3) in ([], ["stale"])
    assert len(tea.carriers.sent) == 1


INBOUND = {
    "originationNumber": THEIRS,
    "destinationNumber": OURS,
    "messageKeyword": "KEYWORD",
    "messageBody": "stop",
    "inboundMessageId": "in-1",
    "previousPublishedMessageId": "out-1",
}


def test_what_arrives_on_the_queue_finds_its_way() -> None:
    tea = texted()
    answer = worker.run(tea.feedback, lambda: tea.conversations, json.dumps(INBOUND), tea.clock.now)
    assert answer == "heeded"
    tags = tea.carriers.sent[0][2].tags
    event = {
        "eventType": "TEXT_INVALID",
        "eventTimestamp": int(tea.clock.now.timestamp() * 1000),
        "context": context_of(tags),
        "destinationPhoneNumber": THEIRS,
        "messageStatus": "INVALID",
    }
    bounced = worker.run(tea.feedback, lambda: tea.conversations, json.dumps(event), tea.clock.now)
    assert bounced == "bounced"
    assert tea.cart("c-1").timeline[-1].what == "step 1 bounced"
    with pytest.raises(MalformedBody):
        worker.run(tea.feedback, lambda: tea.conversations, "[]", tea.clock.now)
