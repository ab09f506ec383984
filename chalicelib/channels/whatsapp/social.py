"""WhatsApp by AWS End User Messaging Social, which hands Meta's Cloud API its own JSON.

https://docs.aws.amazon.com/social-messaging/latest/APIReference/API_SendWhatsAppMessage.html
https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/template-messages
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from chalicelib.channels.failures import by_aws, by_code
from chalicelib.channels.model import WhatsAppMessage
from chalicelib.channels.whatsapp.callback import written
from chalicelib.channels.whatsapp.failures import code_in, failure
from chalicelib.errors import AddressGone, NotSent, OutcomeUnknown, SendFailed, SendRefused
from chalicelib.messages.news import Told

if TYPE_CHECKING:
    from mypy_boto3_socialmessaging import EndUserMessagingSocialClient

# The one in AWS's own examples; what is sent here is the same in all later ones.
META_API_VERSION = "v20.0"

# AWS said no to this very message, and would say so again.
FINAL = frozenset({"ValidationException", "InvalidParametersException"})
# The request was turned away before it was looked at, or the number is not set up in that region.
BEFORE_SENDING = frozenset(
    {
        "ThrottledRequestException",
        "ThrottlingException",
        "LimitExceededException",
        "AccessDeniedException",
        "AccessDeniedByMetaException",
        "ResourceNotFoundException",
    }
)
UNFIT = "no request that AWS would take: look at the phone number id"
judged = by_code("WhatsApp", final=FINAL, before_sending=BEFORE_SENDING)


class SocialCarrier:
    """The ``Carrier`` of WhatsApp messages in one region.

    The client must not retry: ``SendWhatsAppMessage`` is not idempotent.
    """

    def __init__(self, client: EndUserMessagingSocialClient) -> None:
        self._client = client

    def send(self, message: WhatsAppMessage) -> str:
        """See :class:`chalicelib.channels.model.Carrier`."""
        with by_aws("WhatsApp", _failure, unfit=UNFIT):
            answer = self._client.send_whatsapp_message(
                originationPhoneNumberId=message.sender,
                message=msgspec.json.encode(cloud_api(message)),
                metaApiVersion=META_API_VERSION,
            )
        return answer.get("messageId", "")


def cloud_api(message: WhatsAppMessage) -> dict[str, Any]:
    """Return the message as Meta's Cloud API takes it."""
    told_back = written(message.tags)
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": message.to,
        "type": "template",
        "template": {
            "name": message.template,
            "language": {"code": message.language},
            "components": _components(message),
        },
        **({"biz_opaque_callback_data": told_back} if told_back else {}),
    }


def _components(message: WhatsAppMessage) -> list[dict[str, Any]]:
    parts: list[dict[str, Any]] = []
    if message.variables:
        parts.append({"type": "body", "parameters": [_text(*each) for each in message.variables]})
    if message.button is not None:
        link = {"type": "button", "sub_type": "url", "index": "0"}
        parts.append({**link, "parameters": [_text(None, message.button)]})
    return parts


def _text(name: str | None, text: str) -> dict[str, str]:
    named = {"parameter_name": name} if name else {}
    return {"type": "text", **named, "text": text}


def _failure(response: Mapping[str, Any]) -> SendFailed:
    """Tell what an error means: one of Meta's own codes says more than AWS's name for it."""
    meta = code_in(response["Error"].get("Message", ""))
    return judged(response) if meta is None else _metas_word(meta)


def _metas_word(code: int) -> SendFailed:
    what = failure(code)
    if not what.is_sure:
        return OutcomeUnknown(what.why)
    if what.told is Told.BOUNCED:
        return AddressGone(what.why)
    return NotSent(what.why) if what.passes else SendRefused(what.why)
