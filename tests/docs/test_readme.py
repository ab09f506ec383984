"""The README tells the truth: its commands exist, its links lead somewhere."""

import re
import shlex
from pathlib import Path

import pytest

from infra.__main__ import parser
from infra.local.demo_stores import EVERYBODY

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
README = (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_lead_to_files(page: Path) -> None:
    text = page.read_text("utf-8")
    targets = re.findall(r"\]\((?!https?:|#)([^)]+)\)", text) + re.findall(r'src="([^"]+)"', text)
    for target in targets:
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_make_targets_exist(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"`?\bmake ([a-z]+)\b(?=[`\n ]| STAGE)", page.read_text("utf-8")):
        if f"`make {target}" in page.read_text("utf-8") or f"$ make {target}" in README:
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_operators_commands_parse() -> None:
    joined = README.replace("\\\n", " ")
    commands = re.findall(r"\$ \.venv/bin/python -m infra (.+)", joined)
    assert len(commands) == 3
    for command in commands:
        assert parser().parse_args(shlex.split(command)).run


def test_the_shown_demo_is_the_demo() -> None:
    expected = sum(len(shopper.gets) for shopper in EVERYBODY)
    assert f"{expected} messages, as expected" in README
    shown = README[README.index("$ make run") :].partition("```")[0]
    shoppers = re.findall(r"s  shopper +(.+)", shown)
    assert shoppers
    assert set(shoppers) <= {shopper.who for shopper in EVERYBODY}
    ends = re.findall(r"s  timeline +\S+: ((?:ordered|ended) .+)", shown)
    assert ends
    assert set(ends) <= {shopper.ends for shopper in EVERYBODY}
