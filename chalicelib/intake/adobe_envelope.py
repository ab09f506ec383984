"""What Adobe I/O Events wraps an event of Commerce in: a CloudEvent, in several spellings. Pure.

https://developer.adobe.com/commerce/extensibility/events/ - what changed is in ``data.value``, or
under ``event`` in an older envelope; newer events carry their recipient in two spellings at once.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from chalicelib.errors import BadSignature, MalformedBody
from chalicelib.intake import lenient
from chalicelib.intake.body import read
from chalicelib.intake.platform import Webhook
from chalicelib.shops.model import Shop

COMMERCE = "com.adobe.commerce."
KINDS = ("observer.", "plugin.", "magento.")


class Addressee(msgspec.Struct):
    """As much of an envelope as tells whom it is for."""

    recipient_client_id: Any = None
    recipientclientid: Any = None


class Envelope(msgspec.Struct):
    """An event. ``data`` or ``event`` holds the value, or wraps it once more."""

    type: Any = None
    time: Any = None
    data: msgspec.Raw = msgspec.Raw()
    event: msgspec.Raw = msgspec.Raw()


class Valued(msgspec.Struct):
    """What stands between an envelope and its value."""

    value: msgspec.Raw = msgspec.Raw()


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """An event without its wrapping. ``at`` is when Adobe took it in; ``path`` leads to ``value``.

    ``topic`` is without what Adobe or the kind of event put before it:
    ``sales_quote_save_after``.
    """

    topic: str
    at: datetime
    value: bytes
    path: str


def check_addressee(webhook: Webhook, shop: Shop) -> None:
    """Raise ``BadSignature`` unless an event is for this very shop.

    Adobe signs for all its customers with the same keys: without this, anybody's event would do.
    """
    try:
        told = read(webhook.body, Addressee)
    except MalformedBody:
        raise BadSignature("the body does not say whom it is for") from None
    named = {told.recipient_client_id, told.recipientclientid} - {None, ""} if _plain(told) else {}
    if not shop.account:
        raise BadSignature("this shop has no client id of Adobe's: register it with --account")
    if named != {shop.account}:
        raise BadSignature("recipient_client_id is not this shop's client id at Adobe")


def _plain(told: Addressee) -> bool:
    both = (told.recipient_client_id, told.recipientclientid)
    return all(each is None or isinstance(each, str) for each in both)


def unwrapped(webhook: Webhook) -> Told:
    """Return what an event tells; ``MalformedBody`` when it is not wrapped as events are."""
    envelope = read(webhook.body, Envelope)
    kind, time, path, inside = envelope.type, envelope.time, "$.data", envelope.data
    if not inside:
        path, inside = "$.event", envelope.event
        if not inside:
            raise MalformedBody("$.data", "needed: it holds what changed")
        whole = read_part(inside, Envelope, path)
        if whole.data:  # a CloudEvent of its own stands there
            kind, time = whole.type or kind, whole.time or time
            path, inside = f"{path}.data", whole.data
    valued = read_part(inside, Valued, path)
    if valued.value:
        path, inside = f"{path}.value", valued.value
    at = lenient.moment(time) or webhook.received_at
    return Told(
        topic=topic_of(lenient.text(kind) or ""),
        at=min(at, webhook.received_at),
        value=bytes(inside),
        path=path,
    )


def topic_of(kind: str) -> str:
    """Return an event's bare name, in lower case."""
    name = kind.strip().lower().removeprefix(COMMERCE)
    for before in KINDS:
        name = name.removeprefix(before)
    return name


def read_part[T](part: bytes, shape: type[T], path: str) -> T:
    """Decode a part of a body; what is wrong with it is told with its path in the whole."""
    try:
        return read(bytes(part), shape)
    except MalformedBody as error:
        raise MalformedBody(path + error.path.removeprefix("$"), error.problem) from None
