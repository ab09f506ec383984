"""Where a shopper is: who is asked first, and what tells nothing."""

import subprocess
import sys

import pytest

from chalicelib.shoppers.contact import Contact
from chalicelib.shoppers.countries import country_of, e164, phone_country
from chalicelib.shoppers.where import Source
from tests.architecture.sources import PROJECT, parse, read_sources

BERLIN = "+49 30 1234567"


@pytest.mark.parametrize(
    ("contact", "country", "source"),
    [
        (Contact(country="AT", phone=BERLIN, locale="fr-FR"), "AT", Source.ADDRESS),
        (Contact(country="UK", phone=BERLIN), "DE", Source.PHONE),
        (Contact(phone=BERLIN, locale="fr-FR"), "DE", Source.PHONE),
        (Contact(phone="0049 30 1234567"), "DE", Source.PHONE),
        (Contact(phone="+7 701 234 5678"), "KZ", Source.PHONE),
        (Contact(phone="+1 416 555 0123"), "CA", Source.PHONE),
        (Contact(phone="+1 808 555 0123"), "US", Source.PHONE),
        (Contact(phone="+383 44 123 456"), "XK", Source.PHONE),
        (Contact(phone="030 1234567", locale="de-AT"), "AT", Source.LOCALE),
        (Contact(phone="+800 1234 5678", locale="pt-BR"), "BR", Source.LOCALE),
        (Contact(locale="zh-Hans-CN"), "CN", Source.LOCALE),
        (Contact(locale="zh-yue-HK"), "HK", Source.LOCALE),
        (Contact(locale="de-at"), "AT", Source.LOCALE),
        (Contact(locale="de"), None, Source.NOTHING),
        (Contact(locale="es-419"), None, Source.NOTHING),
        (Contact(locale="en-EU"), None, Source.NOTHING),
        (Contact(locale="de-1996-AT"), None, Source.NOTHING),
        (Contact(email="ann@shop.de", name="Ann"), None, Source.NOTHING),
    ],
)
def test_the_address_then_the_number_then_the_locale_tell_the_country(
    contact: Contact, country: str | None, source: Source
) -> None:
    assert country_of(contact) == (country, source)


@pytest.mark.parametrize(
    ("written", "country", "dialled"),
    [
        ("+49 (0)30 1234567", None, "+49301234567"),
        ("+49 (0)30 1234567", "US", "+49301234567"),
        ("030 / 123 45 67", "DE", "+49301234567"),
        ("0049-30-1234567", None, "+49301234567"),
        ("0049-30-1234567", "US", "+49301234567"),
        ("011 49 30 1234567", "US", "+49301234567"),
        ("+44 (0)20 7946 0958", None, "+442079460958"),
        ("(11) 96123-4567", "BR", "+5511961234567"),
        ("0812-3456-7890", "ID", "+6281234567890"),
        ("050 123 4567", "SA", "+966501234567"),
        ("090-1234-5678", "JP", "+819012345678"),
        ("+39 06 12345678", None, "+390612345678"),
        ("030 1234567", None, None),
        ("030 1234567", "ZZ", None),
        ("+1 202 555 0123 ext. 12", None, None),
        ("555", "US", None),
        ("+49 1", None, None),
        ("call me", "DE", None),
        ("+" + "9" * 39, None, None),
        ("", "DE", None),
        (None, "DE", None),
    ],
)
def test_a_number_is_valid_in_e164_or_none(
    written: str | None, country: str | None, dialled: str | None
) -> None:
    assert e164(written, country) == dialled


def test_a_national_number_is_of_the_country_that_it_is_read_in() -> None:
    assert phone_country("050 123 4567", "SA") == "SA"
    assert phone_country("050 123 4567") is None
    assert phone_country(BERLIN, "SA") == "DE"


def test_phone_numbers_are_known_to_one_file_and_loaded_only_when_there_is_one() -> None:
    modules = parse(read_sources()).values()
    users = {m.path for m in modules for each in m.imports if each.is_of("phonenumbers")}
    assert users == {"chalicelib/shoppers/countries.py"}
    asked = (
        "import sys; from chalicelib.shoppers.contact import Contact;"
        "from chalicelib.shoppers.whereabouts import where;"
        f"where(Contact(country='AT', phone='{BERLIN}'));"
        "early = 'phonenumbers' in sys.modules;"
        f"where(Contact(phone='{BERLIN}')); print(early, 'phonenumbers' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", asked], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert told.stdout == "False True\n"
