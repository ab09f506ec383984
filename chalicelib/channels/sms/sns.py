"""Texts by SNS, the plain way: nothing is told of them afterwards.

https://docs.aws.amazon.com/sns/latest/dg/sms_sending-overview.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.channels.failures import by_aws
from chalicelib.channels.model import Purpose, Text
from chalicelib.shops.policy import SenderKind

if TYPE_CHECKING:
    from mypy_boto3_sns import SNSClient

# https://docs.aws.amazon.com/sns/latest/api/API_Publish.html#API_Publish_Errors
FINAL = frozenset({"InvalidParameter", "InvalidParameterValue", "OptedOut"})
BEFORE_SENDING = frozenset(
    {"Throttled", "Throttling", "AuthorizationError", "AccessDenied", "EndpointDisabled"}
)


class SnsTexts:
    """The ``Carrier`` of texts in one region. The client must not retry."""

    def __init__(self, client: SNSClient) -> None:
        self._client = client

    def send(self, message: Text) -> str:
        """See :class:`chalicelib.channels.model.Carrier`."""
        with by_aws("SNS", final=FINAL, before_sending=BEFORE_SENDING):
            answer = self._client.publish(
                PhoneNumber=message.to,
                Message=message.body,
                MessageAttributes=_attributes(message),
            )
            return answer["MessageId"]


def _attributes(message: Text) -> Mapping[str, Any]:
    """Return who it is from, and that it is not worth a bank's price."""
    is_marketing = message.purpose is Purpose.MARKETING
    found = {"AWS.SNS.SMS.SMSType": "Promotional" if is_marketing else "Transactional"}
    sender = message.sender
    if sender is not None and sender.kind is SenderKind.ALPHANUMERIC:
        found["AWS.SNS.SMS.SenderID"] = sender.identity
    elif sender is not None and sender.kind in (SenderKind.NUMBER, SenderKind.SHORT_CODE):
        found["AWS.MM.SMS.OriginationNumber"] = sender.identity
    return {name: {"DataType": "String", "StringValue": value} for name, value in found.items()}
