"""Notifications to apps by AWS End User Messaging, as it answers: ``pinpoint``."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

from infra.local.aws_requests import AwsRefusal, AwsRequest
from infra.local.carrier_outcome import Outcome
from infra.local.messages import SentMessage

UNKNOWN_APP = "0" * 32
BROKEN_APP = "b" * 32
LOST_END = "105f"
# Tokens with a known fate, by their end: letters that both Apple's and Google's tokens may have.
_FATES: Mapping[str, tuple[str, int, str]] = {
    "dead": ("PERMANENT_FAILURE", 410, "Unregistered"),
    "f429": ("THROTTLED", 429, "TooManyRequests"),
    "f503": ("TEMPORARY_FAILURE", 503, "ServiceUnavailable"),
    "fa11": ("UNKNOWN_FAILURE", 500, "unknown"),
    "0b70": ("OPT_OUT", 200, "opted out"),
}
_SENT = ("SUCCESSFUL", 200, "")
_PARTS = {"APNS": "APNSMessage", "APNS_SANDBOX": "APNSMessage", "GCM": "GCMMessage"}


def send(request: AwsRequest) -> Outcome:
    """Take one notification to one or more devices; each of them has a result of its own."""
    application = str(request.parameters["ApplicationId"])
    if application == UNKNOWN_APP:
        raise AwsRefusal("NotFoundException", "Resource not found", RequestID="local")
    if application == BROKEN_APP:
        raise AwsRefusal("InternalServerErrorException", "Internal failure", RequestID="local")
    wanted = request.parameters["MessageRequest"]
    _refuse_what_does_not_fit(wanted)
    addresses = wanted.get("Addresses", {})
    results = {token: _result(token) for token in addresses}
    sent = [one["MessageId"] for one in results.values() if one["DeliveryStatus"] == "SUCCESSFUL"]
    answer = {
        "MessageResponse": {
            "ApplicationId": application,
            "RequestId": str(uuid.uuid4()),
            "Result": results,
        }
    }
    is_lost = any(token.endswith(LOST_END) for token in addresses)
    return Outcome(answer, _message(request, sent[0]) if sent else None, answer_is_lost=is_lost)


def _result(token: str) -> dict[str, Any]:
    status, code, words = _FATES.get(token[-4:].lower(), _SENT)
    result = {"DeliveryStatus": status, "StatusCode": code, "MessageId": str(uuid.uuid4())}
    return result | ({"StatusMessage": words} if words else {})


def _message(request: AwsRequest, message_id: str) -> SentMessage:
    wanted = request.parameters["MessageRequest"]
    tags = dict(wanted.get("Context", {}))
    for address in wanted.get("Addresses", {}).values():
        tags |= address.get("Context", {})
    return SentMessage(
        service=request.service,
        operation=request.operation,
        region=request.region,
        message_id=message_id,
        request=request.parameters,
        tags=tags,
    )


def _refuse_what_does_not_fit(wanted: Mapping[str, Any]) -> None:
    """Raise what the service answers to a message without recipients, or without their part."""
    addresses, parts = wanted.get("Addresses", {}), wanted["MessageConfiguration"]
    if not addresses and not wanted.get("Endpoints"):
        raise AwsRefusal("BadRequestException", "no Addresses and no Endpoints")
    for token, address in addresses.items():
        part = _PARTS.get(address.get("ChannelType", ""))
        if part is None:
            raise AwsRefusal("BadRequestException", f"ChannelType is missing or not here: {token}")
        if not parts.keys() & {part, "DefaultPushNotificationMessage", "DefaultMessage"}:
            raise AwsRefusal("BadRequestException", f"MessageConfiguration lacks {part}")
        raw = parts.get(part, {}).get("RawContent")
        if raw is not None and not _is_json(raw):
            raise AwsRefusal("BadRequestException", "RawContent is not JSON")


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except json.JSONDecodeError:
        return False
