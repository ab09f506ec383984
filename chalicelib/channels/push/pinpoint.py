"""Notifications to apps by AWS End User Messaging, whose client is still called ``pinpoint``.

Device tokens are given as addresses: endpoints and segments ended with Amazon Pinpoint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalicelib.channels.failures import by_aws, by_code
from chalicelib.channels.model import AppPush
from chalicelib.channels.push.links import is_web
from chalicelib.channels.push.statuses import failure
from chalicelib.errors import OutcomeUnknown

if TYPE_CHECKING:
    from mypy_boto3_pinpoint import PinpointClient

# AWS said no to this very message, and would say so again.
FINAL = frozenset({"BadRequestException", "PayloadTooLargeException", "MethodNotAllowedException"})
# The request was turned away before it was looked at, or the application is not in that region.
BEFORE_SENDING = frozenset(
    {
        "TooManyRequestsException",
        "ThrottlingException",
        "ForbiddenException",
        "AccessDeniedException",
        "NotFoundException",
    }
)
judged = by_code("push", final=FINAL, before_sending=BEFORE_SENDING)
# A phone that is switched on later than this may be in its owner's quiet hours.
KEPT_SECONDS = 4 * 3600


class PinpointPushes:
    """The ``Carrier`` of notifications to apps in one region.

    The client must not retry: ``SendMessages`` is not idempotent.
    """

    def __init__(self, client: PinpointClient) -> None:
        self._client = client

    def send(self, message: AppPush) -> str:
        """See :class:`chalicelib.channels.model.Carrier`."""
        with by_aws("push", judged, unfit="push would not take such a message"):
            answer = self._client.send_messages(
                ApplicationId=message.application, MessageRequest=asked_of_aws(message)
            )
        result = answer["MessageResponse"].get("Result", {}).get(message.device.token)
        if result is None:
            raise OutcomeUnknown("push: AWS told nothing of this device")
        if result["DeliveryStatus"] != "SUCCESSFUL":
            words = result.get("StatusMessage", "")
            raise failure(result["DeliveryStatus"], result["StatusCode"], words)
        return result.get("MessageId", "")


def asked_of_aws(message: AppPush) -> Any:
    """Return the request for one device; a newer notification of the same cart replaces it."""
    tags = dict(message.tags)
    cart = tags.get("cart", "")
    said: dict[str, Any] = {
        "Title": message.title,
        "Body": message.body,
        "Action": "URL" if is_web(message.url) else "DEEP_LINK",
        "Url": message.url,
        "TimeToLive": KEPT_SECONDS,
    }
    is_google = message.device.service == "GCM"
    named = {"CollapseKey": cart} if is_google else {"CollapseId": cart, "ThreadId": cart}
    return {
        "Addresses": {
            message.device.token: {"ChannelType": message.device.service, "Context": tags}
        },
        "MessageConfiguration": {"GCMMessage" if is_google else "APNSMessage": said | named},
        "TraceId": "-".join(tags.get(name, "") for name in ("cart", "episode", "step")),
    }
