"""WhatsApp by AWS End User Messaging Social, as it answers: ``socialmessaging``.

https://docs.aws.amazon.com/social-messaging/latest/userguide/send-message-text.html
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping
from typing import Any

from infra.local import carrier_outcome as fates
from infra.local.aws_requests import AwsRefusal, AwsRequest
from infra.local.carrier_news import ACCOUNT, whatsapp_reply, whatsapp_status
from infra.local.carrier_outcome import AwsNews, Outcome
from infra.local.messages import SentMessage

PRINCIPAL = "social-messaging.amazonaws.com"
UNKNOWN_NUMBER = "phone-number-id-" + "0" * 32
# Templates with a known fate.
PAUSED, UNAPPROVED = "paused", "unapproved"
CALLBACK_MAX_LETTERS = 512
_API_VERSION = re.compile(r"v\d{1,2}\.0")
_LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
_FATES = {fates.DEAD: 131026, fates.NOT_REACHED: 131049, fates.BLOCKED: 131050}
_TEMPLATE_FATES = {PAUSED: 132015, UNAPPROVED: 132001}


def send(request: AwsRequest) -> Outcome:
    """Take one message; that it was delivered, or why not, is told afterwards."""
    _refuse_sender(request.parameters)
    wanted = _decoded(request.parameters["message"])
    to = str(wanted["to"])
    _refuse_recipient(to)
    message = SentMessage(
        service=request.service,
        operation=request.operation,
        region=request.region,
        message_id=str(uuid.uuid4()),
        request=dict(request.parameters) | {"message": wanted},
        tags=_tags(wanted.get("biz_opaque_callback_data", "")),
    )
    template = str(wanted.get("template", {}).get("name", ""))
    error = _TEMPLATE_FATES.get(template.rpartition("_")[2]) or _FATES.get(to[-4:])
    statuses = ("failed",) if error else ("sent", "delivered")
    told = tuple(news(message, whatsapp_status(message, status, error)) for status in statuses)
    lost = to.endswith(fates.LOST_ANSWER)
    return Outcome({"messageId": message.message_id}, message, told, answer_is_lost=lost)


def news(message: SentMessage, body: Mapping[str, Any]) -> AwsNews:
    """Return something that is told to the topic of the number's account."""
    source = f"arn:aws:social-messaging:{message.region}:{ACCOUNT}:waba/local"
    return AwsNews(message.region, PRINCIPAL, source, body)


def reply(message: SentMessage, words: str, kind: Mapping[str, Any] | None = None) -> AwsNews:
    """Return what is told when the recipient of ``message`` writes back."""
    return news(message, whatsapp_reply(message, words, kind))


def _refuse_sender(parameters: Mapping[str, Any]) -> None:
    if parameters["originationPhoneNumberId"] == UNKNOWN_NUMBER:
        raise AwsRefusal("ResourceNotFoundException", "no such phone number id")
    if not _API_VERSION.fullmatch(parameters["metaApiVersion"]):
        raise AwsRefusal("ValidationException", "metaApiVersion must be such as v20.0")


def _refuse_recipient(to: str) -> None:
    if to.endswith(fates.THROTTLED):
        raise AwsRefusal("ThrottledRequestException", "Rate exceeded")
    if to.endswith(fates.BROKEN):
        raise AwsRefusal("InternalServiceException", "Internal failure")
    if to.endswith(fates.SPENT):
        raise AwsRefusal("DependencyException", "WhatsApp did not answer")


def _decoded(blob: bytes) -> dict[str, Any]:
    """Return WhatsApp's own message; ``AwsRefusal`` for one that its API would not take.

    https://developers.facebook.com/docs/whatsapp/cloud-api/reference/messages
    """
    try:
        wanted = json.loads(blob)
    except (json.JSONDecodeError, UnicodeDecodeError):
        wanted = None
    problem = _problem(wanted) if isinstance(wanted, dict) else "message is no JSON object"
    if problem:
        raise AwsRefusal("InvalidParametersException", problem)
    return dict(wanted)


def _problem(wanted: Mapping[str, Any]) -> str | None:
    kind = wanted.get("type", "text")
    if wanted.get("messaging_product") != "whatsapp":
        return "messaging_product must be whatsapp"
    if not re.fullmatch(r"\+?[1-9]\d{6,14}", str(wanted.get("to", ""))):
        return "to must be a phone number"
    if not isinstance(wanted.get(kind), dict):
        return f"a message of type {kind} needs {kind}"
    if len(wanted.get("biz_opaque_callback_data", "")) > CALLBACK_MAX_LETTERS:
        return f"biz_opaque_callback_data has more than {CALLBACK_MAX_LETTERS} characters"
    return _template_problem(wanted["template"]) if kind == "template" else None


def _template_problem(template: Mapping[str, Any]) -> str | None:
    if not re.fullmatch(r"[a-z0-9_]{1,512}", str(template.get("name", ""))):
        return "template.name must be lower-case letters, digits and underscores"
    language = template.get("language")
    if not isinstance(language, dict) or not _LANGUAGE.fullmatch(str(language.get("code", ""))):
        return "template.language.code must be such as en or pt_BR"
    for component in template.get("components", []):
        if component.get("type") not in {"header", "body", "button"}:
            return "a component's type must be header, body or button"
        for parameter in component.get("parameters", []):
            if parameter.get("type") == "text" and not parameter.get("text"):
                return "a text parameter needs text"
    return None


def _tags(data: str) -> dict[str, str]:
    """Return what was sent along to be given back: as names and values if it is a JSON object."""
    try:
        found = json.loads(data)
    except json.JSONDecodeError:
        return {"biz_opaque_callback_data": data} if data else {}
    plain = isinstance(found, dict)
    return {k: str(v) for k, v in found.items()} if plain else {"biz_opaque_callback_data": data}
