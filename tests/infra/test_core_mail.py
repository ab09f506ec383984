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
    assert destination["SnsDestination"] == {"TopicARN": {"Ref": "News"}}
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


def test_only_aws_may_tell_and_only_of_what_is_this_stages(dev: dict[str, dict[str, Any]]) -> None:
    by_sid = {one["Sid"]: one for one in dev["NewsPolicy"]["PolicyDocument"]["Statement"]}
    assert {one["Action"] for one in by_sid.values()} == {"sns:Publish"}
    mails = by_sid.pop("SesTellsOfThisStagesMails")
    assert mails["Principal"] == {"Service": "ses.amazonaws.com"}
    assert mails["Condition"]["StringEquals"]["aws:SourceArn"] == (
        "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:configuration-set/rebasket-dev"
    )
    replies = by_sid.pop("SesHandsRepliesOver")
    assert replies["Principal"] == {"Service": "ses.amazonaws.com"}
    assert replies["Condition"]["ArnLike"]["aws:SourceArn"].endswith("/rebasket-dev")
    others = by_sid.pop("TextsAndWhatsAppAreToldOf")
    assert others["Principal"] == {
        "Service": ["sms-voice.amazonaws.com", "social-messaging.amazonaws.com"]
    }
    for one in (mails, replies, others):
        account = one["Condition"]["StringEquals"]["aws:SourceAccount"]
        assert account == {"Ref": "AWS::AccountId"}
    assert by_sid == {}


def test_the_queue_takes_news_of_every_region_of_this_account(
    dev: dict[str, dict[str, Any]],
) -> None:
    (allowed,) = dev["FeedbackQueuePolicy"]["PolicyDocument"]["Statement"]
    assert allowed["Principal"] == {"Service": "sns.amazonaws.com"}
    assert allowed["Action"] == "sqs:SendMessage"
    assert allowed["Condition"] == {
        "ArnLike": {
            "aws:SourceArn": "arn:${AWS::Partition}:sns:*:${AWS::AccountId}:rebasket-dev-news"
        }
    }


def test_the_queue_gets_what_ses_wrote_and_no_envelope(dev: dict[str, dict[str, Any]]) -> None:
    subscription = dev["NewsSubscription"]
    assert subscription["RawMessageDelivery"] is True
    assert subscription["Protocol"] == "sqs"
    assert subscription["Endpoint"] == {"Fn::GetAtt": ["FeedbackQueue", "Arn"]}
