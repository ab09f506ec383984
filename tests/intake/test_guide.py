"""The guide for those who write their own shop names every field, and its commands work."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from chalicelib.intake import generic
from chalicelib.intake.generic_bodies import Content, Item, Person
from chalicelib.intake.service import BODY_MAX_BYTES, Receipt
from tests.fakes.world import API
from tests.intake import generic_shop
from tests.intake.guide import GUIDE, example, table

URL = "https://api.example/live/webhooks/tea"


@pytest.mark.parametrize(
    ("heading", "shape"),
    [("`data`", Content), ("`data.items[]`", Item), ("`data.shopper`", Person)],
)
def test_every_field_is_described_and_no_other(heading: str, shape: type[msgspec.Struct]) -> None:
    assert sorted(table(heading)) == sorted(shape.__struct_fields__)


def test_every_type_of_event_is_described() -> None:
    assert [kind for kind in generic.MAKERS if f"| `{kind}` |" not in GUIDE] == []


def test_the_limit_is_the_one_that_is_kept() -> None:
    assert "at most 2 MiB" in GUIDE
    assert BODY_MAX_BYTES == 2 * 1024**2


def test_the_shell_commands_sign_as_they_should(tmp_path: Path) -> None:
    curl = tmp_path / "curl"
    curl.write_text('#!/bin/sh\nprintf "%s\\0" "$@"\n')
    curl.chmod(0o755)
    env = {
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
        "REBASKET_URL": URL,
        "REBASKET_SECRET": generic_shop.SECRET,
    }
    script = ["bash", "-euo", "pipefail", "-c", example("bash")]
    words = subprocess.run(script, env=env, capture_output=True, check=True).stdout.split(b"\0")

    assert words[:2] == [b"-sS", URL.encode()]
    named = [words[at + 1].decode().split(": ") for at, word in enumerate(words) if word == b"-H"]
    headers = {name.lower(): value for name, value in named}
    world = generic_shop.world()
    world.clock.now = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
    raw = words[words.index(b"--data-binary") + 1]
    assert world.intake.receive("tea", headers, raw, API) == Receipt(
        "Ignored", "ignored", "a test event"
    )
