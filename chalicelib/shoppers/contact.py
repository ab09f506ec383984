"""How a shopper can be reached and recognised, as one cart or order tells it. Pure."""

from __future__ import annotations

import re
from typing import Literal

import msgspec
from msgspec.structs import replace

ADDRESS_MAX_LETTERS = 254  # RFC 5321, 4.5.3.1.3: a path is 256 with its angle brackets
PHONE_MAX_LETTERS = 40  # E.164 has 15 digits; people add brackets, dashes and extensions
NAME_KEPT_LETTERS = 100
# Africa/Abidjan, America/Argentina/Ushuaia, Etc/GMT+5; its longest has 32 letters.
TIME_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]{1,20}(/[A-Za-z0-9][A-Za-z0-9_+-]{0,20}){0,2}")
LOCALE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}")
# Deliberately loose: RFC 5321 allows nearly anything before the @; what matters is that no
# address can carry a second one, a header, or a display name.
ADDRESS = re.compile(
    r"[^\s@<>,;:\"()\[\]\\\x00-\x1f\x7f]+@[^\s@<>,;:\"()\[\]\\\x00-\x1f\x7f]+\.[^\s@<>,;:\"()\[\]\\\x00-\x1f\x7f.]{2,}"
)


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """An app that may be notified: its ``token`` at Apple's or Google's push service."""

    service: Literal["APNS", "APNS_SANDBOX", "GCM"]
    token: str


class Browser(msgspec.Struct, frozen=True, kw_only=True):
    """A browser that may be notified: its push subscription, as the browser gave it (RFC 8030).

    ``p256dh`` and ``auth`` are base64url, for encrypting to it (RFC 8291).
    """

    endpoint: str
    p256dh: str
    auth: str


class Contact(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is known of the person behind a cart; every field may be unknown.

    ``accepts_…`` are the marketing ticks of that checkout: a moment's word, which a later consent
    event overrules. ``time_zone`` is tzdata's name. Apps and browsers are notified only because
    their owner allowed it there, so to have them is to have a yes.
    """

    email: str | None = None
    phone: str | None = None
    customer: str | None = None
    name: str | None = None
    locale: str | None = None
    country: str | None = None
    accepts_email: bool | None = None
    accepts_sms: bool | None = None
    accepts_whatsapp: bool | None = None
    time_zone: str | None = None
    devices: tuple[Device, ...] = ()
    browsers: tuple[Browser, ...] = ()


def usable_email(text: str | None) -> str | None:
    """Return the address trimmed, or None when no mail could or should be sent to it."""
    address = (text or "").strip()
    if len(address) > ADDRESS_MAX_LETTERS or not address.isprintable():
        return None  # the latter are letters that nobody sees, or that turn the others around
    return address if ADDRESS.fullmatch(address) else None


def usable_phone(text: str | None) -> str | None:
    """Return the number trimmed, as written, or None when it cannot be one."""
    number = (text or "").strip()
    return number if 0 < len(number) <= PHONE_MAX_LETTERS else None


def usable_name(text: str | None) -> str | None:
    """Return the name trimmed and bounded, or None when there is none."""
    return (text or "").strip()[:NAME_KEPT_LETTERS] or None


def usable_locale(text: str | None) -> str | None:
    """Return a BCP 47 tag with hyphens, or None for what is none ("example string")."""
    tag = (text or "").strip()
    return tag.replace("_", "-") if LOCALE.fullmatch(tag) else None


def usable_country(text: str | None) -> str | None:
    """Return an ISO 3166-1 alpha-2 code in upper case, or None."""
    code = (text or "").strip().upper()
    return code if len(code) == 2 and code.isascii() and code.isalpha() else None  # noqa: PLR2004


def usable_time_zone(text: str | None) -> str | None:
    """Return a name of the shape that tzdata's have, or None; whether it is one, its user sees."""
    name = (text or "").strip()
    return name if TIME_ZONE.fullmatch(name) else None


def without_device(contact: Contact, gone: Device | Browser) -> Contact:
    """Return the contact without an app or a browser that nothing can reach any more.

    The very same object comes back when it is not there.
    """
    if gone not in contact.devices and gone not in contact.browsers:
        return contact
    return replace(
        contact,
        devices=tuple(each for each in contact.devices if each != gone),
        browsers=tuple(each for each in contact.browsers if each != gone),
    )


def sendable_email(address: str) -> str:
    """Return the address with its domain as DNS knows it (RFC 5891), which SES asks for."""
    local, _, domain = address.rpartition("@")
    try:
        return f"{local}@{domain.encode('idna').decode()}"
    except UnicodeError:
        return address
