"""What is told of WhatsApp messages, and what shoppers answer by WhatsApp. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import msgspec

from chalicelib.channels.whatsapp import bodies
from chalicelib.channels.whatsapp.callback import read
from chalicelib.channels.whatsapp.conversation import is_stop_button, words
from chalicelib.channels.whatsapp.failures import failure
from chalicelib.errors import MalformedBody
from chalicelib.messages.news import News, NumberNews, Reply, Told
from chalicelib.shops.policy import Channel

Event = News | NumberNews | Reply

KINDS = {"sent": Told.SENT, "delivered": Told.DELIVERED, "read": Told.OPENED}
# Of a message that is none of ours only this matters: it is about the number.
ABOUT_THE_NUMBER = frozenset({Told.BOUNCED, Told.STOPPED})
FIELDS = frozenset({"messages", "user_preferences"})
PHONE_NUMBER_ID = "phone-number-id"
WHY_STOPPED = "stopped marketing in WhatsApp"
WHY_PRESSED = "pressed the button to stop promotions"


def events(body: str) -> tuple[Event, ...]:
    """Read all that one body of AWS's tells, in its order; nothing that we do not know.

    ``destination`` is AWS's id of the shop's number. ``MalformedBody`` when it is none of AWS's,
    or any part of it is not what Meta promises.
    """
    try:
        envelope = msgspec.json.decode(body, type=bodies.Body)
        whole = msgspec.json.decode(envelope.whatsAppWebhookEntry, type=bodies.Notification)
        numbers = _numbers(envelope)
        return tuple(
            event
            for entry in (whole, *whole.entry)
            for change in entry.changes
            if change.field in FIELDS
            for event in _told(change, numbers)
        )
    # Times that no calendar has, digits that are none, half a surrogate pair, and deep nesting.
    except (msgspec.DecodeError, ValueError, OverflowError, OSError, RecursionError) as error:
        raise MalformedBody("$", f"no event of WhatsApp's: {type(error).__name__}") from None


def phone_number_id(sender: str) -> str:
    """Return AWS's id of a number, whether it is given as that or as its ARN."""
    _, slash, rest = sender.rpartition(f":{PHONE_NUMBER_ID}/")
    return f"{PHONE_NUMBER_ID}-{rest}" if slash else sender


def _numbers(envelope: bodies.Body) -> dict[str, str]:
    """Map Meta's names of the shop's numbers to AWS's."""
    known = envelope.context.MetaPhoneNumberIds if envelope.context else []
    return {each.metaPhoneNumberId: phone_number_id(each.arn) for each in known if each.arn}


def _told(change: bodies.Change, numbers: Mapping[str, str]) -> Iterator[Event]:
    value = msgspec.json.decode(change.value, type=bodies.Value)
    metas = value.metadata.phone_number_id if value.metadata else ""
    ours = numbers.get(metas, metas)
    for status in value.statuses or ():
        yield from _of_status(status, ours)
    for message in value.messages or ():
        yield from _of_message(message, ours)
    for preference in value.user_preferences or ():
        yield from _of_preference(preference, ours)


def _of_status(status: bodies.Status, ours: str) -> Iterator[Event]:
    told, why = KINDS.get(status.status), ""
    if status.status == "failed":
        known = failure(status.errors[0].code if status.errors else None)
        told, why = known.told, known.why
    if told is None:
        return
    at, tags = _moment(status.timestamp), read(status.biz_opaque_callback_data)
    if tags:
        fields = msgspec.structs.asdict(tags)
        yield News(channel=Channel.WHATSAPP, told=told, at=at, why=why, **fields)
    elif told in ABOUT_THE_NUMBER and status.recipient_id:
        yield _of_number(ours, status.recipient_id, at, told, why)


def _of_message(message: bodies.Message, ours: str) -> Iterator[Event]:
    text = words(message)
    if not message.sender or text is None:
        return
    at = _moment(message.timestamp)
    if is_stop_button(message):
        yield _of_number(ours, message.sender, at, Told.STOPPED, WHY_PRESSED)
        return
    yield Reply(
        channel=Channel.WHATSAPP,
        destination=ours,
        sender=_e164(message.sender),
        text=text,
        at=at,
        provider_id=message.id,
        answers=message.context.id if message.context else None,
    )


def _of_preference(preference: bodies.Preference, ours: str) -> Iterator[Event]:
    """Heed a stop; that somebody resumed is no yes to us, who were told no by other ways too."""
    is_stop = preference.value == "stop" and preference.category == "marketing_messages"
    if is_stop and preference.wa_id:
        at = _moment(preference.timestamp)
        yield _of_number(ours, preference.wa_id, at, Told.STOPPED, WHY_STOPPED)


def _of_number(ours: str, number: str, at: datetime, told: Told, why: str) -> NumberNews:
    return NumberNews(
        channel=Channel.WHATSAPP,
        destination=ours,
        address=_e164(number),
        at=at,
        told=told,
        why=why,
    )


def _e164(number: str) -> str:
    return f"+{number.removeprefix('+')}"


def _moment(seconds: str | int) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)
