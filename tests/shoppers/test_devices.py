"""What is known of apps, browsers and clocks."""

import pytest

from chalicelib.shoppers.contact import (
    Browser,
    Contact,
    Device,
    usable_time_zone,
    without_device,
)

PHONE = Device(service="GCM", token="a" * 20)
OLDER = Device(service="APNS", token="b" * 20)
BROWSER = Browser(endpoint="https://push.example/x", p256dh="p", auth="a")
ANN = Contact(email="ann@example.com", devices=(PHONE, OLDER), browsers=(BROWSER,))


def test_what_is_gone_is_taken_out_and_all_else_stays() -> None:
    assert without_device(ANN, PHONE) == Contact(
        email="ann@example.com", devices=(OLDER,), browsers=(BROWSER,)
    )
    assert without_device(ANN, BROWSER) == Contact(email="ann@example.com", devices=(PHONE, OLDER))


def test_what_is_not_there_changes_nothing() -> None:
    assert without_device(ANN, Device(service="APNS", token="a" * 20)) is ANN


@pytest.mark.parametrize(
    "name", ["Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "UTC", " Asia/Tokyo "]
)
def test_a_name_of_a_time_zone(name: str) -> None:
    assert usable_time_zone(name) == name.strip()


@pytest.mark.parametrize("name", [None, "", "/etc/passwd", "../zone", "a//b", "Europe/", "é" * 5])
def test_what_is_no_name_of_a_time_zone(name: str | None) -> None:
    assert usable_time_zone(name) is None
