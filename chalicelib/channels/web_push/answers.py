"""What a push service's answer means. Pure.

RFC 8030, 5 and 8.4; and https://web.dev/articles/push-notifications-web-push-protocol
"""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.errors import AddressGone, NotSent, OutcomeUnknown, SendFailed, SendRefused

TAKEN = frozenset({200, 201, 202})
GONE = frozenset({404, 410})
# 401 and 403: the service does not know our key as the one that the browser subscribed with, or
# does not take our token. That is set up wrongly, and is no word about this message.
BEFORE_SENDING = frozenset({401, 403, 429, 503})
OWN_FAULT = 500  # and above: who knows how far it came (RFC 9110, 15.6)
ID_LETTERS = 300
# Safari's and Edge's own names for it, where there is no Location.
IDS = ("location", "apns-id", "x-wns-msg-id")


def message_id(headers: Mapping[str, str]) -> str:
    """Return the service's name for the message; ``headers`` by lower-case name."""
    return next((headers[name] for name in IDS if headers.get(name)), "")[:ID_LETTERS]


def failure(host: str, status: int) -> SendFailed:
    """Return what a status that is not of ``TAKEN`` means."""
    told = f"{host} answered {status}"
    if status in GONE:
        return AddressGone(f"{told}: the browser is not subscribed any more")
    if status in BEFORE_SENDING:
        return NotSent(told)
    return OutcomeUnknown(told) if status >= OWN_FAULT else SendRefused(told)
