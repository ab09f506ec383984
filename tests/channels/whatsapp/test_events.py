"""What comes back of WhatsApp: the fate of messages, answers, and who wants no more."""

import contextlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels.whatsapp.events import events, phone_number_id
from chalicelib.errors import MalformedBody
from chalicelib.messages.news import News, NumberNews, Reply, Told
from chalicelib.shops.policy import Channel
from tests.channels.whatsapp.bodies import ARN, META_ID, NUMBER, OURS, body, change, message, status

AT = datetime(2025, 11, 25, 7, 0, tzinfo=UTC)


def news(told: Told, why: str = "") -> News:
    return News(
        channel=Channel.WHATSAPP,
        told=told,
        shop="tea",
        cart="cartid",
        shopper="shopperid",
        episode=2,
        step=3,
        at=AT,
        region="eu-west-1",
        why=why,
    )


def stopped(why: str, destination: str = NUMBER) -> NumberNews:
    return NumberNews(
        channel=Channel.WHATSAPP,
        destination=destination,
        address="+491755500100",
        at=AT,
        told=Told.STOPPED,
        why=why,
    )


def reply(text: str, answers: str | None = None) -> Reply:
    return Reply(
        channel=Channel.WHATSAPP,
        destination=NUMBER,
        sender="+491755500100",
        text=text,
        at=AT,
        provider_id="wamid.THEIRS",
        answers=answers,
    )


@pytest.mark.parametrize(
    ("kind", "told"),
    [("sent", Told.SENT), ("delivered", Told.DELIVERED), ("read", Told.OPENED)],
)
def test_a_status_is_news_of_the_step_that_its_tags_name(kind: str, told: Told) -> None:
    assert events(body(change(statuses=[status(kind)]))) == (news(told),)


@pytest.mark.parametrize(
    ("code", "told", "why"),
    [
        (131026, Told.BOUNCED, "the number cannot be reached by WhatsApp (131026)"),
        (131050, Told.STOPPED, "the shopper stopped this shop's marketing by WhatsApp (131050)"),
        (131049, Told.FAILED, "the shopper gets enough marketing by WhatsApp already (131049)"),
        (
            132015,
            Told.FAILED,
            "Meta paused the template: too many shoppers disliked it (132015)",
        ),
        (999999, Told.FAILED, "Meta answered 999999"),
    ],
)
def test_a_failure_says_why(code: int, told: Told, why: str) -> None:
    failed = status("failed", errors=[{"code": code, "title": "No", "error_data": {}}])
    assert events(body(change(statuses=[failed]))) == (news(told, why),)


def test_a_failure_without_a_reason_is_one() -> None:
    assert events(body(change(statuses=[status("failed")]))) == (
        news(Told.FAILED, "Meta answered no code"),
    )


@pytest.mark.parametrize(
    ("kind", "code", "told"),
    [
        ("sent", None, None),
        ("read", None, None),
        ("failed", 131049, None),
        ("failed", 131026, Told.BOUNCED),
        ("failed", 131050, Told.STOPPED),
    ],
)
def test_of_a_message_of_others_only_what_is_about_the_number_counts(
    kind: str, code: int | None, told: Told | None
) -> None:
    theirs = status(kind, biz_opaque_callback_data=None, errors=[{"code": code}])
    heard = events(body(change(statuses=[theirs])))
    assert [each.told for each in heard if isinstance(each, NumberNews)] == ([told] if told else [])
    assert len(heard) == (1 if told else 0)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (message("text", text={"body": "Is it blue?\nReally?"}), "Is it blue?\nReally?"),
        (message("button", button={"text": "Yes, please", "payload": "yes"}), "Yes, please"),
        (
            message("interactive", interactive={"button_reply": {"id": "1", "title": "Later"}}),
            "Later",
        ),
        (
            message("interactive", interactive={"list_reply": {"id": "1", "title": "Size M"}}),
            "Size M",
        ),
        (
            message("interactive", interactive={"nfm_reply": {"name": "flow", "body": "Sent"}}),
            "Sent",
        ),
        (message("image", image={"id": "1", "caption": "this one"}), "this one"),
        (message("image", image={"id": "1"}), "[image]"),
        (message("audio", audio={"id": "1", "voice": True}), "[audio]"),
        (message("sticker", sticker={"id": "1"}), "[sticker]"),
        (message("location", location={"latitude": 1.5, "longitude": 2}), "[location]"),
        (message("unsupported", errors=[{"code": 131051}]), "[unsupported]"),
        (message("reaction", reaction={"message_id": "wamid.OURS", "emoji": "👍"}), "👍"),
        (message("text", text={"body": " "}), "[text]"),
    ],
)
def test_an_answer_is_its_words_or_its_kind(given: dict[str, Any], text: str) -> None:
    assert events(body(change(messages=[given]))) == (reply(text),)


def test_an_answer_names_the_message_that_it_answers() -> None:
    answer = message("text", text={"body": "no"}, context={"from": "4915", "id": "wamid.OURS"})
    assert events(body(change(messages=[answer]))) == (reply("no", "wamid.OURS"),)


@pytest.mark.parametrize(
    "given",
    [
        message("reaction", reaction={"message_id": "wamid.OURS", "emoji": ""}),
        message("system", system={"body": "changed the number"}),
        message("text", text={"body": "who?"}) | {"from": None},
    ],
)
def test_what_nobody_said_is_no_answer(given: dict[str, Any]) -> None:
    assert events(body(change(messages=[given]))) == ()


