"""What failed for good can be seen with its reason, and put back."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from moto import mock_aws

from infra.__main__ import main
from infra.dead_letters import DeadLetter
from infra.dead_letters_list import line
from infra.dead_reasons import Reason
from tests.fakes.aws import client, create_table

QUEUES = ("due", "feedback", "errands", "due-dead", "timers-dead", "feedback-dead", "errands-dead")
DUE = '{"shop":"tea","cart":"c1","round":1}'
TAGS = {"shop": ["tea"], "cart": ["c1"], "shopper": ["s1"], "episode": ["1"], "step": ["2"]}
BOUNCE = json.dumps(
    {
        "eventType": "Bounce",
        "mail": {"timestamp": "2026-11-20T12:00:00.000Z", "tags": TAGS},
        "bounce": {"bounceType": "Permanent"},
    }
)


@pytest.fixture(autouse=True)
def sqs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name, value in (
        ("AWS_ACCESS_KEY_ID", "x"),
        ("AWS_SECRET_ACCESS_KEY", "x"),
        ("AWS_REGION", "eu-west-1"),
    ):
        monkeypatch.setenv(name, value)
    with mock_aws():
        create_table("rebasket-test")
        queues = client("sqs")
        for name in QUEUES:
            queues.create_queue(QueueName=f"rebasket-test-{name}")
        yield queues


def put(sqs: Any, queue: str, body: str, **attributes: str) -> None:
    sqs.send_message(
        QueueUrl=sqs.get_queue_url(QueueName=f"rebasket-test-{queue}")["QueueUrl"],
        MessageBody=body,
        MessageAttributes={
            name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()
        },
    )


def bodies(sqs: Any, queue: str) -> list[str]:
    """Every message that can be seen in a queue now."""
    url = sqs.get_queue_url(QueueName=f"rebasket-test-{queue}")["QueueUrl"]
    found: list[str] = []
    while got := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        found += [message["Body"] for message in got]
    return sorted(found)


def listed(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    assert main(["dead-letters", "list", "--stage", "test", *words]) == 0
    return capsys.readouterr().out.splitlines()


def test_each_is_listed_with_its_reason(sqs: Any, capsys: pytest.CaptureFixture[str]) -> None:
    put(sqs, "due-dead", "not json")
    put(sqs, "timers-dead", DUE, ERROR_CODE="AWS.Scheduler.InternalServerError")
    put(sqs, "feedback-dead", BOUNCE)
    put(sqs, "errands-dead", '{"type":"reconcile","shop":"tea"}')
    once = "  0h 00m old, received 1x"
    gave_up = "Scheduler gave up: AWS.Scheduler.InternalServerError"
    assert listed(capsys) == [
        "rebasket-test-due-dead: 1",
        f"{once}, nobody's: unreadable: JSON is malformed: invalid character (byte 4)",
        "rebasket-test-timers-dead: 1",
        f"{once}, tea c1: {gave_up}; there is no such cart any more; nothing is left to do",
        "rebasket-test-feedback-dead: 1",
        f"{once}, tea c1: SES told that step 2 was bounced; the log of feedback has the error",
        "rebasket-test-errands-dead: 1",
        f"{once}, tea: errand reconcile failed; the log of errands has the error",
    ]


def test_looking_takes_nothing_and_hides_nothing(
    sqs: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    sent = [f"{number:02d}" for number in range(25)]
    for body in sent:
        put(sqs, "due-dead", body)
    for _ in range(2):
        assert len(listed(capsys, "--queue", "due")) == 26
    assert len(listed(capsys, "--queue", "due", "--limit", "7")) == 8
    assert bodies(sqs, "due-dead") == sent


def test_all_go_back_to_where_they_came_from(sqs: Any, capsys: pytest.CaptureFixture[str]) -> None:
    sent = [f"{number:02d}" for number in range(25)]
    for body in sent:
        put(sqs, "due-dead", body)
    put(sqs, "timers-dead", DUE)
    put(sqs, "feedback-dead", BOUNCE)
    put(sqs, "errands-dead", '{"type":"reconcile","shop":"tea"}')
    assert main(["dead-letters", "redrive", "--stage", "test"]) == 0
    assert capsys.readouterr().out.splitlines()[-4:] == [
        "rebasket-test-due-dead: 25 back on rebasket-test-due",
        "rebasket-test-timers-dead: 1 back on rebasket-test-due",
        "rebasket-test-feedback-dead: 1 back on rebasket-test-feedback",
        "rebasket-test-errands-dead: 1 back on rebasket-test-errands",
    ]
    assert bodies(sqs, "due") == sorted([*sent, DUE])
    assert bodies(sqs, "feedback") == [BOUNCE]
    assert bodies(sqs, "due-dead") == bodies(sqs, "timers-dead") == []


def test_only_the_asked_for_queue_is_emptied(sqs: Any, capsys: pytest.CaptureFixture[str]) -> None:
    put(sqs, "due-dead", DUE)
    put(sqs, "feedback-dead", BOUNCE)
    assert main(["dead-letters", "redrive", "--stage", "test", "--queue", "feedback"]) == 0
    assert bodies(sqs, "due-dead") == [DUE]
    assert bodies(sqs, "feedback-dead") == []


def test_a_stage_that_is_not_there_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["dead-letters", "list", "--stage", "prod"]) == 1
    assert capsys.readouterr().err == (
        "rebasket: there is no queue rebasket-prod-due-dead: is the stage deployed here?\n"
    )


def test_ages_are_told_in_hours_then_days() -> None:
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    ages = []
    for passed in (timedelta(minutes=61), timedelta(days=2, hours=3)):
        letter = DeadLetter("", now - passed, 6, {}, "")
        ages.append(line(letter, Reason("tea", "c1", "late"), now))
    assert ages == [
        "  1h 01m old, received 6x, tea c1: late",
        "  2d 03h old, received 6x, tea c1: late",
    ]
