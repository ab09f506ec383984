"""What became of a notification, as AWS tells it for one device. Pure.

Device tokens may stand in AWS's words, so none of these are passed on.
https://docs.aws.amazon.com/pinpoint/latest/apireference/apps-application-id-messages.html
https://developer.apple.com/documentation/usernotifications/handling-notification-responses-from-apns
https://firebase.google.com/docs/cloud-messaging/error-codes
"""

from __future__ import annotations

from chalicelib.errors import AddressGone, NotSent, OutcomeUnknown, SendFailed, SendRefused

# Before the dead: AWS calls these "unregistered" (410) too, but another app's key or certificate
# is set, and taking them for dead would lose every device of the shop.
NOT_SET_UP = (
    *("DeviceTokenNotForTopic", "MismatchSenderId", "SENDER_ID_MISMATCH", "BadTopic"),
    *("TopicDisallowed", "BadCertificate", "InvalidProviderToken", "ExpiredProviderToken"),
    *("MissingProviderToken", "THIRD_PARTY_AUTH_ERROR", "Forbidden"),
)
DEAD = (
    *("Unregistered", "BadDeviceToken", "ExpiredToken"),  # Apple's words
    *("NotRegistered", "InvalidRegistration", "UNREGISTERED"),  # Google's
)
GONE = 410
TOO_MANY = 429
FINAL = frozenset({"OPT_OUT", "DUPLICATE", "PERMANENT_FAILURE"})


def failure(status: str, code: int, words: str) -> SendFailed:
    """Return what a delivery status other than ``SUCCESSFUL`` means.

    A temporary failure is one of the push service's own: nothing says how far the message came.
    """
    told = f"push was answered {status} {code}"
    if any(name in words for name in NOT_SET_UP):
        return NotSent(f"{told}: the application's push credentials are for another app")
    if status == "PERMANENT_FAILURE" and (code == GONE or any(name in words for name in DEAD)):
        return AddressGone(f"{told}: the app is not there any more")
    if status == "THROTTLED" or code == TOO_MANY:
        return NotSent(told)
    return SendRefused(told) if status in FINAL else OutcomeUnknown(told)
