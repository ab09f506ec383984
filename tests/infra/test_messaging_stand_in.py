"""The stand-in for SMS, push and WhatsApp takes what AWS takes: asked through boto3's clients."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from infra.local import regions_down
from infra.local.messaging_stand_in import MessagingStandIn
from infra.local.regions_down import Failure

WAS_SENT = {"messaging_product": "whatsapp", "to": "+6281234567890", "type": "template"}
TEMPLATE = {
    "name": "cart_reminder",
    "language": {"code": "id"},
    "components": [{"type": "body", "parameters": [{"type": "text", "text": "Teapot"}]}],
}


@pytest.fixture
def stand_in(tmp_path: Path) -> Iterator[MessagingStandIn]:
    with MessagingStandIn(tmp_path) as started:
        yield started


def client(stand_in: MessagingStandIn, service: str, region: str = "eu-west-1") -> Any:
    return boto3.Session().client(  # type: ignore[call-overload]
        service,
        endpoint_url=stand_in.url,
        region_name=region,
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"total_max_attempts": 1}, parameter_validation=False),
    )


def text(stand_in: MessagingStandIn, to: str = "+4915112345678", **more: Any) -> str:
    wanted = {"DestinationPhoneNumber": to, "MessageBody": "Your cart waits", **more}
    answer = client(stand_in, "pinpoint-sms-voice-v2").send_text_message(**wanted)
    return str(answer["MessageId"])


def notify(stand_in: MessagingStandIn, token: str, **request: Any) -> dict[str, Any]:
    usual = {
        "Addresses": {token: {"ChannelType": "APNS", "Context": {"cart": "c1"}}},
        "MessageConfiguration": {"APNSMessage": {"Title": "Tea", "Body": "waits", "Action": "URL"}},
    }
    answer = client(stand_in, "pinpoint").send_messages(
        ApplicationId="a" * 32, MessageRequest=usual | request
    )
    return dict(answer["MessageResponse"]["Result"][token])


def whatsapp(stand_in: MessagingStandIn, **changes: Any) -> str:
    message = WAS_SENT | {"template": TEMPLATE} | changes
    answer = client(stand_in, "socialmessaging").send_whatsapp_message(
        originationPhoneNumberId="phone-number-id-" + "1" * 32,
        message=json.dumps(message).encode(),
        metaApiVersion="v20.0",
    )
    return str(answer["messageId"])


def refused(called: Any, *args: Any, **more: Any) -> dict[str, Any]:
    with pytest.raises(ClientError) as error:
        called(*args, **more)
    status = error.value.response["ResponseMetadata"]["HTTPStatusCode"]
    return dict(error.value.response["Error"]) | {"Status": status}


def test_a_text_is_kept_with_its_region_and_context(stand_in: MessagingStandIn) -> None:
    message_id = text(stand_in, Context={"cart": "c1"}, OriginationIdentity="TEASHOP")
    (sent,) = stand_in.sent
    assert (sent.service, sent.operation) == ("pinpoint-sms-voice-v2", "SendTextMessage")
    assert (sent.region, sent.message_id, sent.tags) == ("eu-west-1", message_id, {"cart": "c1"})
    assert sent.request == {
        "DestinationPhoneNumber": "+4915112345678",
        "MessageBody": "Your cart waits",
        "Context": {"cart": "c1"},
        "OriginationIdentity": "TEASHOP",
    }


def test_a_dry_run_sends_nothing(stand_in: MessagingStandIn) -> None:
    assert text(stand_in, DryRun=True)
    assert stand_in.sent == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"MessageBody": ""},
        {"MessageBody": "x" * 1601},
        {"DestinationPhoneNumber": "0151 12345678"},
        {"MessageType": "MARKETING"},
        {"Context": {str(n): "x" for n in range(6)}},
        {"TimeToLive": 4},
    ],
)
def test_a_text_that_the_model_forbids_is_refused(
    stand_in: MessagingStandIn, wrong: dict[str, Any]
) -> None:
    number = wrong.pop("DestinationPhoneNumber", "+4915112345678")
    assert refused(text, stand_in, number, **wrong)["Code"] == "ValidationException"
    assert stand_in.sent == []


@pytest.mark.parametrize(
    ("ending", "code", "status"),
    [
        ("9901", "ConflictException", 400),
        ("9902", "ThrottlingException", 400),
        ("9903", "InternalServerException", 500),
        ("9908", "ServiceQuotaExceededException", 400),
    ],
)
def test_numbers_with_a_known_fate_are_refused(
    stand_in: MessagingStandIn, ending: str, code: str, status: int
) -> None:
    answer = refused(text, stand_in, f"+491511234{ending}")
    assert (answer["Code"], answer["Status"]) == (code, status)
    assert stand_in.sent == []


def test_an_answer_may_be_lost_after_the_text_left(stand_in: MessagingStandIn) -> None:
    with pytest.raises(BotoCoreError):
        text(stand_in, "+4915112349904")
    assert len(stand_in.sent) == 1


def test_no_name_is_carried_where_only_numbers_are(stand_in: MessagingStandIn) -> None:
    answer = refused(text, stand_in, "+12065550123", OriginationIdentity="TEASHOP")
    assert answer["Code"] == "ValidationException"


def test_a_notification_has_a_result_for_each_device(stand_in: MessagingStandIn) -> None:
    result = notify(stand_in, "a1" * 32)
    assert (result["DeliveryStatus"], result["StatusCode"]) == ("SUCCESSFUL", 200)
    (sent,) = stand_in.sent
    assert (sent.service, sent.message_id) == ("pinpoint", result["MessageId"])
    assert sent.tags == {"cart": "c1"}
    assert sent.request["ApplicationId"] == "a" * 32


@pytest.mark.parametrize(
    ("end", "status", "code"),
    [
        ("dead", "PERMANENT_FAILURE", 410),
        ("f429", "THROTTLED", 429),
        ("f503", "TEMPORARY_FAILURE", 503),
        ("0b70", "OPT_OUT", 200),
    ],
)
def test_tokens_with_a_known_fate_get_nothing(
    stand_in: MessagingStandIn, end: str, status: str, code: int
) -> None:
    result = notify(stand_in, "a1" * 30 + end)
    assert (result["DeliveryStatus"], result["StatusCode"]) == (status, code)
    assert stand_in.sent == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"Addresses": {"t": {"ChannelType": "PIGEON"}}},
        {"Addresses": {"t": {"ChannelType": "GCM"}}},
        {"Addresses": {}},
        {"MessageConfiguration": {"APNSMessage": {"RawContent": "no json"}}},
        {"MessageConfiguration": {"APNSMessage": {"TimeToLive": "soon"}}},
    ],
)
def test_a_notification_that_cannot_be_delivered_is_refused(
    stand_in: MessagingStandIn, wrong: dict[str, Any]
) -> None:
    assert refused(notify, stand_in, "t", **wrong)["Code"] == "BadRequestException"


def test_whatsapp_is_kept_decoded_and_told_of(stand_in: MessagingStandIn) -> None:
    tags = json.dumps({"shop": "tea", "step": "1"})
    message_id = whatsapp(stand_in, biz_opaque_callback_data=tags)
    (sent,) = stand_in.sent
    assert sent.message_id == message_id
    assert sent.request["message"]["template"] == TEMPLATE
    assert sent.tags == {"shop": "tea", "step": "1"}
    entries = [json.loads(one.body["whatsAppWebhookEntry"]) for one in stand_in.news]
    statuses = [entry["changes"][0]["value"]["statuses"][0] for entry in entries]
    assert [one["status"] for one in statuses] == ["sent", "delivered"]
    assert {one["biz_opaque_callback_data"] for one in statuses} == {tags}
    assert {one.body["messageId"] for one in stand_in.news} == {message_id}


def test_whatsapp_says_later_that_it_could_not_be_delivered(stand_in: MessagingStandIn) -> None:
    whatsapp(stand_in, to="+628123459905")
    (told,) = stand_in.news
    status = json.loads(told.body["whatsAppWebhookEntry"])["changes"][0]["value"]["statuses"][0]
    assert (status["status"], status["errors"][0]["code"]) == ("failed", 131026)


@pytest.mark.parametrize(
    "wrong",
    [
        {"messaging_product": "sms"},
        {"to": "nobody"},
        {"template": TEMPLATE | {"name": "Cart Reminder"}},
        {"template": TEMPLATE | {"language": "id"}},
        {"template": None},
        {"biz_opaque_callback_data": "x" * 513},
    ],
)
def test_what_whatsapp_would_not_take_is_refused(
    stand_in: MessagingStandIn, wrong: dict[str, Any]
) -> None:
    assert refused(whatsapp, stand_in, **wrong)["Code"] == "InvalidParametersException"
    assert stand_in.sent == []


@pytest.mark.parametrize(("failure", "status"), [(Failure.THROTTLES, 400), (Failure.ERRORS, 500)])
def test_a_region_that_is_down_takes_nothing_and_others_do(
    stand_in: MessagingStandIn, failure: Failure, status: int
) -> None:
    regions_down.put_down(stand_in.state_dir, "eu-west-1", failure)
    assert refused(text, stand_in)["Status"] == status
    assert stand_in.sent == []
    client(stand_in, "pinpoint-sms-voice-v2", "eu-central-1").send_text_message(
        DestinationPhoneNumber="+4915112345678", MessageBody="Your cart waits"
    )
    regions_down.put_up(stand_in.state_dir, "eu-west-1")
    text(stand_in)
    assert [one.region for one in stand_in.sent] == ["eu-central-1", "eu-west-1"]


def test_a_region_that_is_not_reached_breaks_the_connection(stand_in: MessagingStandIn) -> None:
    regions_down.put_down(stand_in.state_dir, "eu-west-1", Failure.UNREACHABLE)
    with pytest.raises(BotoCoreError):
        text(stand_in)
    assert stand_in.sent == []


def test_a_request_for_another_service_is_refused(stand_in: MessagingStandIn) -> None:
    answer = refused(client(stand_in, "sqs").list_queues)
    assert answer["Code"] == "InvalidSignatureException"
