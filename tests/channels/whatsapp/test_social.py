"""WhatsApp by AWS End User Messaging Social: what is asked of it, and what its answers mean."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest
from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError
from botocore.stub import ANY, Stubber
from msgspec.structs import replace

from chalicelib.channels.model import WhatsAppMessage
from chalicelib.channels.whatsapp.failures import FAILURES
from chalicelib.channels.whatsapp.social import SocialCarrier, cloud_api
from chalicelib.errors import AddressGone, NotSent, OutcomeUnknown, SendFailed, SendRefused
from chalicelib.wiring import ONCE
from tests.fakes.aws import TROUBLES, Trouble, client

MESSAGE = WhatsAppMessage(
    to="+491755500100",
    sender="phone-number-id-976c72a700aac43eaf573ae050example",
    template="cart_waits",
    language="pt_BR",
    variables=((None, "Nora"), (None, "R$ 10,00")),
    button="abc",
    tags={
        "shop": "tea",
        "cart": "cartid",
        "shopper": "shopperid",
        "episode": "1",
        "step": "2",
        "region": "eu-west-1",
    },
)


@pytest.fixture
def stub() -> Iterator[Stubber]:
    with Stubber(client("socialmessaging")) as stubber:
        yield stubber


def carrier(stub: Stubber) -> SocialCarrier:
    return SocialCarrier(stub.client)  # type: ignore[arg-type]


def test_a_message_goes_as_metas_cloud_api_takes_it() -> None:
    assert cloud_api(MESSAGE) == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "+491755500100",
        "type": "template",
        "template": {
            "name": "cart_waits",
            "language": {"code": "pt_BR"},
            "components": [
                {
                    "type": "body",
                    "parameters": [
                        {"type": "text", "text": "Nora"},
                        {"type": "text", "text": "R$ 10,00"},
                    ],
                },
                {
                    "type": "button",
                    "sub_type": "url",
                    "index": "0",
                    "parameters": [{"type": "text", "text": "abc"}],
                },
            ],
        },
        "biz_opaque_callback_data": "1:tea:cartid:shopperid:1:2:eu-west-1",
    }


def test_named_variables_say_their_names() -> None:
    named = replace(MESSAGE, variables=(("customer", "Nora"),), button=None)
    assert cloud_api(named)["template"]["components"] == [
        {
            "type": "body",
            "parameters": [{"type": "text", "parameter_name": "customer", "text": "Nora"}],
        }
    ]


def test_a_template_without_variables_has_no_components() -> None:
    bare = cloud_api(replace(MESSAGE, variables=(), button=None, tags={}))
    assert bare["template"]["components"] == []
    assert "biz_opaque_callback_data" not in bare


def test_what_is_asked_of_aws(stub: Stubber) -> None:
    asked: list[Any] = []
    stub.client.meta.events.register(
        "before-parameter-build", lambda params, **_: asked.append(params)
    )
    stub.add_response(
        "send_whatsapp_message",
        {"messageId": "m-1"},
        {"originationPhoneNumberId": MESSAGE.sender, "message": ANY, "metaApiVersion": "v20.0"},
    )
    assert carrier(stub).send(MESSAGE) == "m-1"
    assert json.loads(asked[0]["message"]) == cloud_api(MESSAGE)


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("ThrottledRequestException", NotSent),
        ("LimitExceededException", NotSent),
        ("AccessDeniedException", NotSent),
        ("ResourceNotFoundException", NotSent),
        ("ValidationException", SendRefused),
        ("InvalidParametersException", SendRefused),
        ("DependencyException", OutcomeUnknown),
        ("InternalServiceException", OutcomeUnknown),
        ("SomethingNew", OutcomeUnknown),
    ],
)
def test_what_aws_answers(stub: Stubber, code: str, meaning: type[Exception]) -> None:
    stub.add_client_error("send_whatsapp_message", code)
    with pytest.raises(meaning, match=code) as raised:
        carrier(stub).send(MESSAGE)
    assert type(raised.value) is meaning


@pytest.mark.parametrize(
    ("text", "meaning", "why"),
    [
        ("(#131026) Message undeliverable", AddressGone, "cannot be reached by WhatsApp"),
        ('{"error":{"code":132001,"message":"no"}}', SendRefused, "not exist in this language"),
        ("(#132015) Template is paused", SendRefused, "paused the template"),
        ("(#130429) Rate limit hit", NotSent, "sends too fast"),
        ("(#131048) Spam rate limit hit", NotSent, "blocked or reported"),
        ("(#131000) Something went wrong", OutcomeUnknown, "something went wrong"),
        ("request 131026-8c1f-368", OutcomeUnknown, "DependencyException"),
        ("the number 4915131026 is odd", OutcomeUnknown, "DependencyException"),
    ],
)
def test_what_meta_said_is_heard_through_aws(
    stub: Stubber, text: str, meaning: type[Exception], why: str
) -> None:
    stub.add_client_error("send_whatsapp_message", "DependencyException", text)
    with pytest.raises(meaning, match=why) as raised:
        carrier(stub).send(MESSAGE)
    assert type(raised.value) is meaning


def test_a_phone_number_id_that_is_none_is_refused_before_it_leaves() -> None:
    with pytest.raises(SendRefused, match="phone number id"):
        SocialCarrier(client("socialmessaging")).send(replace(MESSAGE, sender=""))


@pytest.mark.parametrize(
    ("trouble", "meaning"),
    [
        (TROUBLES["unreached"], NotSent),
        (ConnectTimeoutError(endpoint_url="https://aws.example"), NotSent),
        (TROUBLES["unanswered"], OutcomeUnknown),
    ],
)
def test_a_line_that_breaks(trouble: Exception, meaning: type[SendFailed]) -> None:
    unlucky = client("socialmessaging")
    Trouble(unlucky, trouble)
    with pytest.raises(meaning):
        SocialCarrier(unlucky).send(MESSAGE)


def test_a_lost_answer_is_not_asked_for_again() -> None:
    """With the settings that the functions use: a second attempt could be a second message."""
    tried: list[str] = []

    def lose(request: AWSPreparedRequest, **_: object) -> None:
        tried.append(request.url)
        raise ReadTimeoutError(endpoint_url=request.url)

    once = client("socialmessaging", ONCE)
    once.meta.events.register("before-send", lose)
    with pytest.raises(OutcomeUnknown, match="ReadTimeoutError"):
        SocialCarrier(once).send(MESSAGE)
    assert len(tried) == 1


def test_no_reason_names_a_shopper_or_is_cut_short() -> None:
    for known in FAILURES.values():
        assert known.why
        assert "{" not in known.why
