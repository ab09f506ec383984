"""Mail by SES: what is asked of it, and what its answers mean."""

from collections.abc import Iterator

import pytest
from botocore.awsrequest import AWSPreparedRequest
from botocore.exceptions import ReadTimeoutError
from botocore.stub import Stubber
from moto import mock_aws

from chalicelib.errors import NotSent, OutcomeUnknown, SendRefused
from chalicelib.messages.mail import Mail, unsubscribe_headers
from chalicelib.messages.model import Rendered
from chalicelib.messages.ses import SesMailer
from chalicelib.wiring import ONCE
from tests.fakes.aws import client

MAIL = Mail(
    sender="Tea & Co <hello@teashop.example>",
    to="ann@example.com",
    reply_to="help@teashop.example",
    content=Rendered(subject="Hi", html="<p>Hi</p>", text="Hi"),
    headers=unsubscribe_headers("https://api.example/u/t"),
    tags={"shop": "tea", "step": "1"},
)


@pytest.fixture
def stub() -> Iterator[Stubber]:
    with Stubber(client("sesv2")) as stubber:
        yield stubber


def mailer(stub: Stubber) -> SesMailer:
    return SesMailer(stub.client, "rebasket-dev")  # type: ignore[arg-type]


def test_a_mail_carries_both_bodies_headers_tags_and_configuration_set(stub: Stubber) -> None:
    stub.add_response(
        "send_email",
        {"MessageId": "m-1"},
        {
            "FromEmailAddress": "Tea & Co <hello@teashop.example>",
            "Destination": {"ToAddresses": ["ann@example.com"]},
            "ReplyToAddresses": ["help@teashop.example"],
            "ConfigurationSetName": "rebasket-dev",
            "EmailTags": [{"Name": "shop", "Value": "tea"}, {"Name": "step", "Value": "1"}],
            "Content": {
                "Simple": {
                    "Subject": {"Data": "Hi", "Charset": "UTF-8"},
                    "Body": {
                        "Html": {"Data": "<p>Hi</p>", "Charset": "UTF-8"},
                        "Text": {"Data": "Hi", "Charset": "UTF-8"},
                    },
                    "Headers": [
                        {"Name": "List-Unsubscribe", "Value": "<https://api.example/u/t>"},
                        {
                            "Name": "List-Unsubscribe-Post",
                            "Value": "List-Unsubscribe=One-Click",
                        },
                    ],
                }
            },
        },
    )
    assert mailer(stub).send(MAIL) == "m-1"


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        ("MessageRejected", SendRefused),
        ("BadRequestException", SendRefused),
        ("TooManyRequestsException", NotSent),
        ("SendingPausedException", NotSent),
        ("AccessDeniedException", NotSent),
        ("InternalServiceErrorException", OutcomeUnknown),
        ("SomethingNew", OutcomeUnknown),
    ],
)
def test_what_ses_answers(stub: Stubber, code: str, meaning: type[Exception]) -> None:
    stub.add_client_error("send_email", code)
    with pytest.raises(meaning, match=code):
        mailer(stub).send(MAIL)


def test_a_lost_answer_is_not_asked_for_again() -> None:
    """With the settings that the functions use: a second attempt could be a second mail."""
    tried: list[str] = []

    def lose(request: AWSPreparedRequest, **_: object) -> None:
        tried.append(request.url)
        raise ReadTimeoutError(endpoint_url=request.url)

    once = client("sesv2", ONCE)
    once.meta.events.register("before-send", lose)
    with pytest.raises(OutcomeUnknown, match="ReadTimeoutError"):
        SesMailer(once, "rebasket-dev").send(MAIL)
    assert len(tried) == 1


def test_a_sender_that_nobody_verified_is_the_operators_to_mend() -> None:
    with mock_aws(), pytest.raises(NotSent, match="verify its domain, see the operating guide"):
        SesMailer(client("sesv2"), "rebasket-dev").send(MAIL)
