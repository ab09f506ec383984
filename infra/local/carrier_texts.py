"""SMS by AWS End User Messaging, as it answers: ``pinpoint-sms-voice-v2``."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from infra.local import carrier_outcome as fates
from infra.local.aws_requests import AwsRefusal, AwsRequest
from infra.local.carrier_news import ACCOUNT, text_event
from infra.local.carrier_outcome import AwsNews, Outcome
from infra.local.messages import SentMessage

PRINCIPAL = "sms-voice.amazonaws.com"
_FATES = {
    fates.DEAD: "TEXT_INVALID",
    fates.NOT_REACHED: "TEXT_UNREACHABLE",
    fates.BLOCKED: "TEXT_CARRIER_BLOCKED",
}
# Countries where a name instead of a number is not carried.
_NUMBERS_ONLY = ("+1", "+55", "+86")


def send(request: AwsRequest, topics: tuple[str, ...], *, is_opted_out: bool = False) -> Outcome:
    """Take one SMS; its events go to ``topics``, those of the request's configuration set."""
    wanted = request.parameters
    to = str(wanted["DestinationPhoneNumber"])
    _refuse(to, wanted.get("OriginationIdentity", ""), is_opted_out=is_opted_out)
    message = SentMessage(
        service=request.service,
        operation=request.operation,
        region=request.region,
        message_id=str(uuid.uuid4()),
        request=wanted,
        tags=dict(wanted.get("Context", {})),
    )
    result = {"MessageId": message.message_id}
    if wanted.get("DryRun"):
        return Outcome(result)
    kinds = ("TEXT_PENDING", _FATES.get(to[-4:], "TEXT_DELIVERED"))
    told = tuple(news(message, kind, topic, {}) for kind in kinds for topic in topics)
    return Outcome(result, message, told, answer_is_lost=to.endswith(fates.LOST_ANSWER))


def news(message: SentMessage, kind: str, topic: str, details: Mapping[str, Any]) -> AwsNews:
    """Return an event of an SMS, to be published to a topic."""
    source = f"arn:aws:sms-voice:{message.region}:{ACCOUNT}:configuration-set/"
    source += str(message.request.get("ConfigurationSetName", ""))
    return AwsNews(message.region, PRINCIPAL, source, text_event(message, kind, details), topic)


def _refuse(to: str, sender: str, *, is_opted_out: bool) -> None:
    """Raise what the service answers to numbers with a known fate, and to senders not carried."""
    if is_opted_out or to.endswith(fates.OPTED_OUT):
        raise AwsRefusal(
            "ConflictException",
            "Destination phone number is opted out",
            Reason="DESTINATION_PHONE_NUMBER_OPTED_OUT",
            ResourceType="opted-out-number",
            ResourceId=to,
        )
    if to.endswith(fates.THROTTLED):
        raise AwsRefusal("ThrottlingException", "Rate exceeded")
    if to.endswith(fates.BROKEN):
        raise AwsRefusal("InternalServerException", "Internal failure", RequestId="local")
    if to.endswith(fates.SPENT):
        reason = "MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT"
        raise AwsRefusal("ServiceQuotaExceededException", "Spend limit reached", Reason=reason)
    is_name = sender.isalnum() and not sender.isdecimal() and len(sender) <= 11  # noqa: PLR2004
    if is_name and to.startswith(_NUMBERS_ONLY):
        raise AwsRefusal(
            "ValidationException", "Sender id not supported", Reason="SENDER_ID_NOT_SUPPORTED"
        )
