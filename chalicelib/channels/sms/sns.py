"""SMS by Amazon SNS: nothing to set up, and nothing told afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.channels.failures import by_aws, by_code
from chalicelib.channels.model import Purpose, Text
from chalicelib.errors import SendRefused
from chalicelib.shops.policy import SenderKind, SmsSender

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient
    from mypy_boto3_sns.type_defs import MessageAttributeValueTypeDef

# SNS said no to this text, and would say so again; a number that opted out is one of these.
# https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors
FINAL = frozenset({"InvalidParameter", "ParameterValueInvalid", "ValidationException"})
# The request was turned away before it was looked at, or the account may not send.
BEFORE_SENDING = frozenset(
    {
        "Throttling",
        "ThrottlingException",
        "ThrottledException",
        "AuthorizationError",
        "AccessDenied",
        "AccessDeniedException",
        "InvalidSecurity",
        "OptInRequired",
        "NotFound",
    }
)
judged = by_code("SNS", final=FINAL, before_sending=BEFORE_SENDING)
# Carriers filter, and some countries forbid at night, what is marketing: it must not pretend to be
# anything else. https://docs.aws.amazon.com/sns/latest/dg/sms_publish-to-phone.html
TYPES = {Purpose.MARKETING: "Promotional", Purpose.TRANSACTIONAL: "Transactional"}


class SnsTexter:
    """The ``Carrier`` port for ``Text`` on SNS. The client must not retry: it might send twice."""

    def __init__(self, client: SNSClient) -> None:
        self._client = client

    def send(self, message: Text) -> str:
        """See :class:`chalicelib.channels.model.Carrier`."""
        with by_aws("SNS", judged):
            answer = self._client.publish(
                PhoneNumber=message.to,
                Message=message.body,
                MessageAttributes=_attributes(message),
            )
        return answer["MessageId"]


def _attributes(message: Text) -> dict[str, MessageAttributeValueTypeDef]:
    named = {"AWS.SNS.SMS.SMSType": TYPES[message.purpose]} | _from(message.sender)
    return {name: {"DataType": "String", "StringValue": value} for name, value in named.items()}


def _from(sender: SmsSender | None) -> dict[str, str]:
    """Name the sender; a pool is nothing that SNS knows."""
    if sender is None:
        return {}
    if sender.kind is SenderKind.POOL:
        raise SendRefused("SNS sends from no pool; name a configuration set in the shop's policy")
    if sender.kind is SenderKind.ALPHANUMERIC:
        return {"AWS.SNS.SMS.SenderID": sender.identity}
    return {"AWS.MM.SMS.OriginationNumber": sender.identity}
