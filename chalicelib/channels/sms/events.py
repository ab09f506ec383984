"""What AWS End User Messaging tells of texts, and what shoppers text back. Pure.

https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-types.html
https://docs.aws.amazon.com/sms-voice/latest/userguide/two-way-sms-payload.html
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec

from chalicelib.channels.sms.context import tags_of
from chalicelib.errors import MalformedBody
from chalicelib.messages.news import News, NumberNews, Reply, Told
from chalicelib.shops.policy import Channel

# By country "successful" or "delivered" is the last word; carriers' trouble says nothing of a
# number, and "unknown" nothing at all.
KINDS = {
    "TEXT_SENT": Told.SENT,
    "TEXT_QUEUED": Told.SENT,
    "TEXT_PENDING": Told.SENT,
    "TEXT_SUCCESSFUL": Told.DELIVERED,
    "TEXT_DELIVERED": Told.DELIVERED,
    "TEXT_INVALID": Told.BOUNCED,
    "TEXT_INVALID_MESSAGE": Told.REJECTED,
    "TEXT_BLOCKED": Told.FAILED,
    "TEXT_CARRIER_BLOCKED": Told.FAILED,
    "TEXT_CARRIER_UNREACHABLE": Told.FAILED,
    "TEXT_PROTECT_BLOCKED": Told.FAILED,
    "TEXT_SPAM": Told.FAILED,
    "TEXT_TTL_EXPIRED": Told.FAILED,
    "TEXT_UNREACHABLE": Told.FAILED,
}
ARRIVED = frozenset({Told.SENT, Told.DELIVERED})
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECONDS_MAX = 253_402_300_799_999  # the end of the year 9999, where ``datetime`` ends
SHORT_CODE_MAX_DIGITS = 8


class _Event(msgspec.Struct):
    """The names are AWS's own."""

    eventType: str  # noqa: N815
    eventTimestamp: int  # noqa: N815
    context: dict[str, str] | None = None
    originationPhoneNumber: str = ""  # noqa: N815
    destinationPhoneNumber: str = ""  # noqa: N815
    messageStatus: str = ""  # noqa: N815


class _Inbound(msgspec.Struct):
    originationNumber: str  # noqa: N815
    destinationNumber: str  # noqa: N815
    messageBody: str  # noqa: N815
    inboundMessageId: str  # noqa: N815
    previousPublishedMessageId: str | None = None  # noqa: N815


def text_news(body: str | bytes) -> News | NumberNews | None:
    """Read one event of a text; None for a kind that tells us nothing.

    Of a text without tags of ours the numbers are told. ``MalformedBody`` for what is no event.
    """
    try:
        event = msgspec.json.decode(body, type=_Event)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MalformedBody("$", f"no event of a text: {error}") from None
    told = KINDS.get(event.eventType)
    if told is None:
        return None
    at, why = _moment(event.eventTimestamp), "" if told in ARRIVED else event.messageStatus
    tags = tags_of(event.context or {})
    if tags is None:
        return _of_number(event, told, at, why)
    return News(
        channel=Channel.SMS,
        told=told,
        shop=tags["shop"],
        cart=tags["cart"],
        shopper=tags["shopper"],
        episode=int(tags["episode"]),
        step=int(tags["step"]),
        region=tags["region"],
        at=at,
        why=why,
    )


def text_reply(body: str | bytes, at: datetime) -> Reply:
    """Read what a shopper texted to one of our numbers.

    AWS tells no time of it: ``at`` is when its topic published it. ``MalformedBody`` for what is
    no such message.
    """
    try:
        inbound = msgspec.json.decode(body, type=_Inbound)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MalformedBody("$", f"no text to us: {error}") from None
    return Reply(
        channel=Channel.SMS,
        destination=_plus(inbound.destinationNumber),
        sender=_plus(inbound.originationNumber),
        text=inbound.messageBody,
        at=at,
        provider_id=inbound.inboundMessageId,
        answers=inbound.previousPublishedMessageId,
    )


def _of_number(event: _Event, told: Told, at: datetime, why: str) -> NumberNews | None:
    if not event.destinationPhoneNumber:
        return None
    return NumberNews(
        channel=Channel.SMS,
        destination=event.originationPhoneNumber,
        address=_plus(event.destinationPhoneNumber),
        at=at,
        told=told,
        why=why,
    )


def _plus(number: str) -> str:
    """Return a number in E.164; a short code, which has no country in it, stays as it is."""
    is_international = number.isdecimal() and len(number) > SHORT_CODE_MAX_DIGITS
    return f"+{number}" if is_international else number


def _moment(milliseconds: int) -> datetime:
    if not 0 <= milliseconds <= MILLISECONDS_MAX:
        raise MalformedBody("$.eventTimestamp", "no time")
    return EPOCH + timedelta(milliseconds=milliseconds)
