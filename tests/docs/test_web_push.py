"""The guide to web push names what is sent, and its scripts are what browsers take."""

import json
import re
from pathlib import Path

import pytest

from chalicelib.channels.push.wording import BODY_LIMIT, TITLE_LIMIT
from chalicelib.channels.web_push.endpoints import DOMAINS, HOSTS
from chalicelib.channels.web_push.gateway import KEPT_SECONDS, payload
from chalicelib.http.push import PATH
from tests.channels.web_push.test_gateway import PUSH

GUIDE = (Path(__file__).parents[2] / "docs/channels/web-push.md").read_text("utf-8")
PAGE, WORKER = re.findall(r"^```js\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)


def test_every_field_of_a_notification_is_described_and_read_and_no_other() -> None:
    told = re.findall(r"^\| `(\w+)` \|", GUIDE, re.MULTILINE)
    assert told == list(json.loads(payload(PUSH)))
    assert f"const {{ {', '.join(told)} }} = event.data.json()" in WORKER


def test_the_page_asks_the_route_that_there_is() -> None:
    assert "fetch(`${address}/push/${shop}/key`)" in PAGE
    assert PATH == "/push/{shop}/key"


def test_the_limits_and_hosts_are_those_that_are_kept() -> None:
    assert f"at most {TITLE_LIMIT} letters" in GUIDE
    assert f"at most {BODY_LIMIT} letters" in GUIDE
    assert KEPT_SECONDS == 4 * 3600
    assert [host for host in HOSTS if f"`{host}`" not in GUIDE] == []
    assert [domain for domain in DOMAINS if f"`*{domain}`" not in GUIDE] == []


@pytest.mark.parametrize("script", [PAGE, WORKER])
def test_every_bracket_of_the_scripts_is_closed(script: str) -> None:
    pairs = {"{": "}", "(": ")", "[": "]"}
    opened: list[str] = []
    for letter in re.sub(r'"[^"]*"|/[^/\s]/g', "", script):
        if letter in pairs:
            opened.append(pairs[letter])
        elif letter in pairs.values():
            assert opened.pop() == letter
    assert opened == []
