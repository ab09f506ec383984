"""What AWS publishes of messages that are no mails, in AWS's own words. Pure.

SMS: https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-format.html
Replies: https://docs.aws.amazon.com/sms-voice/latest/userguide/two-way-sms-payload.html
WhatsApp: https://docs.aws.amazon.com/social-messaging/latest/userguide/managing-event-destination-dlrs.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from infra.local.messages import SentMessage

ACCOUNT = "000000000000"
WABA = "1000000000001"
# What WhatsApp says of a message that failed, by its code.
# https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes
WHATSAPP_ERRORS: Mapping[int, str] = {
    131026: "Message undeliverable",
    131049: "This message was not delivered to maintain healthy ecosystem engagement.",
    131050: "User has stopped receiving marketing messages",
    132001: "Template name does not exist in the translation",
    132015: "Template is Paused",
}


def text_event(message: SentMessage, kind: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """Return an event of an SMS; ``kind`` such as ``TEXT_DELIVERED``."""
    request, body = message.request, str(message.request["MessageBody"])
    status = kind.removeprefix("TEXT_")
    usual = {
        "eventType": kind,
        "eventVersion": "1.0",
        "eventTimestamp": _milliseconds(_now()),
        "isFinal": kind not in {"TEXT_PENDING", "TEXT_QUEUED"},
        "originationPhoneNumber": request.get("OriginationIdentity", "+12065550100"),
        "destinationPhoneNumber": request["DestinationPhoneNumber"],
        "isInternationalSend": False,
        "messageId": message.message_id,
        "messageRequestTimestamp": int(message.sent_at * 1000),
        "messageEncoding": "GSM" if body.isascii() else "Unicode",
        "messageType": request.get("MessageType", "TRANSACTIONAL"),
        "messageStatus": status,
        "messageStatusDescription": f"Message is {status.lower().replace('_', ' ')}",
        "context": dict(request.get("Context", {})),
        "totalMessageParts": 1,
        "totalMessagePrice": 0.00645,
        "totalCarrierFee": 0.0,
    }
    return usual | dict(details)


def text_reply(sender: str, to: str, words: str, answers: str | None) -> dict[str, Any]:
    """Return what a two-way number publishes when it is written to."""
    reply = {
        "originationNumber": sender,
        "destinationNumber": to,
        "messageKeyword": f"KEYWORD_{ACCOUNT}",
        "messageBody": words,
        "inboundMessageId": f"in-{_milliseconds(_now())}",
    }
    return reply | ({"previousPublishedMessageId": answers} if answers else {})


def whatsapp_status(message: SentMessage, status: str, error: int | None = None) -> dict[str, Any]:
    """Return what is told of a WhatsApp message: sent, delivered, read, or failed with a code."""
    sent = message.request["message"]
    told: dict[str, Any] = {
        "id": wamid(message),
        "status": status,
        "timestamp": str(int(_now().timestamp())),
        "recipient_id": str(sent["to"]).lstrip("+"),
    }
    if "biz_opaque_callback_data" in sent:
        told["biz_opaque_callback_data"] = sent["biz_opaque_callback_data"]
    if error is not None:
        title = WHATSAPP_ERRORS.get(error, "Something went wrong")
        told["errors"] = [{"code": error, "title": title, "message": title}]
    return _of_whatsapp(message.region, _number_of(message), {"statuses": [told]}, message)


def whatsapp_reply(
    message: SentMessage, words: str, kind: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return what is published when the recipient of a WhatsApp message writes back.

    ``kind`` replaces what is of a text: ``{"type": "button", "button": {...}}``.
    """
    sender = str(message.request["message"]["to"]).lstrip("+")
    wrote = {
        "from": sender,
        "id": f"wamid.in-{_milliseconds(_now())}",
        "timestamp": str(int(_now().timestamp())),
        "context": {"from": "12065550100", "id": wamid(message)},
        **(kind or {"type": "text", "text": {"body": words}}),
    }
    contacts = [{"profile": {"name": "Shopper"}, "wa_id": sender}]
    told = {"contacts": contacts, "messages": [wrote]}
    return _of_whatsapp(message.region, _number_of(message), told, None)


def wamid(message: SentMessage) -> str:
    """Return WhatsApp's own id of a message, which AWS does not tell when it takes it."""
    return f"wamid.{message.message_id.replace('-', '')}"


def _of_whatsapp(
    region: str, number: str, told: Mapping[str, Any], message: SentMessage | None
) -> dict[str, Any]:
    metadata = {"display_phone_number": "12065550100", "phone_number_id": number[-15:]}
    value = {"messaging_product": "whatsapp", "metadata": metadata, **told}
    entry = {"id": WABA, "changes": [{"value": value, "field": "messages"}]}
    arn = f"arn:aws:social-messaging:{region}:{ACCOUNT}"
    event = {
        "context": {
            "MetaWabaIds": [{"wabaId": WABA, "arn": f"{arn}:waba/{WABA}"}],
            "MetaPhoneNumberIds": [
                {"metaPhoneNumberId": number[-15:], "arn": f"{arn}:phone-number-id/{number}"}
            ],
        },
        "whatsAppWebhookEntry": json.dumps(entry),
        "aws_account_id": ACCOUNT,
        "message_timestamp": _now().isoformat().replace("+00:00", "Z"),
    }
    return event | ({"messageId": message.message_id} if message else {})


def _number_of(message: SentMessage) -> str:
    return (
        str(message.request["originationPhoneNumberId"])
        .rpartition("/")[2]
        .removeprefix("phone-number-id-")
    )


def _now() -> datetime:
    return datetime.now(UTC)


def _milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)
