"""Push by AWS End User Messaging: ``SendMessages`` with a device's token as the address.

https://docs.aws.amazon.com/pinpoint/latest/apireference/apps-application-id-messages.html
Never with endpoints or segments, which ended with Pinpoint's engagement features.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chalicelib.channels.failures import by_aws
from chalicelib.channels.model import AppPush
from chalicelib.errors import AddressGone, NotSent, OutcomeUnknown, SendRefused

if TYPE_CHECKING:
    from mypy_boto3_pinpoint import PinpointClient

FINAL = frozenset({"BadRequestException", "PayloadTooLargeException"})
BEFORE_SENDING = frozenset(
    {
        "TooManyRequestsException",
        "ForbiddenException",
        "NotFoundException",
        "MethodNotAllowedException",
    }
)
TAKEN = frozenset({"SUCCESSFUL", "DUPLICATE"})
NOT_YET = frozenset({"THROTTLED", "TEMPORARY_FAILURE"})
# What Apple (410, 400 BadDeviceToken) and Google (404 UNREGISTERED) say of a token that is no more.
GONE = (
    *("unregistered", "notregistered", "baddevicetoken", "devicetokennotfortopic"),
    *("invalidregistration", "expiredtoken"),
)
STATUS_GONE = 410


class PinpointPushes:
    """The ``Carrier`` of notifications of apps in one region. The client must not retry."""

    def __init__(self, client: PinpointClient) -> None:
        self._client = client

    def send(self, message: AppPush) -> str:
        """See :class:`chalicelib.channels.model.Carrier`."""
        with by_aws("push", final=FINAL, before_sending=BEFORE_SENDING):
            answer = self._client.send_messages(
                ApplicationId=message.application, MessageRequest=_request(message)
            )
        result = answer["MessageResponse"].get("Result", {}).get(message.device.token)
        if result is None:
            raise OutcomeUnknown("push: the answer names another device")
        return _judged(result)


def _request(message: AppPush) -> Any:
    words = {"Title": message.title, "Body": message.body, "Action": "DEEP_LINK"}
    kind = "GCMMessage" if message.device.service == "GCM" else "APNSMessage"
    return {
        "Addresses": {message.device.token: {"ChannelType": message.device.service}},
        "MessageConfiguration": {kind: {**words, "Url": message.url}},
        "TraceId": ":".join((message.tags["cart"], message.tags["episode"], message.tags["step"])),
    }


def _judged(result: Mapping[str, Any]) -> str:
    """Return the id of what was taken, or raise what the answer means."""
    status, said = result["DeliveryStatus"], str(result.get("StatusMessage", ""))
    if status in TAKEN:
        return str(result.get("MessageId", ""))
    if status in NOT_YET:
        raise NotSent(f"push answered {status}")
    if status == "PERMANENT_FAILURE":
        plain = said.replace("_", "").lower()
        if result.get("StatusCode") == STATUS_GONE or any(word in plain for word in GONE):
            raise AddressGone("the app was uninstalled")
        raise SendRefused("push answered PERMANENT_FAILURE")
    if status == "OPT_OUT":
        raise SendRefused("push answered OPT_OUT")
    raise OutcomeUnknown(f"push answered {status}")
