"""WhatsApp by AWS End User Messaging Social, which hands Meta's Cloud API its own JSON.

https://docs.aws.amazon.com/social-messaging/latest/APIReference/API_SendWhatsAppMessage.html
https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/template-messages
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ParamValidationError,
)

from chalicelib.channels.model import WhatsAppMessage
from chalicelib.channels.whatsapp.callback import written
from chalicelib.channels.whatsapp.failures import code_in, failure
from chalicelib.errors import AddressGone, NotSent, OutcomeUnknown, SendRefused
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


class SocialCarrier:
    """The ``Carrier`` of WhatsApp messages in one region.

    The client must not retry: ``SendWhatsAppMessage`` is not idempotent.
    """

    def __init__(self, client: EndUserMessagingSocialClient) -> None:
        self._client = client

    def send(self, message: WhatsAppMessage) -> str:
        """See :class:`chalicelib.channels.model.Carrier`."""
        try:
            answer = self._client.send_whatsapp_message(
                originationPhoneNumberId=message.sender,
                message=msgspec.json.encode(cloud_api(message)),
                metaApiVersion=META_API_VERSION,
            )
        except ClientError as error:
            raise _failure(error.response["Error"]) from error
        except ParamValidationError as error:
            raise SendRefused(
                "no request that AWS would take: look at the phone number id"
            ) from error
        except (EndpointConnectionError, ConnectTimeoutError, NoCredentialsError) as error:
            raise NotSent(f"WhatsApp was not reached: {type(error).__name__}") from error
        except BotoCoreError as error:
            raise OutcomeUnknown(f"WhatsApp: {type(error).__name__}") from error
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


def _failure(answer: Mapping[str, Any]) -> Exception:
    """Tell what an error means: one of Meta's own codes says more than AWS's name for it."""
    code, meta = answer["Code"], code_in(answer.get("Message", ""))
    if meta is not None:
        return _metas_word(meta)
    if code in FINAL:
        return SendRefused(f"WhatsApp answered {code}")
    if code in BEFORE_SENDING:
        return NotSent(f"WhatsApp answered {code}")
    return OutcomeUnknown(f"WhatsApp answered {code}")


def _metas_word(code: int) -> Exception:
    what = failure(code)
    if not what.is_sure:
        return OutcomeUnknown(what.why)
    if what.told is Told.BOUNCED:
        return AddressGone(what.why)
    return NotSent(what.why) if what.passes else SendRefused(what.why)
