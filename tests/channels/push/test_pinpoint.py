"""Notifications to apps: what AWS is asked, and what its answers mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError
from botocore.stub import Stubber
from msgspec.structs import replace

from chalicelib.channels.model import AppPush
from chalicelib.channels.push.pinpoint import PinpointPushes
from chalicelib.errors import AddressGone, NotSent, OutcomeUnknown, SendFailed, SendRefused
from chalicelib.shoppers.contact import Device
from chalicelib.wiring import ONCE
from tests.fakes.aws import Trouble, client

TOKEN = "ab" * 32
APP = "a" * 32
CART = "c" * 20
TAGS = {"shop": "tea", "cart": CART, "episode": "1", "step": "2", "region": "eu-west-1"}
PUSH = AppPush(
    application=APP,
    device=Device(service="APNS", token=TOKEN),
    title="You left something behind",
    body="Tea",
    url="teashop://cart/t",
    tags=TAGS,
)
SAID = {"Title": PUSH.title, "Body": "Tea", "TimeToLive": 14400}


@pytest.fixture
def stub() -> Iterator[Stubber]:
    with Stubber(client("pinpoint")) as stubber:
        yield stubber


def asked(service: str, configuration: dict[str, Any]) -> dict[str, Any]:
    return {
        "ApplicationId": APP,
        "MessageRequest": {
            "Addresses": {TOKEN: {"ChannelType": service, "Context": TAGS}},
            "MessageConfiguration": configuration,
            "TraceId": f"{CART}-1-2",
        },
    }


def answer(status: str, code: int = 200, words: str = "") -> dict[str, Any]:
    result = {"DeliveryStatus": status, "StatusCode": code, "StatusMessage": words}
    return {"MessageResponse": {"ApplicationId": APP, "Result": {TOKEN: {**result, **ID}}}}


ID = {"MessageId": "p-1"}


def send(stub: Stubber, push: AppPush = PUSH) -> str:
    return PinpointPushes(stub.client).send(push)  # type: ignore[arg-type]


@pytest.mark.parametrize("service", ["APNS", "APNS_SANDBOX"])
def test_apples_get_their_part_and_open_a_place_in_the_app(stub: Stubber, service: Any) -> None:
    link = {"Action": "DEEP_LINK", "Url": "teashop://cart/t"}
    named = {"CollapseId": CART, "ThreadId": CART}
    expected = asked(service, {"APNSMessage": SAID | link | named})
    stub.add_response("send_messages", answer("SUCCESSFUL"), expected)
    assert send(stub, replace(PUSH, device=Device(service=service, token=TOKEN))) == "p-1"


def test_googles_get_theirs_and_a_web_address_opens_the_browser(stub: Stubber) -> None:
    link = {"Action": "URL", "Url": "https://api.example/c/t"}
    expected = asked("GCM", {"GCMMessage": SAID | link | {"CollapseKey": CART}})
    stub.add_response("send_messages", answer("SUCCESSFUL"), expected)
    device = Device(service="GCM", token=TOKEN)
    assert send(stub, replace(PUSH, device=device, url="https://api.example/c/t")) == "p-1"


NOT_FOR_TOPIC = '{"errorMessage":"Unregistered","pushProviderError":"DeviceTokenNotForTopic"}'
GOOGLES = f'{{"errorMessage":"Unregistered or expired token","token":"{TOKEN}"}}'


@pytest.mark.parametrize(
    ("status", "code", "words", "meaning"),
    [
        ("PERMANENT_FAILURE", 410, GOOGLES, AddressGone),
        ("PERMANENT_FAILURE", 400, '{"reason":"BadDeviceToken"}', AddressGone),
        ("PERMANENT_FAILURE", 410, NOT_FOR_TOPIC, NotSent),
        ("PERMANENT_FAILURE", 403, '{"reason":"InvalidProviderToken"}', NotSent),
        ("PERMANENT_FAILURE", 400, '{"reason":"PayloadEmpty"}', SendRefused),
        ("OPT_OUT", 200, "", SendRefused),
        ("DUPLICATE", 200, "", SendRefused),
        ("THROTTLED", 429, "", NotSent),
        ("TEMPORARY_FAILURE", 429, "", NotSent),
        ("TEMPORARY_FAILURE", 503, "", OutcomeUnknown),
        ("UNKNOWN_FAILURE", 500, "", OutcomeUnknown),
        ("TIMEOUT", 504, "", OutcomeUnknown),
    ],
)
def test_what_became_of_it(
    stub: Stubber, status: str, code: int, words: str, meaning: type[SendFailed]
) -> None:
    stub.add_response("send_messages", answer(status, code, words))
    with pytest.raises(SendFailed, match=f"answered {status} {code}") as failed:
        send(stub)
    assert type(failed.value) is meaning
    assert TOKEN not in str(failed.value)


def test_an_answer_that_tells_nothing_of_the_device_leaves_it_open(stub: Stubber) -> None:
    stub.add_response("send_messages", {"MessageResponse": {"ApplicationId": APP}})
    with pytest.raises(OutcomeUnknown):
        send(stub)


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("BadRequestException", SendRefused),
        ("PayloadTooLargeException", SendRefused),
        ("TooManyRequestsException", NotSent),
        ("ForbiddenException", NotSent),
        ("NotFoundException", NotSent),
        ("InternalServerErrorException", OutcomeUnknown),
        ("SomethingNew", OutcomeUnknown),
    ],
)
def test_what_aws_answers(stub: Stubber, code: str, meaning: type[SendFailed]) -> None:
    stub.add_client_error("send_messages", code)
    with pytest.raises(SendFailed, match=code) as failed:
        send(stub)
    assert type(failed.value) is meaning


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (EndpointConnectionError(endpoint_url="https://aws.example"), NotSent),
        (ConnectTimeoutError(endpoint_url="https://aws.example"), NotSent),
        (ReadTimeoutError(endpoint_url="https://aws.example"), OutcomeUnknown),
    ],
)
def test_what_happens_on_the_way(error: Exception, meaning: type[SendFailed]) -> None:
    once = client("pinpoint", ONCE)
    Trouble(once, error)
    with pytest.raises(SendFailed) as failed:
        PinpointPushes(once).send(PUSH)
    assert type(failed.value) is meaning


def test_what_aws_would_not_even_take_tells_no_token() -> None:
    wrong = replace(PUSH, title=1)
    with pytest.raises(SendRefused) as failed:
        PinpointPushes(client("pinpoint")).send(wrong)
    assert TOKEN not in str(failed.value)
