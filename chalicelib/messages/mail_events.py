"""What SES tells about a mail after taking it: which message, what, when. Pure.

https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
"""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from chalicelib.errors import MalformedBody
from chalicelib.messages.news import News, Told
from chalicelib.shops.policy import Channel

KINDS = {
    "Send": Told.SENT,
    "Delivery": Told.DELIVERED,
    "DeliveryDelay": Told.DELAYED,
    "Open": Told.OPENED,
    "Click": Told.CLICKED,
    "Bounce": Told.BOUNCED,
    "Complaint": Told.COMPLAINED,
    "Reject": Told.REJECTED,
    "Rendering Failure": Told.REJECTED,
}


OUR_TAGS = frozenset({"shop", "cart", "shopper", "episode", "step"})


class _Mail(msgspec.Struct):
    timestamp: str = ""
    tags: dict[str, list[str]] = {}


class _Bounce(msgspec.Struct):
    bounceType: str = ""  # noqa: N815  (SES's own names)


class _Event(msgspec.Struct):
    eventType: str  # noqa: N815
    mail: _Mail
    bounce: _Bounce | None = None


def mail_event(body: str) -> News | None:
    """Read one event; None when it is of no message of ours, or of a kind we do not know.

    ``MalformedBody`` when it is no event of SES's at all. The time is when SES took the mail: the
    kinds carry times of their own in five spellings, and a minute more or less tells nothing.
    """
    try:
        event = msgspec.json.decode(body, type=_Event)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MalformedBody("$", f"no event of SES's: {error}") from None
    told = KINDS.get(event.eventType)
    tags = {name: values[0] for name, values in event.mail.tags.items() if values}
    if told is None or not tags.keys() >= OUR_TAGS:
        return None
    if told is Told.BOUNCED and event.bounce and event.bounce.bounceType != "Permanent":
        told = Told.BOUNCED_SOFTLY
    try:
        return News(
            channel=Channel.EMAIL,
            told=told,
            shop=tags["shop"],
            cart=tags["cart"],
            shopper=tags["shopper"],
            episode=int(tags["episode"]),
            step=int(tags["step"]),
            at=_moment(event.mail.timestamp),
            region=tags.get("region", ""),
        )
    except ValueError:
        raise MalformedBody("$.mail", "tags or time that are not ours") from None


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
