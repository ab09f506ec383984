"""Who is who: the contact points under which one shopper's carts and orders meet. Pure."""

from __future__ import annotations

import re
import unicodedata

from chalicelib.shoppers.contact import Contact, usable_email
from chalicelib.storage.keys import shopper_id

# Shorter than any subscriber number with its area: "555" must not make strangers one person.
PHONE_MIN_DIGITS = 7
PHONE_MIN_DIFFERENT = 3  # "0000000000" is what people type into a field they do not want to fill


def shopper_ids(identity_key: bytes, contact: Contact) -> tuple[str, ...]:
    """Name every contact point of ``contact``, the address first, then number and customer."""
    points = {
        "email": email_identity(contact.email),
        "phone": phone_identity(contact.phone),
        "customer": contact.customer,
    }
    named = [(kind, value) for kind, value in points.items() if value]
    named += [("device", device.token) for device in contact.devices]
    named += [("browser", browser.endpoint) for browser in contact.browsers]
    return tuple(shopper_id(identity_key, kind, value) for kind, value in named)


def email_identity(email: str | None) -> str | None:
    """Fold an address to what makes it one person's.

    The part before the @ may by RFC 5321 be case-sensitive; no large provider treats it so, and
    shoppers type it either way. Dots and "+tags" are left: they may be different people's.
    """
    usable = usable_email(email)
    return unicodedata.normalize("NFC", usable).lower() if usable else None


def phone_identity(phone: str | None) -> str | None:
    """Fold a number to its digits, "+49 (30) 1234-567" and "0049301234567" alike."""
    digits = "".join(str(unicodedata.digit(d)) for d in re.findall(r"\d", phone or ""))
    digits = digits.removeprefix("00")
    is_number = len(digits) >= PHONE_MIN_DIGITS and len(set(digits)) >= PHONE_MIN_DIFFERENT
    return digits if is_number else None
