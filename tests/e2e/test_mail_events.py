"""What becomes of a mail reaches the feedback queue by SES's way: topic, policies, subscription."""

import json
from typing import Any

import pytest

from infra.local.cloud import LocalCloud
from infra.local.mail import SentMail
from infra.names import StageNames
from infra.stack import CORE_TEMPLATE, Stacks
from tests.e2e.stage import eventually

pytestmark = pytest.mark.e2e
NAMES = StageNames("dev")


@pytest.fixture(scope="module")
def cloud(local_cloud: LocalCloud) -> LocalCloud:
    """A cloud with the core stack alone: nobody takes from the queue but the test."""
    stacks = Stacks(local_cloud.client("cloudformation"), lambda _line: None, poll_seconds=0.1)
    stacks.apply(NAMES.core_stack, CORE_TEMPLATE.read_text("utf-8"), {"Stage": "dev"})
    local_cloud.verify_sender("shop.example")
    return local_cloud


def send(cloud: LocalCloud, to: str) -> SentMail:
    answer = cloud.client("sesv2").send_email(
        FromEmailAddress="Tea <tea@shop.example>",
        Destination={"ToAddresses": [to]},
        Content={"Simple": {"Subject": {"Data": "Tea"}, "Body": {"Text": {"Data": "waits"}}}},
        ConfigurationSetName=NAMES.mail_configuration,
        EmailTags=[{"Name": "step", "Value": "1"}],
    )
    (mail,) = [one for one in cloud.sent_mail() if one.message_id == answer["MessageId"]]
    return mail


def told(cloud: LocalCloud, count: int) -> list[dict[str, Any]]:
    """Take ``count`` events from the queue, and be sure that there is no other."""
    sqs = cloud.client("sqs")
    url = sqs.get_queue_url(QueueName=NAMES.feedback_queue)["QueueUrl"]
    events: list[dict[str, Any]] = []

    def all_are_here() -> bool:
        for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get(
            "Messages", []
        ):
            events.append(json.loads(message["Body"]))
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return len(events) >= count

    assert eventually(all_are_here)
    assert "Messages" not in sqs.receive_message(QueueUrl=url)
    return events


@pytest.mark.parametrize(
    ("to", "kinds"),
    [
        ("ada@shopper.example", ["Delivery", "Send"]),
        ("success@simulator.amazonses.com", ["Delivery", "Send"]),
        ("bounce+1@simulator.amazonses.com", ["Bounce", "Send"]),
        ("complaint@simulator.amazonses.com", ["Complaint", "Delivery", "Send"]),
    ],
)
def test_a_mail_is_told_of_by_itself(cloud: LocalCloud, to: str, kinds: list[str]) -> None:
    mail = send(cloud, to)
    events = told(cloud, len(kinds))
    assert sorted(event["eventType"] for event in events) == kinds
    for event in events:
        assert event["mail"]["messageId"] == mail.message_id
        assert event["mail"]["destination"] == [to]
        assert event["mail"]["tags"]["step"] == ["1"]
    bounces = [event["bounce"] for event in events if "bounce" in event]
    assert [(one["bounceType"], one["bounceSubType"]) for one in bounces] == [
        ("Permanent", "General")
    ] * kinds.count("Bounce")


def test_what_a_reader_does_is_told_when_asked_for(cloud: LocalCloud) -> None:
    mail = send(cloud, "ada@shopper.example")
    cloud.tell_of_mail(mail, "Open")
    cloud.tell_of_mail(mail, "Click", link="https://shop.example/c/1")
    cloud.tell_of_mail(mail, "Bounce", bounceType="Transient", bounceSubType="MailboxFull")
    events = {event["eventType"]: event for event in told(cloud, 5)}
    assert events["Click"]["click"]["link"] == "https://shop.example/c/1"
    assert events["Open"]["open"]["ipAddress"] == "192.0.2.1"
    assert events["Bounce"]["bounce"]["bounceType"] == "Transient"


def test_nothing_is_told_without_the_topics_permission(cloud: LocalCloud) -> None:
    sns = cloud.client("sns")
    topic = f"arn:aws:sns:us-east-1:000000000000:{NAMES.news_topic}"
    policy = sns.get_topic_attributes(TopicArn=topic)["Attributes"]["Policy"]
    other = policy.replace("configuration-set/rebasket-dev", "configuration-set/rebasket-prod")
    assert other != policy
    sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=other)
    send(cloud, "ada@shopper.example")
    sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=policy)
    mail = send(cloud, "ada@shopper.example")
    assert {event["mail"]["messageId"] for event in told(cloud, 2)} == {mail.message_id}
