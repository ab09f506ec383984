"""The shapes in which AWS passes Meta's webhooks on; only what we read of them. Pure.

https://docs.aws.amazon.com/social-messaging/latest/userguide/managing-event-destination-dlrs.html
https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
"""

from __future__ import annotations

import msgspec


class PhoneNumberId(msgspec.Struct):
    """One number of the shop's, by Meta's name for it and by AWS's."""

    metaPhoneNumberId: str = ""  # noqa: N815  (AWS's own names)
    arn: str = ""


class Context(msgspec.Struct):
    """Which of the account's numbers the event may be about."""

    MetaPhoneNumberIds: list[PhoneNumberId] = []


class Body(msgspec.Struct):
    """What AWS publishes. ``whatsAppWebhookEntry`` is JSON once more: Meta's entry."""

    whatsAppWebhookEntry: str  # noqa: N815
    context: Context | None = None


class Error(msgspec.Struct):
    """One of Meta's errors."""

    code: int | None = None


class Status(msgspec.Struct):
    """What became of a message that was sent. ``timestamp`` is epoch seconds."""

    status: str
    timestamp: str | int
    recipient_id: str | None = None
    errors: list[Error] | None = None
    biz_opaque_callback_data: str | None = None


class Words(msgspec.Struct):
    """What holds text in the kinds of messages: its body, its caption, its title, or an emoji."""

    body: str | None = None
    caption: str | None = None
    text: str | None = None
    title: str | None = None
    emoji: str | None = None


class Interactive(msgspec.Struct):
    """A tap on something in a message."""

    button_reply: Words | None = None
    list_reply: Words | None = None
    nfm_reply: Words | None = None


class Answered(msgspec.Struct):
    """Which message a message answers."""

    id: str | None = None


class Message(msgspec.Struct, rename={"sender": "from"}):
    """What a shopper sent: the field named as ``type`` holds it."""

    id: str
    timestamp: str | int
    type: str
    sender: str | None = None
    context: Answered | None = None
    text: Words | None = None
    button: Words | None = None
    interactive: Interactive | None = None
    image: Words | None = None
    video: Words | None = None
    document: Words | None = None
    reaction: Words | None = None


class Preference(msgspec.Struct):
    """What a shopper told WhatsApp about the shop's marketing: ``stop`` or ``resume``."""

    timestamp: str | int
    wa_id: str | None = None
    category: str | None = None
    value: str | None = None


class Metadata(msgspec.Struct):
    """Which of the shop's numbers it is about, by Meta's name."""

    phone_number_id: str = ""


class Value(msgspec.Struct):
    """What changed; most changes hold one of the lists."""

    metadata: Metadata | None = None
    statuses: list[Status] | None = None
    messages: list[Message] | None = None
    user_preferences: list[Preference] | None = None


class Change(msgspec.Struct):
    """One change; other fields than ours have other values, which are read when it is ours."""

    field: str
    value: msgspec.Raw


class Entry(msgspec.Struct):
    """One entry: the changes to one account."""

    changes: list[Change] = []


class Notification(Entry):
    """What AWS passes on: Meta's entry, or should it ever be so the whole that holds entries."""

    entry: list[Entry] = []
