"""SMS by AWS End User Messaging (``pinpoint-sms-voice-v2``): pools, sender ids, delivery events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.channels.failures import by_aws
from chalicelib.channels.model import Text
from chalicelib.channels.sms.context import context_of
from chalicelib.errors import NotSent, OutcomeUnknown, SendFailed, SendRefused

if TYPE_CHECKING:
    from mypy_boto3_pinpoint_sms_voice_v2 import PinpointSMSVoiceV2Client
    from mypy_boto3_pinpoint_sms_voice_v2.type_defs import SendTextMessageRequestTypeDef

# A text that a carrier holds back for long must not ring a phone at night.
TIME_TO_LIVE_SECONDS = 3600
# https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendTextMessage.html
BEFORE_SENDING = frozenset(
    {
        "ThrottlingException",
        "ServiceQuotaExceededException",
        "AccessDeniedException",
        "ResourceNotFoundException",
    }
)
# What ``ConflictException`` gives as its reason when it is about the shopper's own number or
# country; its other reasons are about our side, which another region may have in order.
FINAL_CONFLICTS = frozenset(
    {
        "DESTINATION_PHONE_NUMBER_OPTED_OUT",
        "DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION",
        "DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE",
    }
)
# Reasons of ``ValidationException`` that are about this region, and not about the text.
NOT_SET_UP = frozenset({"CHANNEL_NOT_ENABLED", "COUNTRY_NOT_ENABLED", "RESOURCE_NOT_ACCESSIBLE"})


class EndUserTexter:
    """The ``Carrier`` port for ``Text``. The client must not retry: it might send twice."""

    def __init__(self, client: PinpointSMSVoiceV2Client) -> None:
        self._client = client

    def send(self, message: Text) -> str:
        """See :class:`chalicelib.channels.model.Carrier`."""
        with by_aws("AWS SMS", _failure):
            answer = self._client.send_text_message(**_request(message))
        return answer["MessageId"]


def _request(message: Text) -> SendTextMessageRequestTypeDef:
    request: SendTextMessageRequestTypeDef = {
        "DestinationPhoneNumber": message.to,
        "MessageBody": message.body,
        # Carriers filter, and some countries forbid at night, what is marketing: say what it is.
        "MessageType": "PROMOTIONAL" if message.is_marketing else "TRANSACTIONAL",
        "TimeToLive": TIME_TO_LIVE_SECONDS,
        "Context": context_of(message.tags),
    }
    if message.configuration_set:
        request["ConfigurationSetName"] = message.configuration_set
    if message.sender:
        request["OriginationIdentity"] = message.sender.identity
    return request


def _failure(response: Mapping[str, Any]) -> SendFailed:
    code, reason = response["Error"]["Code"], response.get("Reason")
    told = f"AWS SMS answered {code}" + (f": {reason}" if reason else "")
    if code == "ConflictException":
        return SendRefused(told) if reason in FINAL_CONFLICTS else NotSent(told)
    if code == "ValidationException":
        return NotSent(told) if reason in NOT_SET_UP else SendRefused(told)
    return NotSent(told) if code in BEFORE_SENDING else OutcomeUnknown(told)
