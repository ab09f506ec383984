"""Apps and browsers that a shop of its own tells of: bounded, and of the shape that they have."""

from typing import Any

import pytest

from chalicelib.errors import MalformedBody
from chalicelib.intake.events import CartChanged
from chalicelib.shoppers.contact import Browser, Contact, Device
from tests.channels.web_push.browsers import AUTH, P256DH
from tests.intake.generic_shop import meant

TOKEN = "fcm-token:APA91b" + "x" * 40
APP = {"service": "GCM", "token": TOKEN}
ENDPOINT = "https://updates.push.services.mozilla.com/wpush/v2/gAAAA"
BROWSER = {"endpoint": ENDPOINT, "keys": {"p256dh": P256DH, "auth": AUTH}, "expirationTime": None}


def contact(**shopper: Any) -> Contact:
    event = meant("cart.updated", cart=7, shopper=shopper)
    assert isinstance(event, CartChanged)
    assert event.contact is not None
    return event.contact


def test_apps_browsers_clock_and_whatsapp_are_taken_in() -> None:
    told = contact(
        devices=[APP, {"service": "APNS", "token": "ab" * 32}],
        browsers=[BROWSER],
        time_zone="Europe/London",
        accepts_whatsapp=True,
    )
    assert told == Contact(
        devices=(
            Device(service="GCM", token=TOKEN),
            Device(service="APNS", token="ab" * 32),
        ),
        browsers=(Browser(endpoint=ENDPOINT, p256dh=P256DH, auth=AUTH),),
        time_zone="Europe/London",
        accepts_whatsapp=True,
    )


def test_base64url_may_be_padded() -> None:
    padded = {"p256dh": f"{P256DH}=", "auth": f"{AUTH}=="}
    (browser,) = contact(browsers=[BROWSER | {"keys": padded}]).browsers
    assert (browser.p256dh, browser.auth) == (P256DH, AUTH)


def test_null_is_none_and_a_strange_clock_is_left_out() -> None:
    assert contact(devices=None, browsers=None, time_zone="../etc") == Contact()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("devices", [APP] * 6),
        ("devices", [APP | {"service": "SMS"}]),
        ("devices", [APP | {"token": "short"}]),
        ("devices", [APP | {"token": "x" * 513}]),
        ("devices", [APP | {"token": f"{TOKEN}\n"}]),
        ("devices", [{"service": "GCM"}]),
        ("browsers", [BROWSER] * 6),
        ("browsers", [BROWSER | {"endpoint": "http://push.example/x"}]),
        ("browsers", [BROWSER | {"endpoint": "https://push.example/" + "x" * 2000}]),
        ("browsers", [BROWSER | {"endpoint": f"{ENDPOINT}\r\nX: y"}]),
        ("browsers", [BROWSER | {"keys": {"p256dh": P256DH}}]),
        ("browsers", [BROWSER | {"keys": {"p256dh": "A" * 87, "auth": AUTH}}]),
        ("browsers", [BROWSER | {"keys": {"p256dh": P256DH, "auth": AUTH[:-1]}}]),
    ],
)
def test_what_is_of_another_shape_is_refused_and_its_place_named(field: str, value: Any) -> None:
    with pytest.raises(MalformedBody) as refused:
        contact(**{field: value})
    assert refused.value.path.startswith(f"$.data.shopper.{field}")
    assert TOKEN not in str(refused.value)
    assert ENDPOINT not in str(refused.value)
