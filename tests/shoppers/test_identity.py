"""Under which names a shopper's carts and orders meet."""

import pytest

from chalicelib.shoppers.contact import Browser, Contact, Device
from chalicelib.shoppers.identity import email_identity, phone_identity, shopper_ids

KEY = b"k" * 32


def ids(
    email: str | None = None, phone: str | None = None, customer: str | None = None
) -> tuple[str, ...]:
    return shopper_ids(KEY, Contact(email=email, phone=phone, customer=customer))


def test_every_contact_point_has_a_name_and_the_address_comes_first() -> None:
    all_three = ids(email="ann@example.com", phone="+49 30 1234567", customer="17")
    assert all_three == (
        *ids(email="ann@example.com"),
        *ids(phone="+49 30 1234567"),
        *ids(customer="17"),
    )
    assert len(set(all_three)) == 3
    assert ids() == ()


def test_one_address_however_it_is_typed() -> None:
    assert ids(email="Ann@Example.COM ") == ids(email="ann@example.com")


@pytest.mark.parametrize("other", ["ann@example.org", "a.nn@example.com", "ann+tea@example.com"])
def test_different_addresses_are_different_people(other: str) -> None:
    assert ids(email=other) != ids(email="ann@example.com")


@pytest.mark.parametrize("written", ["+49 (30) 1234-567", "0049301234567", "+49 30 1234567"])
def test_one_number_however_it_is_written(written: str) -> None:
    assert phone_identity(written) == "49301234567"


@pytest.mark.parametrize("written", [None, "", "555", "ext. 12-34", "no phone"])
def test_what_is_too_short_to_be_one_persons_number(written: str | None) -> None:
    assert phone_identity(written) is None


def test_what_is_no_address_recognises_nobody() -> None:
    assert email_identity("ann") is None
    assert ids(email="ann", phone="555") == ()


def test_kinds_do_not_meet() -> None:
    assert ids(customer="49301234567") != ids(phone="49301234567")


def test_names_are_opaque_and_another_shops_are_others() -> None:
    (name,) = ids(email="ann@example.com")
    assert "ann" not in name
    assert name.isalnum()
    assert shopper_ids(b"o" * 32, Contact(email="ann@example.com")) != (name,)


def test_apps_and_browsers_are_contact_points_of_their_own_and_come_last() -> None:
    phone, older = (Device(service="GCM", token=token * 20) for token in "ab")
    browser = Browser(endpoint="https://push.example/x", p256dh="p", auth="a")
    contact = Contact(email="ann@example.com", devices=(phone, older), browsers=(browser,))
    named = shopper_ids(KEY, contact)
    assert named == (
        *shopper_ids(KEY, Contact(email="ann@example.com")),
        *shopper_ids(KEY, Contact(devices=(phone,))),
        *shopper_ids(KEY, Contact(devices=(older,))),
        *shopper_ids(KEY, Contact(browsers=(browser,))),
    )
    assert len(set(named)) == 4


def test_a_browser_is_known_by_its_endpoint_whatever_its_keys() -> None:
    one, other = (Browser(endpoint="https://push.example/x", p256dh=p, auth=p) for p in "ab")
    assert shopper_ids(KEY, Contact(browsers=(one,))) == shopper_ids(
        KEY, Contact(browsers=(other,))
    )
