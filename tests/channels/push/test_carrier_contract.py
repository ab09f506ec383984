"""What carriers of notifications must do: the same for apps and browsers, on stand-ins.

The endings of tokens and endpoints are those with a known fate there.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import boto3
import pytest
from msgspec.structs import replace

from chalicelib.channels.model import AppPush, BrowserPush
from chalicelib.channels.push.pinpoint import PinpointPushes
from chalicelib.channels.web_push.gateway import WebPushCarrier
from chalicelib.errors import AddressGone, NotSent, OutcomeUnknown, SendFailed
from chalicelib.shoppers.contact import Device
from chalicelib.wiring import ONCE, now
from infra.local.browser_keys import new_browser
from infra.local.messaging_stand_in import MessagingStandIn
from tests.channels.push.test_pinpoint import PUSH as APP_PUSH
from tests.channels.web_push.test_gateway import KEYED
from tests.channels.web_push.test_gateway import PUSH as BROWSER_PUSH


class Rig(NamedTuple):
    """A carrier as a function of an address's ending, and what arrived."""

    send: Callable[[str], str]
    arrived: Callable[[], list[Any]]


@pytest.fixture(params=["app", "browser"])
def rig(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Rig]:
    with MessagingStandIn(tmp_path) as stand_in:
        to = to_apps if request.param == "app" else to_browsers

        def arrived() -> list[Any]:
            file = tmp_path / "messages.jsonl"
            lines = file.read_text("utf-8").splitlines() if file.exists() else []
            return [json.loads(line) for line in lines]

        yield Rig(to(stand_in, tmp_path), arrived)


def to_apps(stand_in: MessagingStandIn, _: Path) -> Callable[[str], str]:
    client = boto3.client(
        "pinpoint",
        endpoint_url=stand_in.url,
        region_name="eu-west-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=ONCE,
    )
    ends = {"gone": "dead", "throttled": "f429", "lost": "105f", "": "abab"}

    def send(fate: str) -> str:
        token = "ab" * 30 + ends[fate]
        message: AppPush = replace(APP_PUSH, device=Device(service="APNS", token=token))
        return PinpointPushes(client).send(message)

    return send


def to_browsers(stand_in: MessagingStandIn, state_dir: Path) -> Callable[[str], str]:
    carrier = WebPushCarrier(KEYED, now, endpoint=stand_in.url)

    def send(fate: str) -> str:
        browser = new_browser(state_dir, f"x-{fate}" if fate else None)
        message: BrowserPush = replace(BROWSER_PUSH, browser=browser)
        return carrier.send(message)

    return send


def test_every_notification_arrives_once_and_has_an_id_of_its_own(rig: Rig) -> None:
    ids = [rig.send(""), rig.send("")]
    assert len(set(ids)) == 2
    assert [each["message_id"] for each in rig.arrived()] == ids


@pytest.mark.parametrize(
    ("fate", "meaning"),
    [("gone", AddressGone), ("throttled", NotSent), ("lost", OutcomeUnknown)],
)
def test_a_failure_says_if_it_may_have_left(rig: Rig, fate: str, meaning: type[SendFailed]) -> None:
    with pytest.raises(SendFailed) as failed:
        rig.send(fate)
    assert type(failed.value) is meaning
    assert len(rig.arrived()) == (1 if fate == "lost" else 0)


def test_a_browser_reads_what_was_said(tmp_path: Path) -> None:
    with MessagingStandIn(tmp_path) as stand_in:
        to_browsers(stand_in, tmp_path)("")
    record = json.loads((tmp_path / "messages.jsonl").read_text("utf-8"))
    assert record["request"]["decrypted"] == {
        "title": "You left something behind",
        "body": "Tea",
        "url": "https://api.example/c/t",
        "tag": "a" * 20,
    }
    assert record["request"]["headers"]["topic"] == "a" * 20
