"""What a shop has decided about reaching its shoppers. Pure.

Everything is off or strict until the shop says otherwise. Countries are ISO 3166-1 alpha-2 codes,
regions AWS's names.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

HOUR_SECONDS = 3600
Hour = Annotated[int, msgspec.Meta(ge=0, le=24)]
Weekday = Annotated[int, msgspec.Meta(ge=1, le=7)]
Country = Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")]
Region = Annotated[str, msgspec.Meta(pattern="^[a-z]{2}(-[a-z]+)+-[0-9]$")]


class Channel(StrEnum):
    """A way to reach a shopper."""

    EMAIL = "email"
    SMS = "sms"
    PUSH = "push"
    WEB_PUSH = "web_push"
    WHATSAPP = "whatsapp"


class Hours(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """When a channel may be used, by the shopper's clock: from ``opens`` until before ``closes``.

    ``country`` None is for every country without hours of its own. ``opens`` must come before
    ``closes``: nobody is to be written to over midnight; 0 to 24 is the whole day. ``closed_on``
    are whole days, ISO 8601's numbers: 7 is Sunday.
    """

    channel: Channel
    opens: Hour
    closes: Hour
    country: Country | None = None
    closed_on: frozenset[Weekday] = frozenset()


class Cap(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """At most so many messages to one shopper within any such time, over all carts.

    ``channel`` None counts all channels together.
    """

    most: Annotated[int, msgspec.Meta(ge=1, le=50)]
    within_seconds: Annotated[int, msgspec.Meta(ge=1, le=30 * 24 * HOUR_SECONDS)]
    channel: Channel | None = None


class SenderKind(StrEnum):
    """What an SMS comes from."""

    ALPHANUMERIC = "alphanumeric"
    NUMBER = "number"
    SHORT_CODE = "short_code"
    POOL = "pool"


class SmsSender(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Who texts in a country. ``identity`` is the sender id, number (E.164), code, or pool's id.

    ``is_registered`` is that the country's authority knows sender and template, where it must.
    ``reply_number`` is what two-way replies to a pool are sent to, E.164.
    """

    country: Country | None
    kind: SenderKind
    identity: str
    is_registered: bool = False
    reply_number: str | None = None


class SmsPolicy(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a shop texts. Without ``configuration_set`` SNS does it, and tells nothing afterwards.

    ``segments_max`` is what one message may cost; a longer text is shortened.
    """

    senders: tuple[SmsSender, ...] = ()
    configuration_set: str | None = None
    segments_max: Annotated[int, msgspec.Meta(ge=1, le=10)] = 2


class PushPolicy(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The app's application id at AWS End User Messaging, by region."""

    applications: dict[str, str] = {}
    deep_link: str | None = None
    """Where a notification leads in the app, with ``{token}`` for our link's; else our link."""


class WhatsAppTemplate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An approved template for one of our steps' templates, in the languages it is approved in.

    ``variables`` say what goes where: ``shopper_name``, ``shop_name``, ``first_line``, ``total``,
    ``lines_count``, ``code``, ``cart_url``. ``names`` are the template's own names for them, empty
    where they are numbered. ``has_button``: its link button takes our link's end.
    """

    step: str
    name: str
    languages: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    variables: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    has_button: bool = False


class WhatsAppPolicy(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a shop writes by WhatsApp: its phone number's id at AWS by region, and its templates."""

    phone_numbers: dict[str, str] = {}
    templates: tuple[WhatsAppTemplate, ...] = ()


class Mailbox(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The sender's address in one region, where it is not the shop's own everywhere."""

    region: Region
    sender: str
    configuration_set: str | None = None


class Policy(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All of it.

    ``regions`` are tried in this order; none is home alone. ``pins`` are countries whose shoppers'
    messages must not be handed over anywhere else. ``soft_opt_in`` are the countries in which the
    shop may by law mail who left an address and did not object; ``double_opt_in`` those in which a
    yes counts only once it was confirmed. ``spacing_seconds`` is the least between two messages to
    one shopper, whatever the channel. ``reply_domain`` is where replies to mails are received; none
    lets them go to the shop's own address, unseen.
    """

    regions: tuple[Region, ...] = ()
    pins: dict[Country, tuple[Region, ...]] = {}
    soft_opt_in: frozenset[Country] = frozenset()
    double_opt_in: frozenset[Country] = frozenset()
    hours: tuple[Hours, ...] = ()
    caps: tuple[Cap, ...] = ()
    spacing_seconds: Annotated[int, msgspec.Meta(ge=0, le=7 * 24 * HOUR_SECONDS)] = 0
    mailboxes: tuple[Mailbox, ...] = ()
    reply_domain: str | None = None
    sms: SmsPolicy | None = None
    push: PushPolicy | None = None
    whatsapp: WhatsAppPolicy | None = None
