"""E-mail by Amazon SES, API version 2."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
)

from chalicelib.errors import NotSent, OutcomeUnknown, SendRefused
from chalicelib.messages.mail import Mail

if TYPE_CHECKING:
    from mypy_boto3_sesv2 import SESV2Client

# SES said no to this message, and would say so again.
# https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html#API_SendEmail_Errors
FINAL = frozenset({"MessageRejected", "BadRequestException"})
# The request was turned away before it was looked at, or the account is not ready to send.
BEFORE_SENDING = frozenset(
    {
        "TooManyRequestsException",
        "ThrottlingException",
        "LimitExceededException",
        "SendingPausedException",
        "AccountSuspendedException",
        "MailFromDomainNotVerifiedException",
        "NotFoundException",
        "AccessDeniedException",
    }
)


class SesMailer:
    """The ``Mailer`` port on SES. The client must not retry: ``SendEmail`` is not idempotent."""

    def __init__(self, client: SESV2Client, configuration_set: str) -> None:
        self._client = client
        self._configuration_set = configuration_set

    def send(self, mail: Mail) -> str:
        """See :class:`chalicelib.messages.mail.Mailer`."""
        try:
            return self._send(mail)
        except ClientError as error:
            raise _failure(error.response["Error"]) from error
        except (EndpointConnectionError, ConnectTimeoutError, NoCredentialsError) as error:
            raise NotSent(f"SES was not reached: {type(error).__name__}") from error
        except BotoCoreError as error:
            raise OutcomeUnknown(f"SES: {type(error).__name__}") from error

    def _send(self, mail: Mail) -> str:
        utf8 = "UTF-8"
        content = mail.content
        answer = self._client.send_email(
            FromEmailAddress=mail.sender,
            Destination={"ToAddresses": [mail.to]},
            ReplyToAddresses=[mail.reply_to] if mail.reply_to else [],
            ConfigurationSetName=self._configuration_set,
            EmailTags=[{"Name": name, "Value": value} for name, value in mail.tags.items()],
            Content={
                "Simple": {
                    "Subject": {"Data": content.subject, "Charset": utf8},
                    "Body": {
                        "Html": {"Data": content.html, "Charset": utf8},
                        "Text": {"Data": content.text, "Charset": utf8},
                    },
                    "Headers": [{"Name": n, "Value": v} for n, v in mail.headers.items()],
                }
            },
        )
        return answer["MessageId"]


def _failure(answer: Mapping[str, Any]) -> Exception:
    code = answer["Code"]
    if "not verified" in answer.get("Message", ""):
        return NotSent("SES does not know the sender: verify its domain, see the operating guide")
    if code in FINAL:
        return SendRefused(f"SES answered {code}")
    if code in BEFORE_SENDING:
        return NotSent(f"SES answered {code}")
    return OutcomeUnknown(f"SES answered {code}")
