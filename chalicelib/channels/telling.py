"""Which of the providers' many ways of telling a body of the feedback queue is. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from chalicelib.channels.sms.events import text_news, text_reply
from chalicelib.channels.whatsapp.events import events as whatsapp_events
from chalicelib.errors import MalformedBody
from chalicelib.messages.mail_events import mail_event
from chalicelib.messages.news import News, NumberNews, Reply

Told = News | NumberNews | Reply


def told(body: str, arrived_at: datetime) -> tuple[Told, ...]:
    """Read all that one body tells; nothing when it is of no message of ours.

    ``arrived_at`` is for what its provider gives no time. ``MalformedBody`` when it is nothing
    that any provider would tell.
    """
    try:
        fields = msgspec.json.decode(body, type=dict[str, msgspec.Raw]).keys()
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MalformedBody("$", f"nothing that a provider tells: {error}") from None
    if "whatsAppWebhookEntry" in fields:
        return whatsapp_events(body)
    if "inboundMessageId" in fields:
        return (text_reply(body, arrived_at),)
    return _one(text_news if "eventTimestamp" in fields else mail_event, body)


def _one(read: Callable[[str], News | NumberNews | None], body: str) -> tuple[Told, ...]:
    event = read(body)
    return () if event is None else (event,)
