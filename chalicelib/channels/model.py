"""What can be sent, and the port that sends it. Pure.

::

    Outgoing
    ├── Mail             e-mail, by SES                                (messages/mail.py)
    ├── Text             SMS, by SNS or AWS End User Messaging
    ├── AppPush          to an app on a phone, by AWS End User Messaging (``pinpoint``)
    ├── BrowserPush      to a browser, by the browser maker's push service (RFC 8030)
    └── WhatsAppMessage  an approved template, by AWS End User Messaging Social
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol

import msgspec

from chalicelib.messages.mail import Mail
from chalicelib.shoppers.contact import Browser, Device
from chalicelib.shops.policy import SmsSender


class Purpose(StrEnum):
    """What a message is for: only marketing needs a yes; nothing may follow a complaint."""

    MARKETING = "marketing"
    TRANSACTIONAL = "transactional"


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """One SMS. ``to`` is E.164 with its plus, ``country`` is that number's.

    ``sender`` is who it comes from, None for AWS's choice. ``tags`` come back with every event
    where the provider can carry them: opaque names only. ``configuration_set`` says where events
    go, and that the shop sends by AWS End User Messaging.
    """

    to: str
    country: str
    body: str
    purpose: Purpose
    sender: SmsSender | None
    tags: Mapping[str, str]
    configuration_set: str | None = None

    @property
    def is_marketing(self) -> bool:
        """Whether carriers and countries treat it as an advertisement."""
        return self.purpose is Purpose.MARKETING


class AppPush(msgspec.Struct, frozen=True, kw_only=True):
    """One notification to one installed app. ``url`` is the deep link that it opens.

    ``application`` is the app's id at AWS, in the region that sends it.
    """

    application: str
    device: Device
    title: str
    body: str
    url: str
    tags: Mapping[str, str]


class BrowserPush(msgspec.Struct, frozen=True, kw_only=True):
    """One notification to one browser, which shows ``title`` and ``body`` and opens ``url``.

    ``answerable`` is whom the push service may write to (RFC 8292, 2.1): a ``mailto:`` address.
    """

    shop: str
    answerable: str
    browser: Browser
    title: str
    body: str
    url: str
    tags: Mapping[str, str]


class WhatsAppMessage(msgspec.Struct, frozen=True, kw_only=True):
    """One approved template. ``to`` is E.164 with its plus; ``sender`` is the phone number id.

    ``variables`` are the template's, in order, each with its name (None where Meta numbers them).
    ``button`` is what the template's link button appends to its address, None without one.
    """

    to: str
    sender: str
    template: str
    language: str
    variables: tuple[tuple[str | None, str], ...]
    button: str | None
    tags: Mapping[str, str]


Outgoing = Mail | Text | AppPush | BrowserPush | WhatsAppMessage


class Carrier[M](Protocol):
    """Hands messages of one channel to a provider in one region.

    ``send`` returns the provider's message id, and never tries a second time by itself. It raises

    - ``AddressGone`` when the provider says that nothing can ever reach this address,
    - ``SendRefused`` for another final no to this message,
    - ``NotSent`` when it surely did not leave: throttled, paused, not reached, or not set up there,
    - ``OutcomeUnknown`` when it may have left.
    """

    def send(self, message: M) -> str:
        """Hand one message over, once."""
