"""A second region, set up by the operator's command: its news come home, and it can be down."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from infra.__main__ import main
from infra.local.cloud import LocalCloud
from infra.local.regions_down import Failure
from infra.local.talking_back import reply_by_mail, text_back, write_back_whatsapp
from infra.names import StageNames
from infra.stack import CORE_TEMPLATE, Stacks
from tests.e2e.stage import eventually
from tests.infra.stage_files import policy_text

pytestmark = pytest.mark.e2e
NAMES = StageNames("dev")
AWAY = "eu-west-1"
SENDER = "hello@shop.example"
NUMBER = "+4915112345678"


@pytest.fixture(scope="module")
def cloud() -> Iterator[LocalCloud]:
    """A cloud with the core stack at home and the region's stack away; nobody takes its news."""
    with LocalCloud.started() as running, pytest.MonkeyPatch.context() as patch:
        for name, value in running.environment.items():
            patch.setenv(name, value)
        stacks = Stacks(running.client("cloudformation"), lambda _line: None, poll_seconds=0.1)
        stacks.apply(NAMES.core_stack, CORE_TEMPLATE.read_text("utf-8"), {"Stage": "dev"})
        assert main(["region", "add", AWAY, "--stage", "dev"]) == 0
        running.verify_sender("shop.example", AWAY)
        yield running


def told(cloud: LocalCloud, count: int) -> list[dict[str, Any]]:
    """Take ``count`` pieces of news from the queue at home, and be sure that there is no other."""
    sqs = cloud.client("sqs")
    url = sqs.get_queue_url(QueueName=NAMES.feedback_queue)["QueueUrl"]
    news: list[dict[str, Any]] = []

    def all_are_here() -> bool:
        for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get(
            "Messages", []
        ):
            news.append(json.loads(message["Body"]))
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return len(news) >= count

    assert eventually(all_are_here), news
    assert "Messages" not in sqs.receive_message(QueueUrl=url)
    return news


def mail(cloud: LocalCloud, region: str = AWAY) -> str:
    answer = once(cloud, "sesv2", region).send_email(
        FromEmailAddress=SENDER,
        Destination={"ToAddresses": ["ada@shopper.example"]},
        Content={"Simple": {"Subject": {"Data": "Tea"}, "Body": {"Text": {"Data": "waits"}}}},
        ConfigurationSetName=NAMES.mail_configuration,
    )
    return str(answer["MessageId"])


def text(cloud: LocalCloud, **more: str) -> str:
    answer = once(cloud, "pinpoint-sms-voice-v2").send_text_message(
        DestinationPhoneNumber=NUMBER,
        MessageBody="Your cart waits",
        ConfigurationSetName=NAMES.table,
        **more,
    )
    return str(answer["MessageId"])


def whatsapp(cloud: LocalCloud) -> str:
    template = {"name": "cart_reminder", "language": {"code": "de"}}
    message = {"messaging_product": "whatsapp", "to": NUMBER, "type": "template"}
    answer = once(cloud, "socialmessaging").send_whatsapp_message(
        originationPhoneNumberId="phone-number-id-1",
        message=json.dumps(message | {"template": template}).encode(),
        metaApiVersion="v20.0",
    )
    return str(answer["messageId"])


def once(
    cloud: LocalCloud, service: str, region: str = AWAY, key: tuple[str, str] = ("", "")
) -> Any:
    """A client that tries once; with the right of a user, if its key is given."""
    usual = cloud.client(service, region)
    return boto3.Session().client(  # type: ignore[call-overload]
        service,
        endpoint_url=usual.meta.endpoint_url,
        region_name=region,
        aws_access_key_id=key[0] or "test",
        aws_secret_access_key=key[1] or "test",
        config=Config(retries={"total_max_attempts": 1}),
    )


def test_mails_from_another_region_are_told_of_at_home(cloud: LocalCloud) -> None:
    message_id = mail(cloud)
    assert [one.region for one in cloud.sent_mail() if one.message_id == message_id] == [AWAY]
    news = told(cloud, 2)
    assert sorted(one["eventType"] for one in news) == ["Delivery", "Send"]
    assert {one["mail"]["messageId"] for one in news} == {message_id}
    arn = f"arn:aws:ses:{AWAY}:000000000000:identity/shop.example"
    assert {one["mail"]["sourceArn"] for one in news} == {arn}


def test_texts_are_told_of_and_answered(cloud: LocalCloud) -> None:
    message_id = text(cloud, OriginationIdentity="+4915199999999")
    news = told(cloud, 2)
    assert [one["eventType"] for one in news] == ["TEXT_PENDING", "TEXT_DELIVERED"]
    assert {one["messageId"] for one in news} == {message_id}
    text_back(cloud, NUMBER, "Noch da?")
    (reply,) = told(cloud, 1)
    assert (reply["originationNumber"], reply["destinationNumber"]) == (NUMBER, "+4915199999999")
    assert (reply["messageBody"], reply["previousPublishedMessageId"]) == ("Noch da?", message_id)


def test_a_configuration_set_of_another_region_is_not_found(cloud: LocalCloud) -> None:
    with pytest.raises(ClientError) as refused:
        once(cloud, "pinpoint-sms-voice-v2", "eu-central-1").send_text_message(
            DestinationPhoneNumber=NUMBER, MessageBody="x", ConfigurationSetName=NAMES.table
        )
    assert refused.value.response["Error"]["Code"] == "ResourceNotFoundException"