def test_the_button_against_promotions_stops_them() -> None:
    pressed = message("button", button={"text": "Stop promotions", "payload": "Stop promotions"})
    assert events(body(change(messages=[pressed]))) == (
        stopped("pressed the button to stop promotions"),
    )


def test_the_words_of_that_button_typed_are_an_answer() -> None:
    typed = message("text", text={"body": "Stop promotions"})
    assert events(body(change(messages=[typed]))) == (reply("Stop promotions"),)


@pytest.mark.parametrize(
    ("value", "category", "stops"),
    [
        ("stop", "marketing_messages", True),
        ("resume", "marketing_messages", False),
        ("stop", "something_else", False),
    ],
)
def test_who_stops_marketing_in_whatsapp_is_heeded(value: str, category: str, stops: bool) -> None:
    said = {"wa_id": "491755500100", "category": category, "value": value, "timestamp": 1764054000}
    heard = events(body(change("user_preferences", user_preferences=[said])))
    assert heard == ((stopped("stopped marketing in WhatsApp"),) if stops else ())


def test_everything_in_a_body_is_told_in_its_order() -> None:
    first = change(statuses=[status("sent"), status("delivered")])
    second = change(messages=[message("text", text={"body": "hi"})])
    assert events(body(first, second)) == (news(Told.SENT), news(Told.DELIVERED), reply("hi"))


def test_a_whole_notification_in_place_of_its_entry_is_read_too() -> None:
    many = {"entry": [{"id": "1", "changes": [change(statuses=[status("sent")])]}] * 2}
    assert events(body(**many)) == (news(Told.SENT), news(Told.SENT))


def test_changes_that_are_none_of_ours_are_passed_over() -> None:
    template = {"field": "message_template_status_update", "value": {"event": "PAUSED"}}
    odd = {"field": "account_alerts", "value": ["a", 1]}
    assert events(body(template, odd, change(statuses=[status("played")]))) == ()


def test_a_number_that_aws_does_not_name_keeps_metas_name() -> None:
    said = {"wa_id": "491755500100", "category": "marketing_messages", "value": "stop"}
    given = json.loads(
        body(change("user_preferences", user_preferences=[{**said, "timestamp": 0}]))
    )
    given["context"] = {"MetaPhoneNumberIds": []}
    (heard,) = events(json.dumps(given))
    assert isinstance(heard, NumberNews)
    assert heard.destination == META_ID


@pytest.mark.parametrize("given", [ARN, NUMBER])
def test_a_number_has_one_name_whichever_way_the_shop_writes_it(given: str) -> None:
    assert phone_number_id(given) == NUMBER


@pytest.mark.parametrize(
    "given",
    [
        "",
        "[]",
        "{}",
        '{"whatsAppWebhookEntry": 1}',
        '{"whatsAppWebhookEntry": "no"}',
        '{"whatsAppWebhookEntry": "[]"}',
        body(change(statuses=[status("sent", timestamp="soon")])),
        body(change(statuses=[status("sent", timestamp="9" * 30)])),
        body(change(statuses=[status("sent", timestamp="9" * 5000)])),
        body(change(statuses=[status("failed", errors="no")])),
        body(change(messages=[{"type": "text"}])),
        '{"whatsAppWebhookEntry": "' + "[" * 100_000 + '"}',
        '{"whatsAppWebhookEntry": "\\ud800"}',
        "\ud800",
    ],
)
def test_what_is_no_event_is_malformed(given: str) -> None:
    with pytest.raises(MalformedBody):
        events(given)


LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats()
ODD = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=6,
)
STATUS = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["sent", "failed", "read"]) | ODD,
        "timestamp": st.sampled_from(["1764054000", "-1"]) | ODD,
    },
    optional={
        "errors": ODD | st.lists(st.fixed_dictionaries({"code": ODD}), max_size=2),
        "recipient_id": ODD,
        "biz_opaque_callback_data": st.just(OURS) | ODD,
    },
)
MESSAGE = st.fixed_dictionaries(
    {
        "id": st.just("wamid.X") | ODD,
        "from": st.just("4917") | ODD,
        "timestamp": st.just("1764054000") | ODD,
        "type": st.sampled_from(["text", "button", "interactive", "reaction"]) | ODD,
    },
    optional={
        "text": ODD | st.fixed_dictionaries({"body": ODD}),
        "interactive": ODD | st.fixed_dictionaries({"button_reply": ODD}),
        "context": ODD,
    },
)
CHANGE = ODD | st.fixed_dictionaries(
    {
        "field": st.sampled_from(["messages", "user_preferences"]),
        "value": ODD
        | st.fixed_dictionaries(
            {},
            optional={
                "statuses": st.lists(STATUS, max_size=2),
                "messages": st.lists(MESSAGE, max_size=2),
                "user_preferences": st.lists(ODD, max_size=2),
                "metadata": ODD,
            },
        ),
    }
)


@given(st.lists(CHANGE, max_size=3) | ODD)
def test_whatever_comes_is_read_or_malformed(changes: object) -> None:
    entry = json.dumps({"changes": changes})
    with contextlib.suppress(MalformedBody):
        events(json.dumps({"whatsAppWebhookEntry": entry, "context": None}))


@given(st.text() | ODD.map(json.dumps))
def test_whatever_the_body_is_it_is_read_or_malformed(given_body: str) -> None:
    with contextlib.suppress(MalformedBody):
        events(given_body)
