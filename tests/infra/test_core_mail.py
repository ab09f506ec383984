"""How the core stack hears of mails: SES to a topic, the topic to a queue, nobody else."""

from typing import Any

import pytest

from tests.infra.stage_files import core


@pytest.fixture
def dev() -> dict[str, dict[str, Any]]:
    return core("dev")


def test_ses_tells_all_that_becomes_of_a_mail(dev: dict[str, dict[str, Any]]) -> None:
    assert dev["MailEventsDestination"]["ConfigurationSetName"] == {"Ref": "MailConfiguration"}
    destination = dev["MailEventsDestination"]["EventDestination"]
    assert destination["Enabled"] is True
    assert destination["SnsDestination"] == {"TopicARN": {"Ref": "MailEvents"}}
    assert sorted(destination["MatchingEventTypes"]) == [
        "bounce",
        "complaint",
        "delivery",
        "deliveryDelay",
        "open",
        "reject",
        "renderingFailure",
        "send",
    ]


def test_only_ses_may_tell_and_only_of_this_stages_mails(dev: dict[str, dict[str, Any]]) -> None:
    (allowed,) = dev["MailEventsPolicy"]["PolicyDocument"]["Statement"]
    assert allowed["Principal"] == {"Service": "ses.amazonaws.com"}
    assert allowed["Action"] == "sns:Publish"
    assert allowed["Condition"]["StringEquals"] == {
        "aws:SourceAccount": {"Ref": "AWS::AccountId"},
        "aws:SourceArn": (
            "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}"
            ":configuration-set/rebasket-dev"
        ),
    }


def test_only_that_topic_may_put_on_the_queue(dev: dict[str, dict[str, Any]]) -> None:
    (allowed,) = dev["FeedbackQueuePolicy"]["PolicyDocument"]["Statement"]
    assert allowed["Principal"] == {"Service": "sns.amazonaws.com"}
    assert allowed["Action"] == "sqs:SendMessage"
    assert allowed["Condition"] == {"ArnEquals": {"aws:SourceArn": {"Ref": "MailEvents"}}}


def test_the_queue_gets_what_ses_wrote_and_no_envelope(dev: dict[str, dict[str, Any]]) -> None:
    subscription = dev["MailEventsSubscription"]
    assert subscription["RawMessageDelivery"] is True
    assert subscription["Protocol"] == "sqs"
    assert subscription["Endpoint"] == {"Fn::GetAtt": ["FeedbackQueue", "Arn"]}