def test_whatsapp_is_told_of_and_answered(cloud: LocalCloud) -> None:
    message_id = whatsapp(cloud)
    assert {one["messageId"] for one in told(cloud, 2)} == {message_id}
    write_back_whatsapp(cloud, NUMBER, "Stop")
    (reply,) = told(cloud, 1)
    value = json.loads(reply["whatsAppWebhookEntry"])["changes"][0]["value"]
    assert value["messages"][0]["text"] == {"body": "Stop"}
    assert value["messages"][0]["from"] == NUMBER.lstrip("+")


def test_a_mail_is_answered(cloud: LocalCloud) -> None:
    message_id = mail(cloud)
    told(cloud, 2)
    (sent,) = [one for one in cloud.sent_mail() if one.message_id == message_id]
    reply_by_mail(cloud, sent, "How long does delivery take?", to="r-1@replies.example")
    (reply,) = told(cloud, 1)
    assert reply["notificationType"] == "Received"
    assert reply["receipt"]["recipients"] == ["r-1@replies.example"]
    assert "How long does delivery take?" in reply["content"]


@pytest.mark.parametrize("failure", list(Failure))
def test_a_region_that_is_down_sends_nothing_until_it_is_up_again(
    cloud: LocalCloud, failure: Failure
) -> None:
    ways: list[Callable[[LocalCloud], str]] = [mail, text, whatsapp]
    before = len(cloud.sent_mail()) + len(cloud.sent_messages())
    cloud.region_down(AWAY, failure)
    for send in ways:
        with pytest.raises(Exception, match=r"An error occurred|Connection was closed|reset"):
            send(cloud)
    assert len(cloud.sent_mail()) + len(cloud.sent_messages()) == before
    cloud.region_up(AWAY)
    for send in ways:
        send(cloud)
    assert len(cloud.sent_mail()) + len(cloud.sent_messages()) == before + len(ways)
    told(cloud, 6)


def test_the_operator_sees_what_is_there_and_what_works(
    cloud: LocalCloud, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["region", "list"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "REGION     SET UP  SHOPS",
        "eu-west-1  yes     -",
        "us-east-1  home    -",
    ]
    assert main(["region", "check", AWAY]) == 0
    said = capsys.readouterr().out
    assert "ok      SES tells what becomes of mails of rebasket-dev" in said
    assert "ok      news go from rebasket-dev-news to the queue at home" in said
    assert "ok      SMS sent with rebasket-dev are told of" in said
    assert main(["region", "check", "sa-east-1"]) == 1
    assert "run `region add sa-east-1 --stage dev`" in capsys.readouterr().out


def test_a_word_that_is_no_region_is_refused(
    cloud: LocalCloud, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["region", "add", "europe"]) == 1
    assert capsys.readouterr().err == (
        "rebasket: 'europe' is no region: use AWS's name, such as eu-west-1\n"
    )


def test_due_steps_may_send_on_every_channel_and_sweep_on_none(cloud: LocalCloud) -> None:
    assert attempts(cloud, user(cloud, "due_steps")) == ["sent"] * 4
    assert attempts(cloud, user(cloud, "sweep")) == ["refused"] * 4
    told(cloud, 4)


def test_due_steps_may_publish_to_no_topic(cloud: LocalCloud) -> None:
    key = user(cloud, "due_steps")
    topic = f"arn:aws:sns:{AWAY}:000000000000:{NAMES.news_topic}"
    with pytest.raises(ClientError) as refused:
        once(cloud, "sns", AWAY, key).publish(TopicArn=topic, Message="{}")
    assert refused.value.response["Error"]["Code"] == "AuthorizationError"


def user(cloud: LocalCloud, function: str) -> tuple[str, str]:
    """The key of a user with a function's rights."""
    iam = cloud.client("iam")
    name = f"{function}-{len(iam.list_users()['Users'])}"
    iam.create_user(UserName=name)
    iam.put_user_policy(
        UserName=name, PolicyName="its", PolicyDocument=policy_text("dev", function)
    )
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return key["AccessKeyId"], key["SecretAccessKey"]


def attempts(cloud: LocalCloud, key: tuple[str, str]) -> list[str]:
    """What comes of an SMS by each way, a notification and a WhatsApp message."""
    message = {"messaging_product": "whatsapp", "to": NUMBER, "type": "text", "text": {"body": "x"}}
    notification = {
        "Addresses": {"a1": {"ChannelType": "GCM"}},
        "MessageConfiguration": {"GCMMessage": {"Title": "Tea", "Body": "waits"}},
    }
    calls: list[Callable[[], Any]] = [
        lambda: once(cloud, "sns", AWAY, key).publish(PhoneNumber=NUMBER, Message="x"),
        lambda: once(cloud, "pinpoint-sms-voice-v2", AWAY, key).send_text_message(
            DestinationPhoneNumber=NUMBER, MessageBody="x", ConfigurationSetName=NAMES.table
        ),
        lambda: once(cloud, "pinpoint", AWAY, key).send_messages(
            ApplicationId="a1", MessageRequest=notification
        ),
        lambda: once(cloud, "socialmessaging", AWAY, key).send_whatsapp_message(
            originationPhoneNumberId="phone-number-id-1",
            message=json.dumps(message).encode(),
            metaApiVersion="v20.0",
        ),
    ]
    return [_attempt(call) for call in calls]


def _attempt(call: Callable[[], Any]) -> str:
    try:
        call()
    except ClientError as error:
        code = error.response["Error"]["Code"]
        denied = {"AuthorizationError", "AccessDeniedException", "ForbiddenException"}
        return "refused" if code in denied else code
    return "sent"
