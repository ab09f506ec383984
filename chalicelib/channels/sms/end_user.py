"""Texts by AWS End User Messaging SMS: with pools, sender ids, and news of each delivery.

https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.channels.failures import by_aws
from chalicelib.channels.model import Purpose, Text

if TYPE_CHECKING:
    from mypy_boto3_pinpoint_sms_voice_v2 import PinpointSMSVoiceV2Client

# Among the conflicts is who opted out: sending again would not change that.
FINAL = frozenset({"ConflictException", "ValidationException"})
BEFORE_SENDING = frozenset(
    {
        "ThrottlingException",
        "ServiceQuotaExceededException",
        "AccessDeniedException",
        "ResourceNotFoundException",
    }
)
KEPT_TRYING_SECONDS = 3600  # a reminder that an operator delivers tomorrow would come at any hour


class EndUserTexts:
    """The ``Carrier`` of texts in one region. The client must not retry."""

    def __init__(self, client: PinpointSMSVoiceV2Client) -> None:
        self._client = client

    def send(self, message: Text) -> str:
        """See :class:`chalicelib.channels.model.Carrier`."""
        is_marketing = message.purpose is Purpose.MARKETING
        with by_aws("SMS", final=FINAL, before_sending=BEFORE_SENDING):
            answer = self._client.send_text_message(
                OriginationIdentity=message.sender.identity if message.sender else "",
                DestinationPhoneNumber=message.to,
                MessageBody=message.body,
                MessageType="PROMOTIONAL" if is_marketing else "TRANSACTIONAL",
                ConfigurationSetName=message.configuration_set or "",
                TimeToLive=KEPT_TRYING_SECONDS,
                Context=dict(message.tags),
            )
            return answer["MessageId"]
