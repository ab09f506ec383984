"""In which country a shopper is, and their number as providers want it.

The only file that knows ``phonenumberslite``, and only when there is a number to read: loading it
takes 24 ms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.shoppers.contact import Contact
from chalicelib.shoppers.where import Source
from chalicelib.shoppers.zones import is_country

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

SCRIPT_LETTERS, EXTLANG_LETTERS, REGION_LETTERS = 4, 3, 2  # RFC 5646, 2.1


def country_of(contact: Contact) -> tuple[str | None, Source]:
    """Return the country, and what told it: the address, else the number, else the locale.

    A number tells only when it is valid and written internationally, a locale only by its region:
    "de-AT" is Austria, "de" is nowhere. None when nothing tells.
    """
    if is_country(contact.country):
        return contact.country, Source.ADDRESS
    if country := phone_country(contact.phone):
        return country, Source.PHONE
    if country := _region(contact.locale):
        return country, Source.LOCALE
    return None, Source.NOTHING


def phone_country(phone: str | None, country: str | None = None) -> str | None:
    """Return the country of a valid number; None for one of no country, such as +800.

    ``country`` is where a number without a country's prefix is read; without it such a number
    tells nothing.
    """
    number = _read(phone, country)
    if number is None:
        return None
    from phonenumbers import region_code_for_number

    found = region_code_for_number(number)
    return found if is_country(found) else None


def e164(phone: str | None, country: str | None = None) -> str | None:
    """Return a valid number in E.164, "+49 (0)30 1234567" as "+49301234567"; else None.

    A national number is read in ``country``, the address' one. One with an extension is None too:
    nothing but a voice gets behind a switchboard.
    """
    number = _read(phone, country)
    if number is None or number.extension:
        return None
    from phonenumbers import PhoneNumberFormat, format_number

    return format_number(number, PhoneNumberFormat.E164)


def _read(phone: str | None, country: str | None) -> PhoneNumber | None:
    """Read a number as it is written, then with "00" as the plus that it often stands for."""
    if not phone:
        return None
    from phonenumbers import NumberParseException, is_valid_number, parse

    written = phone.strip()
    as_plus = [f"+{written[2:]}"] if written.startswith("00") else []
    for each in (written, *as_plus):
        try:
            number = parse(each, country)
        except NumberParseException:
            continue
        if is_valid_number(number):
            return number
    return None


def _region(locale: str | None) -> str | None:
    """Return a BCP 47 tag's region: the two letters after language, extended language and script.

    "es-419" (Latin America) names no country.
    """
    for subtag in (locale or "").split("-")[1:]:
        if len(subtag) == REGION_LETTERS and subtag.isalpha():
            return subtag.upper() if is_country(subtag.upper()) else None
        if not subtag.isalpha() or len(subtag) not in (SCRIPT_LETTERS, EXTLANG_LETTERS):
            return None
    return None
