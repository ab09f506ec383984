"""What AWS tells of texts, and what shoppers text back."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.sms.context import context_of, tags_of
from chalicelib.channels.sms.events import KINDS, text_news, text_reply
from chalicelib.errors import MalformedBody
from chalicelib.messages.news import News, NumberNews, Reply, Told
from chalicelib.shops.policy import Channel

AT = datetime(2026, 11, 20, 12, 0, 0, 250_000, tzinfo=UTC)
TAGS = {
    "shop": "tea",
    "cart": "c" * 20,
    "shopper": "s" * 20,
    "episode": "2",
    "step": "13",
    "region": "eu-west-1",
}


def event(kind: str = "TEXT_DELIVERED", **changes: Any) -> str:
    usual = {
        "eventType": kind,
        "eventVersion": "1.0",
        "eventTimestamp": 1_795_176_000_250,
        "isFinal": True,
        "originationPhoneNumber": "+12065550100",
        "destinationPhoneNumber": "+4915112345678",
        "messageId": "m-1",
        "messageStatus": kind.removeprefix("TEXT_"),
        "context": context_of(TAGS),
    }
    return json.dumps(usual | changes)


def test_our_tags_go_with_five_at_most_and_come_back() -> None:
    assert context_of(TAGS) == {
        "shop": "tea",
        "cart": "c" * 20,
        "shopper": "s" * 20,
        "region": "eu-west-1",
        "message": "2.13",
    }
    assert tags_of(context_of(TAGS)) == TAGS
    at_home = context_of(TAGS | {"region": ""})
    assert "region" not in at_home
    assert tags_of(at_home) == TAGS | {"region": ""}


@pytest.mark.parametrize(
    "wrong", [{"message": "2"}, {"message": "x.1"}, {"shop": ""}, {"cart": ""}]
)
def test_tags_of_anybody_else_are_none(wrong: dict[str, str]) -> None:
    assert tags_of(context_of(TAGS) | wrong) is None


@pytest.mark.parametrize(
    ("kind", "told", "why"),
    [
        ("TEXT_PENDING", Told.SENT, ""),
        ("TEXT_QUEUED", Told.SENT, ""),
        ("TEXT_SUCCESSFUL", Told.DELIVERED, ""),
        ("TEXT_DELIVERED", Told.DELIVERED, ""),
        ("TEXT_INVALID", Told.BOUNCED, "INVALID"),
        ("TEXT_INVALID_MESSAGE", Told.REJECTED, "INVALID_MESSAGE"),
        ("TEXT_BLOCKED", Told.FAILED, "BLOCKED"),
        ("TEXT_CARRIER_UNREACHABLE", Told.FAILED, "CARRIER_UNREACHABLE"),
        ("TEXT_TTL_EXPIRED", Told.FAILED, "TTL_EXPIRED"),
    ],
)
def test_an_event_tells_what_became_of_which_message(kind: str, told: Told, why: str) -> None:
    assert text_news(event(kind)) == News(
        channel=Channel.SMS,
        told=told,
        shop="tea",
        cart="c" * 20,
        shopper="s" * 20,
        episode=2,
        step=13,
        region="eu-west-1",
        at=AT,
        why=why,
    )


@pytest.mark.parametrize("kind", ["TEXT_UNKNOWN", "VOICE_COMPLETED", "MEDIA_DELIVERED", "new"])
def test_other_kinds_tell_nothing(kind: str) -> None:
    assert text_news(event(kind)) is None


def test_every_kind_of_text_event_but_the_unknown_is_understood() -> None:
    import botocore.session

    model = botocore.session.get_session().get_service_model("pinpoint-sms-voice-v2")
    kinds = {kind for kind in model.shape_for("EventType").enum if kind.startswith("TEXT_")}  # type: ignore[attr-defined]
    assert kinds - KINDS.keys() == {"TEXT_ALL", "TEXT_UNKNOWN"}


@pytest.mark.parametrize("context", [None, {}, {"somebody": "else"}])
def test_a_text_without_our_tags_is_found_by_its_numbers(context: Any) -> None:
    assert text_news(event("TEXT_INVALID", context=context)) == NumberNews(
        channel=Channel.SMS,
        destination="+12065550100",
        address="+4915112345678",
        at=AT,
        told=Told.BOUNCED,
        why="INVALID",
    )


def test_a_reply_names_both_numbers_and_the_text_that_it_answers() -> None:
    body = {
        "originationNumber": "+4915112345678",
        "destinationNumber": "12065550100",
        "messageKeyword": "KEYWORD_1",
        "messageBody": "Is it still there? 🫖",
        "inboundMessageId": "in-1",
        "previousPublishedMessageId": "m-1",
    }
    expected = Reply(
        channel=Channel.SMS,
        destination="+12065550100",
        sender="+4915112345678",
        text="Is it still there? 🫖",
        at=AT,
        provider_id="in-1",
        answers="m-1",
    )
    assert text_reply(json.dumps(body), AT) == expected
    del body["previousPublishedMessageId"]
    assert text_reply(json.dumps(body | {"destinationNumber": "43210"}), AT) == Reply(
        channel=Channel.SMS,
        destination="43210",
        sender="+4915112345678",
        text="Is it still there? 🫖",
        at=AT,
        provider_id="in-1",
    )


@pytest.mark.parametrize("stamp", [-1, 10**15, "now", None])
def test_an_event_without_a_time_is_refused(stamp: Any) -> None:
    with pytest.raises(MalformedBody):
        text_news(event(eventTimestamp=stamp))


@given(st.binary(max_size=200))
def test_anything_else_is_refused(body: bytes) -> None:
    with pytest.raises(MalformedBody):
        text_news(body)
    with pytest.raises(MalformedBody):
        text_reply(body, AT)
